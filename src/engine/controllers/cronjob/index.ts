/**
 * The CronJob controller: starts a Job whenever the schedule says so.
 *
 * Promises: one Job a time, with a name that the time gives; what the concurrency policy says about Jobs that still run;
 * of all times that were missed only the latest is made up for; ended Jobs are kept as far as the history limits go.
 * Schedules are in UTC or in a zone with a fixed offset. It makes no Pods: that is the Job controller's work.
 * Source: pkg/controller/cronjob/cronjob_controllerv2.go.
 */
import { cronJobs, type CronJob } from '../../../api/kinds/cron-job/cron-job.ts';
import { parseSchedule, type Schedule } from '../../../api/kinds/cron-job/schedule.ts';
import { zoneOffsetMs } from '../../../api/kinds/cron-job/time-zone.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { goQuote } from '../../../api/machinery/go-format.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { parseTime } from '../../../lib/time.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { Draft, forget } from './draft.ts';
import { cleanUpHistory, followJobs } from './history.ts';
import { CRON_JOB_CONTROLLER } from './name.ts';
import { rfc1123 } from './rfc1123.ts';
import { jobName, startJob } from './start-job.ts';
import { unmetTime, untilNextMs } from './unmet.ts';

export const cronJobController: Reconciler = {
  name: CRON_JOB_CONTROLLER,
  watches: [
    { resource: cronJobs.resource, keys: keysOfCronJob, delayMs: lookDelayMs },
    { resource: jobs.resource, keys: keysOfJob },
  ],
  reconcile,
};

/** Wakes the controller when a schedule is due. A cluster that only waits for that is at rest. */
export const cronJobClock: Reconciler = {
  name: 'cronjob-clock',
  watches: [],
  reconcile: (world, key) => world.enqueue(CRON_JOB_CONTROLLER, key),
  housekeeping: true,
};

function reconcile(world: World, key: string): Outcome {
  const cronJob = world.byKey(cronJobs, key);
  if (cronJob === undefined) {
    forget(world, key);
    return undefined;
  }
  const { uid = '' } = cronJob.metadata;
  const owned = world.indexed(jobs, 'owner', uid).filter((job) => controllerOf(job.metadata)?.uid === uid);
  const draft = new Draft(world, key, cronJob);
  cleanUpHistory(draft, owned);
  followJobs(
    draft,
    owned.filter(
      ({ metadata }) => world.get(jobs, metadata.namespace ?? '', metadata.name ?? '')?.metadata.uid === metadata.uid,
    ),
  );
  const outcome = followClock(draft);
  draft.finish();
  return outcome;
}

/** Source: syncCronJob, its second half. */
function followClock(draft: Draft): Outcome {
  const { world, cronJob } = draft;
  const { spec } = cronJob;
  if (cronJob.metadata.deletionTimestamp !== undefined) return undefined;
  if (zoneOffsetMs(spec.timeZone) === undefined) {
    const zone = spec.timeZone ?? '';
    const text = `invalid timeZone: ${goQuote(zone)}: unknown time zone ${zone}`;
    draft.tellOnce('Warning', 'UnknownTimeZone', text, zone);
    return undefined;
  }
  if (spec.suspend === true) return undefined;
  const schedule = parseSchedule(spec.schedule);
  if (isFailure(schedule)) {
    const text = `unparseable schedule: ${goQuote(spec.schedule)} : ${schedule.error}`;
    draft.tellOnce('Warning', 'UnparseableSchedule', text, spec.schedule);
    return undefined;
  }
  if (!serveTime(draft, schedule)) return { retry: true };
  const waitMs = untilNextMs({ ...cronJob, status: draft.status }, schedule, world.nowMs);
  if (waitMs !== undefined)
    world.enqueue(
      cronJobClock.name,
      keyIn(cronJobs, cronJob.metadata.namespace ?? '', cronJob.metadata.name ?? ''),
      waitMs,
    );
  return undefined;
}

/** Starts the Job of the latest time that is due, if it may; false when that must be tried again. */
function serveTime(draft: Draft, schedule: Schedule): boolean {
  const { world, cronJob } = draft;
  const { concurrencyPolicy, startingDeadlineSeconds = Number.POSITIVE_INFINITY } = cronJob.spec;
  const { latestMs, hasMissedMany } = unmetTime(cronJob, schedule, world.nowMs, true);
  if (latestMs === undefined) return true;
  const mark = String(latestMs);
  if (hasMissedMany) {
    const text = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    draft.tellOnce('Warning', 'TooManyMissedTimes', text, mark);
  }
  if (latestMs + startingDeadlineSeconds * 1000 < world.nowMs) {
    draft.tellOnce('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123(latestMs)}`, mark);
    return true;
  }
  const name = jobName(cronJob, latestMs);
  if (draft.active.some((each) => each.name === name) || parseTime(draft.status.lastScheduleTime) === latestMs)
    return true;
  if (concurrencyPolicy === 'Forbid' && draft.active.length > 0) {
    const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    draft.tellOnce('Normal', 'JobAlreadyActive', text, mark);
    return true;
  }
  if (concurrencyPolicy === 'Replace' && !deleteActive(draft)) return false;
  return startJob(draft, latestMs);
}

function deleteActive(draft: Draft): boolean {
  for (const { namespace = '', name = '' } of draft.active) {
    const job = draft.world.get(jobs, namespace, name);
    if (job !== undefined && !draft.deleteJob(job)) return false;
  }
  return true;
}

/** Its own status writes tell it nothing. */
function keysOfCronJob({ actor, key, prev, next }: Change): readonly string[] {
  return actor === CRON_JOB_CONTROLLER && prev !== undefined && prev.spec === next?.spec ? [] : [key];
}

/** With another schedule the times before now do not count as missed: the look comes at its next time. Source: updateCronJob. */
function lookDelayMs({ prev, next, rv }: Change, key: string, world: World): number {
  const [before, after] = [prev as CronJob | undefined, next as CronJob | undefined];
  const delayMs = world.draw(world.timing.watchMs, CRON_JOB_CONTROLLER, key, rv);
  if (before === undefined || after === undefined) return delayMs;
  if (before.spec.schedule === after.spec.schedule && before.spec.timeZone === after.spec.timeZone) return delayMs;
  const schedule = parseSchedule(after.spec.schedule);
  return isFailure(schedule) ? delayMs : (untilNextMs(after, schedule, world.nowMs) ?? delayMs);
}

function keysOfJob({ prev, next }: Change): readonly string[] {
  const owners = new Set([ownerKey(prev as Job | undefined), ownerKey(next as Job | undefined)]);
  return [...owners].filter((key) => key !== undefined);
}

function ownerKey(job: Job | undefined): string | undefined {
  const owner = job === undefined ? undefined : controllerOf(job.metadata);
  if (job === undefined || owner?.kind !== cronJobs.kind) return undefined;
  return keyIn(cronJobs, job.metadata.namespace ?? '', owner.name);
}
