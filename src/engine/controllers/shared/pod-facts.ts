/**
 * What several controllers ask of objects, and tables derived from the objects that answer for many at once.
 * Nothing here writes; each controller decides for itself.
 */
import { isPodReady, isPodTerminal, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { parseTime } from '../../../lib/time.ts';

/** Name of the index of Pods by spec.nodeName. */
export const PODS_BY_NODE = 'node';

/** Counts for its controller: neither ended nor under deletion. Source: pkg/controller/controller_utils.go IsPodActive. */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod);
}

/** Under deletion, but something still runs. Source: pkg/controller/controller_utils.go IsPodTerminating. */
export function isPodTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && !isPodTerminal(pod);
}

/** When the Pod became ready, ms; undefined when it is not ready or does not say since when. */
export function readySinceMs(pod: Pod): number | undefined {
  const condition = podCondition(pod, 'Ready');
  return condition?.status === 'True' ? parseTime(condition.lastTransitionTime) : undefined;
}

/**
 * When the Pod counts as available, ms: at once when it is ready and nobody asks for more, else `minReadySeconds`
 * after it became ready. Undefined: not while it is as it is. Source: pkg/api/v1/pod/util.go IsPodAvailable.
 */
export function availableAtMs(pod: Pod, minReadySeconds: number): number | undefined {
  if (minReadySeconds === 0) return isPodReady(pod) ? 0 : undefined;
  const sinceMs = readySinceMs(pod);
  return sinceMs === undefined ? undefined : sinceMs + minReadySeconds * 1000;
}
