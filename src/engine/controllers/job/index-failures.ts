import type { Job } from '../../../api/kinds/job/job.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';
import { finishedAtMs, isPodFailed } from './pods.ts';

/** Failures of an index, kept on the Pod that works on it now. Source: batch/v1 types.go JobIndexFailureCountAnnotation. */
const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Has the index of this Pod failed for good? Source: indexed_job_utils.go isIndexFailed. */
export function isIndexFailed(job: Job, pod: Pod): boolean {
  if (!isPodFailed(pod, job)) return false;
  const match = matchPodFailurePolicy(job.spec.podFailurePolicy, pod);
  if (match.failIndex === true) return true;
  return match.counts && countOf(pod, FAILURE_COUNT) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/** All failures of the index before this Pod, ignored ones as well. */
export function failuresBefore(pod: Pod): number {
  return countOf(pod, FAILURE_COUNT) + countOf(pod, IGNORED_FAILURE_COUNT);
}

/** Of two failed Pods of one index, the one whose count its replacement takes over. */
export function isLater(pod: Pod, other: Pod): boolean {
  return failuresBefore(pod) >= failuresBefore(other) && finishedAtMs(pod) >= finishedAtMs(other);
}

/** The counts that a Pod starts with which replaces another. Source: indexed_job_utils.go getNewIndexFailureCounts. */
export function failureAnnotations(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  if (replaced === undefined) return { [FAILURE_COUNT]: '0' };
  const counts = matchPodFailurePolicy(job.spec.podFailurePolicy, replaced).counts ? 1 : 0;
  const ignored = countOf(replaced, IGNORED_FAILURE_COUNT) + 1 - counts;
  return {
    [FAILURE_COUNT]: String(countOf(replaced, FAILURE_COUNT) + counts),
    ...(ignored === 0 ? {} : { [IGNORED_FAILURE_COUNT]: String(ignored) }),
  };
}

function countOf({ metadata }: Pod, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
