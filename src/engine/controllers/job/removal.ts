import type { Job } from '../../../api/kinds/job/job.ts';
import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { indexOf, isIndexed } from './pods.ts';

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * The active Pods to delete: of an Indexed Job those without a valid index and all but one of each index, then as many
 * more as are too many, the least advanced first. Source: job_controller.go activePodsForRemoval.
 */
export function podsToRemove(job: Job, active: readonly Pod[], atLeast: number): readonly Pod[] {
  const ranked = atLeast > 0 || isIndexed(job) ? [...active].sort(comparePods) : active;
  if (!isIndexed(job)) return ranked.slice(0, atLeast);
  const best = new Map(ranked.map((pod) => [indexOf(pod, job), pod]));
  best.delete(-1);
  const isKept = (pod: Pod): boolean => best.get(indexOf(pod, job)) === pod;
  const removed = ranked.filter((pod) => !isKept(pod));
  return [...removed, ...ranked.filter(isKept).slice(0, Math.max(0, atLeast - removed.length))];
}

/** Negative when `a` goes first. Source: pkg/controller/controller_utils.go ActivePods.Less. */
function comparePods(a: Pod, b: Pod): number {
  const assigned = Number(isAssigned(a)) - Number(isAssigned(b));
  if (assigned !== 0) return assigned;
  const phase = phaseOf(a) - phaseOf(b);
  if (phase !== 0) return phase;
  const ready = Number(isPodReady(a)) - Number(isPodReady(b));
  if (ready !== 0) return ready;
  return newerFirst(readySince(a), readySince(b)) || restarts(b) - restarts(a) || byCreation(a, b);
}

function byCreation({ metadata: a }: Pod, { metadata: b }: Pod): number {
  return newerFirst(a.creationTimestamp, b.creationTimestamp);
}

function newerFirst(a = '', b = ''): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function isAssigned({ spec }: Pod): boolean {
  return (spec.nodeName ?? '') !== '';
}

function phaseOf({ status }: Pod): number {
  return PHASES[status?.phase ?? 'Pending'] ?? 0;
}

function readySince(pod: Pod): string | undefined {
  return isPodReady(pod) ? podCondition(pod, 'Ready')?.lastTransitionTime : undefined;
}

function restarts({ status }: Pod): number {
  return Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
