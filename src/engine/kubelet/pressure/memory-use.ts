import type { Node } from '../../../api/kinds/node/node.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { isRunning } from '../containers/restart-policy.ts';
import { behaviourAt, programAt, startOf } from '../containers/program-at.ts';
import { PodLook } from '../pod-look.ts';
import { POD_WORK, restingWork } from '../pod-work.ts';
import { podWorkKey } from '../pod-keys.ts';
import type { World } from '../../world.ts';

/** What the programs of a pod use now, as far as it is scripted, and how it grows. */
export interface MemoryUse {
  readonly bytes: number;
  readonly perSecondBytes: number;
  readonly byContainer: readonly (readonly [name: string, bytes: number])[];
}

export function memoryUseOf(world: World, node: Node, pod: Pod): MemoryUse {
  const uid = pod.metadata.uid ?? '';
  const work = world.table(POD_WORK).get(podWorkKey(pod)) ?? restingWork(uid, world.nowMs);
  const look = new PodLook(world, node, pod, work);
  const byContainer: (readonly [string, number])[] = [];
  let bytes = 0;
  let perSecondBytes = 0;
  look.containers.forEach((container, index) => {
    if (!isRunning(look.status(index))) return;
    const growth = behaviourAt(look, index)?.memoryPerSecondBytes ?? 0;
    const own = (programAt(look, index).memoryBytes ?? 0) + (growth * (world.nowMs - startOf(look, index))) / 1000;
    bytes += own;
    perSecondBytes += growth;
    byContainer.push([container.name, Math.floor(own)]);
  });
  return { bytes, perSecondBytes, byContainer };
}
