import { services } from '../../../api/kinds/service/service.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Change } from '../../store/change-log.ts';
import type { Watch, World } from '../../world.ts';
import { servicePods } from './service-pods.ts';

/** Keys of the Services that select a Pod as it is, or selected it as it was. */
export function servicesOfPod(world: World, prev: Pod | undefined, next: Pod | undefined): readonly string[] {
  const table = servicePods(world);
  const now = next === undefined ? [] : table.selecting(next);
  if (prev === undefined || prev.metadata.labels === next?.metadata.labels) return now;
  const before = table.selecting(prev).filter((key) => !now.includes(key));
  return before.length === 0 ? now : [...now, ...before];
}

/**
 * Delay of a look at a Service: the watch's, and more for many Pods. A real look at 5,000 endpoints takes its time as
 * well, and what changes meanwhile is seen in one.
 */
export function sizedDelay(handler: string, gapsPerPod: number): NonNullable<Watch['delayMs']> {
  return (change: Change, key: string, world: World) => {
    const { watchMs, resyncGapMs } = world.timing;
    const count = change.resource === services.resource ? 0 : servicePods(world).of(key).size;
    return world.draw(watchMs, handler, key, change.rv) + Math.floor(count * gapsPerPod * resyncGapMs);
  };
}
