import { cronJobs, type CronJob } from '../../../api/kinds/cron-job/cron-job.ts';
import { zoneOffsetMs } from '../../../api/kinds/cron-job/time-zone.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { formatTime } from '../../../lib/time.ts';
import { controllerRef } from '../shared/owner.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import type { Draft } from './draft.ts';

/** Source: batch/v1 types.go CronJobScheduledTimestampAnnotation. */
const SCHEDULED_TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** `<cronjob>-<minutes since 1970>`: the same time gives the same name, so that nothing is started twice. */
export function jobName({ metadata }: CronJob, scheduledMs: number): string {
  return `${metadata.name ?? ''}-${Math.floor(scheduledMs / 60_000)}`;
}

/** Creates the Job of a time and lists it as active; false when that must be tried again. Source: syncCronJob. */
export function startJob(draft: Draft, scheduledMs: number): boolean {
  const { world, cronJob } = draft;
  const wanted = jobFromTemplate(cronJob, scheduledMs);
  const written = world.create(jobs, wanted);
  if (!written.ok) {
    if (written.status.reason !== 'AlreadyExists') {
      if (!isNamespaceGoing(written.status))
        draft.tell('Warning', 'FailedCreate', `Error creating job: ${written.status.message ?? ''}`);
      return isNamespaceGoing(written.status);
    }
    const { namespace = '', name = '' } = wanted.metadata;
    const stored = world.get(jobs, namespace, name);
    const isOwn = stored?.metadata.ownerReferences?.some(
      (owner) => owner.controller === true && owner.uid === cronJob.metadata.uid,
    );
    if (stored === undefined || isOwn !== true) return true;
    list(draft, stored, scheduledMs);
    return true;
  }
  draft.tell('Normal', 'SuccessfulCreate', `Created job ${written.object.metadata.name ?? ''}`);
  list(draft, written.object, scheduledMs);
  return true;
}

function list(draft: Draft, { metadata }: Job, scheduledMs: number): void {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = metadata;
  const reference = { kind: jobs.kind, namespace, name, uid, apiVersion: 'batch/v1', resourceVersion };
  if (!draft.active.some((each) => each.uid === uid)) draft.active = [...draft.active, reference];
  draft.status = { ...draft.status, lastScheduleTime: formatTime(scheduledMs) };
}

function jobFromTemplate(cronJob: CronJob, scheduledMs: number): Job {
  const { metadata, spec } = cronJob;
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: jobs.kind,
    metadata: {
      name: jobName(cronJob, scheduledMs),
      namespace: metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SCHEDULED_TIMESTAMP]: zonedTime(scheduledMs, spec.timeZone) },
      ownerReferences: [controllerRef(cronJobs, cronJob)],
    },
    spec: spec.jobTemplate.spec,
  };
}

/** RFC 3339 in the zone of the schedule, `2026-01-05T14:00:00+05:00`. */
function zonedTime(ms: number, timeZone: string | undefined): string {
  const offsetMs = zoneOffsetMs(timeZone) ?? 0;
  if (offsetMs === 0) return formatTime(ms);
  const hours = String(Math.abs(offsetMs) / 3_600_000).padStart(2, '0');
  return `${formatTime(ms + offsetMs).slice(0, -1)}${offsetMs < 0 ? '-' : '+'}${hours}:00`;
}
