import { jobs, type Job, type JobCondition, type JobStatus } from '../../../api/kinds/job/job.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { ensureCondition } from './conditions.ts';
import { formatIndexes } from './intervals.ts';
import { tell, type Managed } from './manage-pods.ts';
import { TRACKING_FINALIZER } from './name.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';
import { indexOf, isIndexed, isPodFailed, isTracked } from './pods.ts';
import type { Survey } from './survey.ts';
import type { Verdict } from './verdict.ts';

/**
 * Counts the Pods that have ended, writes the status in one commit and then lets the counted Pods go. Upstream writes
 * the uids of what it is about to count first, because it may stop between two calls; here nothing comes between them.
 * Returns true when the Job has ended. Source: job_controller.go trackJobStatusAndRemoveFinalizers.
 */
export function track(
  world: World,
  found: Survey,
  managed: Managed,
  verdict: Verdict | undefined,
  conditions: readonly JobCondition[],
): boolean {
  const { job } = found;
  const released = found.pods.filter((pod) => isTracked(pod) && canRelease(found, pod, verdict));
  const hasEnded = verdict !== undefined && managed.terminating === 0;
  const status = statusOf(world, found, managed, {
    counts: countersAfter(found, released, verdict),
    conditions: withVerdict(conditions, verdict, hasEnded, world.nowMs),
    hasCompleted: hasEnded && verdict.isSuccess,
  });
  const stored = world.get(jobs, job.metadata.namespace ?? '', job.metadata.name ?? '');
  if (!deepEqual(stored?.status, status)) world.updateStatus(jobs, { ...job, status });
  for (const pod of released) {
    const stored = world.get(pods, pod.metadata.namespace ?? '', pod.metadata.name ?? '');
    if (stored !== undefined) world.update(pods, withoutFinalizer(stored, TRACKING_FINALIZER));
  }
  if (hasEnded) tellEnd(world, job, status, verdict);
  return hasEnded;
}

interface Counters {
  readonly succeeded: number;
  readonly failed: number;
}

/** Source: canRemoveFinalizer. */
function canRelease({ job, waiting }: Survey, pod: Pod, verdict: Verdict | undefined): boolean {
  if (job.metadata.deletionTimestamp !== undefined || verdict !== undefined || pod.status?.phase === 'Succeeded')
    return true;
  return isPodFailed(pod, job) && waiting.get(indexOf(pod, job))?.metadata.uid !== pod.metadata.uid;
}

/** A Job that fails takes its running Pods for failed; one that meets its success policy does not. */
function countersAfter({ job, succeeded }: Survey, released: readonly Pod[], verdict: Verdict | undefined): Counters {
  let failed = job.status?.failed ?? 0;
  let ended = job.status?.succeeded ?? 0;
  for (const pod of released) {
    if (isIndexed(job) && indexOf(pod, job) < 0) continue;
    if (pod.status?.phase === 'Succeeded') ended++;
    else if (isPodFailed(pod, job) || verdict?.isSuccess === false) {
      if (matchPodFailurePolicy(job.spec.podFailurePolicy, pod).counts) failed++;
    }
  }
  return { succeeded: isIndexed(job) ? succeeded : ended, failed };
}

function withVerdict(
  conditions: readonly JobCondition[],
  verdict: Verdict | undefined,
  hasEnded: boolean,
  nowMs: number,
): readonly JobCondition[] {
  if (verdict === undefined) return conditions;
  const [target, end] = verdict.isSuccess ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  const targeted = ensureCondition(conditions, target, 'True', verdict, nowMs);
  return hasEnded ? ensureCondition(targeted, end, 'True', verdict, nowMs) : targeted;
}

function statusOf(
  world: World,
  { job, succeededIndexes, failedIndexes }: Survey,
  { active, ready, terminating }: Managed,
  {
    counts,
    conditions,
    hasCompleted,
  }: {
    readonly counts: Counters;
    readonly conditions: readonly JobCondition[];
    readonly hasCompleted: boolean;
  },
): JobStatus {
  const { startTime } = job.status ?? {};
  const completedIndexes = formatIndexes(succeededIndexes);
  return {
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(hasCompleted ? { completionTime: formatTime(world.nowMs) } : {}),
    ...(active === 0 ? {} : { active }),
    ...(counts.succeeded === 0 ? {} : { succeeded: counts.succeeded }),
    ...(counts.failed === 0 ? {} : { failed: counts.failed }),
    terminating,
    ...(completedIndexes === '' ? {} : { completedIndexes }),
    ...(failedIndexes === undefined ? {} : { failedIndexes: formatIndexes(failedIndexes) }),
    uncountedTerminatedPods: {},
    ready,
  };
}

/** Source: recordJobFinished. */
function tellEnd(world: World, job: Job, { succeeded = 0 }: JobStatus, { isSuccess, reason, message }: Verdict): void {
  if (!isSuccess) {
    tell(world, job, 'Warning', reason, message);
    return;
  }
  if (job.spec.completions !== undefined && succeeded > job.spec.completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    tell(world, job, 'Warning', 'TooManySucceededPods', text);
  }
  tell(world, job, 'Normal', 'Completed', 'Job completed');
}
