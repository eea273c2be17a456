import type { PodDisruptionBudget } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { parseTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';

/** How long a granted eviction may take until its Pod is under deletion. Source: disruption.go DeletionTimeout. */
const DELETION_TIMEOUT_MS = 120_000;

/** Pods that are about to go, and when the first of them will have waited too long, ms from now. */
interface Disrupted {
  readonly pods: StringMap;
  readonly againMs: number | undefined;
}

/** Forgets Pods that are gone, under deletion, or were expected to go and did not. Source: buildDisruptedPodMap. */
export function disruptedPods(
  world: World,
  { metadata, status }: PodDisruptionBudget,
  selected: readonly Pod[],
): Disrupted {
  const noted = status?.disruptedPods ?? {};
  const kept: Record<string, string> = {};
  if (Object.keys(noted).length === 0) return { pods: kept, againMs: undefined };
  let firstMs = Infinity;
  for (const pod of selected) {
    const { name = '', deletionTimestamp } = pod.metadata;
    const since = noted[name];
    if (since === undefined || deletionTimestamp !== undefined) continue;
    const untilMs = (parseTime(since) ?? 0) + DELETION_TIMEOUT_MS;
    if (untilMs >= world.nowMs) {
      kept[name] = since;
      firstMs = Math.min(firstMs, untilMs);
      continue;
    }
    const message = `Pod was expected by PDB ${metadata.namespace ?? ''}/${metadata.name ?? ''} to be deleted but it wasn't`;
    world.note({ about: pod, type: 'Warning', reason: 'NotDeleted', message, component: 'controllermanager' });
  }
  return { pods: kept, againMs: firstMs === Infinity ? undefined : firstMs - world.nowMs + 1 };
}
