import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import type { CronJob } from './cron-job.ts';
import { cronJobs } from './cron-job.ts';

/** The CronJob as the stage sees it: `current` counts the Jobs that run, `progress` is the schedule, `message` the last time. */
export function projectCronJob(cronJob: CronJob): WorkloadRow {
  const { metadata, spec, status } = cronJob;
  const active = status?.active?.length ?? 0;
  return {
    type: 'workload',
    ...rowBase(cronJobs, cronJob),
    kind: cronJobs.kind,
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: active,
    current: active,
    ready: active,
    updated: active,
    available: active,
    revision: 0,
    templateHash: '',
    images: spec.jobTemplate.spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: spec.suspend ?? false,
    scalable: false,
    maxSurge: '',
    maxUnavailable: '',
    strategy: spec.concurrencyPolicy ?? '',
    progress: spec.schedule,
    message: status?.lastScheduleTime ?? '',
  };
}
