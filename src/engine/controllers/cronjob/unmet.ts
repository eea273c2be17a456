import type { CronJob } from '../../../api/kinds/cron-job/cron-job.ts';
import { nextTime, type Schedule } from '../../../api/kinds/cron-job/schedule.ts';
import { zoneOffsetMs } from '../../../api/kinds/cron-job/time-zone.ts';
import { parseTime } from '../../../lib/time.ts';

/** Missed starts that are told about. Source: pkg/controller/cronjob/utils.go. */
const MANY = 100;
/** A look comes a moment after the time, so that it is surely over. Source: cronjob_controllerv2.go nextScheduleDelta. */
const DELTA_MS = 100;

export interface Unmet {
  /** From where the schedule was searched. */
  readonly sinceMs: number;
  /** The latest time that is due and was not served; undefined when there is none. */
  readonly latestMs: number | undefined;
  readonly hasMissed: boolean;
  readonly hasMissedMany: boolean;
}

/** Source: utils.go mostRecentScheduleTime. */
export function unmetTime(cronJob: CronJob, schedule: Schedule, nowMs: number, hasDeadline: boolean): Unmet {
  const { metadata, spec, status } = cronJob;
  const next = (afterMs: number): number => nextOf(cronJob, schedule, afterMs);
  let sinceMs = parseTime(status?.lastScheduleTime) ?? parseTime(metadata.creationTimestamp) ?? nowMs;
  if (hasDeadline && spec.startingDeadlineSeconds !== undefined)
    sinceMs = Math.max(sinceMs, nowMs - spec.startingDeadlineSeconds * 1000);
  const firstMs = next(sinceMs);
  const secondMs = next(firstMs);
  const none = { sinceMs, hasMissed: false, hasMissedMany: false };
  if (nowMs < firstMs) return { ...none, latestMs: undefined };
  if (nowMs < secondMs) return { ...none, latestMs: firstMs };
  // Steps of the first gap lead close to now, so that a long pause costs no walk through all of it.
  const gapMs = secondMs - firstMs;
  const missed = Math.floor((nowMs - firstMs) / gapMs) + 1;
  let latestMs: number | undefined;
  for (let at = next(firstMs + (missed - 2) * gapMs); at <= nowMs; at = next(at)) latestMs = at;
  return { sinceMs, latestMs, hasMissed: true, hasMissedMany: missed > MANY };
}

/** Milliseconds until the next look; undefined for a schedule that never comes. Source: utils.go nextScheduleTimeDuration. */
export function untilNextMs(cronJob: CronJob, schedule: Schedule, nowMs: number): number | undefined {
  const { sinceMs, latestMs, hasMissed } = unmetTime(cronJob, schedule, nowMs, false);
  const atMs = nextOf(cronJob, schedule, latestMs ?? (hasMissed ? nowMs : sinceMs));
  return Number.isFinite(atMs) ? Math.max(0, atMs + DELTA_MS - nowMs) : undefined;
}

function nextOf(cronJob: CronJob, schedule: Schedule, afterMs: number): number {
  if (!Number.isFinite(afterMs)) return afterMs;
  return nextTime(schedule, afterMs, zoneOffsetMs(cronJob.spec.timeZone) ?? 0) ?? Number.POSITIVE_INFINITY;
}
