import { finishedCondition, hasJobCondition } from '../../../api/kinds/job/finished.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { parseTime } from '../../../lib/time.ts';
import type { Draft } from './draft.ts';

/** Deletes the oldest ended Jobs beyond the limits of the history. Source: cronjob_controllerv2.go cleanupFinishedJobs. */
export function cleanUpHistory(draft: Draft, owned: readonly Job[]): void {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = draft.cronJob.spec;
  for (const [type, limit] of [
    ['Complete', successfulJobsHistoryLimit],
    ['Failed', failedJobsHistoryLimit],
  ] as const) {
    if (limit === undefined) continue;
    const ended = owned.filter((job) => finishedCondition(job)?.type === type && isKept(job)).sort(byStart);
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) draft.deleteJob(job);
  }
}

/** Takes Jobs that have ended or are missing off the list, and notes the last success. Source: syncCronJob, its first half. */
export function followJobs(draft: Draft, owned: readonly Job[]): void {
  for (const job of owned) {
    const { uid = '', name = '' } = job.metadata;
    const isListed = draft.active.some((each) => each.uid === uid);
    const finished = finishedCondition(job);
    if (finished === undefined) {
      const text = `Saw a job that the controller did not create or forgot: ${name}`;
      if (!isListed) draft.tellOnce('Warning', 'UnexpectedJob', text, uid);
      continue;
    }
    if (isListed) {
      draft.active = draft.active.filter((each) => each.uid !== uid);
      draft.tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${finished.type}`);
    }
    if (hasJobCondition(job, 'Complete')) noteSuccess(draft, job.status?.completionTime);
  }
  const uids = new Set(owned.map(({ metadata }) => metadata.uid));
  for (const { uid, name = '', namespace = '' } of draft.active) {
    if (uids.has(uid) || draft.world.get(jobs, namespace, name)?.metadata.uid === uid) continue;
    draft.tell('Normal', 'MissingJob', `Active job went missing: ${name}`);
    draft.active = draft.active.filter((each) => each.uid !== uid);
  }
}

function noteSuccess(draft: Draft, time: string | undefined): void {
  const { lastSuccessfulTime } = draft.status;
  if (time !== undefined && (parseTime(lastSuccessfulTime) ?? 0) < (parseTime(time) ?? 0))
    draft.status = { ...draft.status, lastSuccessfulTime: time };
}

function isKept({ metadata }: Job): boolean {
  return metadata.deletionTimestamp === undefined;
}

/** Source: pkg/controller/cronjob/utils.go byJobStartTime. */
function byStart(a: Job, b: Job): number {
  const [first, second] = [a, b].map((job) => parseTime(job.status?.startTime) ?? Number.POSITIVE_INFINITY);
  if (first !== second) return (first ?? 0) < (second ?? 0) ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
