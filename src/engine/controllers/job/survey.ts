import type { Intervals } from '../../../api/kinds/job/indexes.ts';
import { countIndexes } from '../../../api/kinds/job/indexes.ts';
import type { Job } from '../../../api/kinds/job/job.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { isPodActive, isPodTerminating } from '../shared/pod-facts.ts';
import { isIndexFailed, isLater } from './index-failures.ts';
import { hasIndex, intervalsOf, mergeIndexes, readIndexes } from './intervals.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';
import { indexOf, isIndexed, isPodFailed, isTracked } from './pods.ts';

/** What one look at a Job finds, before it does anything. */
export interface Survey {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: readonly Pod[];
  /** Ended Pods that are not in the counters yet. */
  readonly newlySucceeded: readonly Pod[];
  readonly newlyFailed: readonly Pod[];
  /** All that succeeded and failed, the new ones included. */
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: Intervals;
  /** Only with backoffLimitPerIndex. */
  readonly failedIndexes: Intervals | undefined;
  /** With backoffLimitPerIndex: the failed Pod of each index whose replacement takes its count over. */
  readonly waiting: ReadonlyMap<number, Pod>;
}

/** Source: job_controller.go syncJob, its first half. */
export function survey(job: Job, pods: readonly Pod[]): Survey {
  const { spec, status } = job;
  const active = pods.filter(isPodActive);
  const uncounted = pods.filter((pod) => isTracked(pod) && (!isIndexed(job) || indexOf(pod, job) >= 0));
  const newlySucceeded = uncounted.filter((pod) => pod.status?.phase === 'Succeeded');
  const newlyFailed = uncounted.filter((pod) => isPodFailed(pod, job));
  const counted = newlyFailed.filter((pod) => matchPodFailurePolicy(spec.podFailurePolicy, pod).counts);
  const base = {
    job,
    pods,
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating),
    newlySucceeded,
    newlyFailed,
    failed: (status?.failed ?? 0) + counted.length,
  };
  if (!isIndexed(job)) {
    const succeeded = (status?.succeeded ?? 0) + newlySucceeded.length;
    return { ...base, succeeded, succeededIndexes: [], failedIndexes: undefined, waiting: new Map() };
  }
  const completions = spec.completions ?? 0;
  const known = readIndexes(status?.completedIndexes, completions);
  const succeededIndexes = mergeIndexes(known, intervalsOf(newlySucceeded.map((pod) => indexOf(pod, job))));
  const succeeded = countIndexes(succeededIndexes);
  if (spec.backoffLimitPerIndex === undefined)
    return { ...base, succeeded, succeededIndexes, failedIndexes: undefined, waiting: new Map() };
  const failedNow = uncounted.filter((pod) => isIndexFailed(job, pod)).map((pod) => indexOf(pod, job));
  const failedIndexes = mergeIndexes(readIndexes(status?.failedIndexes, completions), intervalsOf(failedNow));
  const settled = mergeIndexes(mergeIndexes(succeededIndexes, failedIndexes), indexesOf(job, active));
  return { ...base, succeeded, succeededIndexes, failedIndexes, waiting: waitingPods(job, newlyFailed, settled) };
}

/** The indexes of some Pods. */
export function indexesOf(job: Job, pods: readonly Pod[]): Intervals {
  return intervalsOf(pods.map((pod) => indexOf(pod, job)).filter((index) => index >= 0));
}

/** Source: indexed_job_utils.go getPodsWithDelayedDeletionPerIndex. */
function waitingPods(job: Job, failed: readonly Pod[], settled: Intervals): ReadonlyMap<number, Pod> {
  const waiting = new Map<number, Pod>();
  for (const pod of failed) {
    const index = indexOf(pod, job);
    if (hasIndex(settled, index)) continue;
    const other = waiting.get(index);
    if (other === undefined || isLater(pod, other)) waiting.set(index, pod);
  }
  return waiting;
}
