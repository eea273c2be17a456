import { countIndexes } from '../../../api/kinds/job/indexes.ts';
import type { Job } from '../../../api/kinds/job/job.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { parseIndexes } from '../../../api/kinds/job/indexes.ts';
import { parseTime } from '../../../lib/time.ts';
import { findCondition } from '../shared/conditions.ts';
import { countCommon } from './intervals.ts';
import { matchPodFailurePolicy } from './pod-failure-policy.ts';
import { isPodFailed } from './pods.ts';
import type { Survey } from './survey.ts';

/** How a Job is going to end. */
export interface Verdict {
  readonly isSuccess: boolean;
  readonly reason: string;
  readonly message: string;
}

export const COMPLETIONS_REACHED: Verdict = {
  isSuccess: true,
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/**
 * Must this Job end, and how? What an earlier look decided stays; then failures, then the success policy. Reaching the
 * completions is asked later, when the Pods have been managed. Source: job_controller.go syncJob.
 */
export function verdictOf(found: Survey, nowMs: number): Verdict | undefined {
  const { conditions } = found.job.status ?? {};
  const met = findCondition(conditions, 'SuccessCriteriaMet');
  if (met?.status === 'True') return { isSuccess: true, reason: met.reason ?? '', message: met.message ?? '' };
  const target = findCondition(conditions, 'FailureTarget');
  if (target?.status === 'True') return failure(target.reason ?? '', target.message ?? '');
  return policyFailure(found) ?? limitFailure(found, nowMs) ?? indexFailure(found) ?? policySuccess(found);
}

/** When the Job runs out of time, ms; undefined when it has all the time. */
export function deadlineMs({ spec, status }: Job): number | undefined {
  const startMs = parseTime(status?.startTime);
  if (spec.activeDeadlineSeconds === undefined || startMs === undefined || spec.suspend === true) return undefined;
  return startMs + spec.activeDeadlineSeconds * 1000;
}

function failure(reason: string, message: string): Verdict {
  return { isSuccess: false, reason, message };
}

function policyFailure({ job, pods }: Survey): Verdict | undefined {
  const policy = job.spec.podFailurePolicy;
  if (policy === undefined) return undefined;
  for (const pod of pods) {
    const { failJob } = isPodFailed(pod, job) ? matchPodFailurePolicy(policy, pod) : {};
    if (failJob !== undefined) return failure('PodFailurePolicy', failJob);
  }
  return undefined;
}

function limitFailure(found: Survey, nowMs: number): Verdict | undefined {
  const { job, failed } = found;
  if (failed > (job.spec.backoffLimit ?? 6) || isPastRestarts(found))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  const endMs = deadlineMs(job);
  return endMs !== undefined && nowMs >= endMs
    ? failure('DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined;
}

/** With restartPolicy OnFailure the restarts of running Pods count. Source: pastBackoffLimitOnFailure. */
function isPastRestarts({ job, pods }: Survey): boolean {
  if (job.spec.template.spec.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of status.initContainerStatuses ?? []) restarts += restartCount;
    for (const { restartCount } of status.containerStatuses ?? []) restarts += restartCount;
  }
  return restarts >= Math.max(1, job.spec.backoffLimit ?? 6);
}

function indexFailure({ job, succeeded, failedIndexes }: Survey): Verdict | undefined {
  if (failedIndexes === undefined) return undefined;
  const { completions = 0, maxFailedIndexes = Number.POSITIVE_INFINITY } = job.spec;
  const count = countIndexes(failedIndexes);
  if (count > maxFailedIndexes)
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  return count > 0 && count + succeeded >= completions ? failure('FailedIndexes', 'Job has failed indexes') : undefined;
}

/** Source: pkg/controller/job/success_policy.go matchSuccessPolicy. */
function policySuccess({ job, succeededIndexes }: Survey): Verdict | undefined {
  const { successPolicy, completions = 0 } = job.spec;
  if (successPolicy === undefined || succeededIndexes.length === 0) return undefined;
  const index = successPolicy.rules.findIndex(({ succeededIndexes: wanted, succeededCount }) => {
    if (wanted === undefined) return countIndexes(succeededIndexes) >= (succeededCount ?? Number.POSITIVE_INFINITY);
    const required = parseIndexes(wanted, completions);
    if (isFailure(required) || required.length === 0) return false;
    const common = countCommon(required, succeededIndexes);
    return common === countIndexes(required) || common >= (succeededCount ?? Number.POSITIVE_INFINITY);
  });
  return index < 0
    ? undefined
    : { isSuccess: true, reason: 'SuccessPolicy', message: `Matched rules at index ${index}` };
}
