/**
 * The kind CronJob: its types, the grammar of schedules, time zones, defaults, validation, table cells and stage row.
 * Promises upstream's texts and robfig/cron's times. Starts no Job: that is the CronJob controller's work.
 */
import type { KubeObject, ObjectMeta } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { JobSpec } from '../job/job.ts';
import type { ObjectReference } from '../shared/meta-types.ts';

export interface JobTemplateSpec {
  readonly metadata?: ObjectMeta;
  readonly spec: JobSpec;
}

export interface CronJobSpec {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy?: string;
  readonly suspend?: boolean;
  readonly jobTemplate: JobTemplateSpec;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
}

export interface CronJobStatus {
  readonly active?: readonly ObjectReference[];
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
}

/** batch/v1 CronJob. */
export interface CronJob extends KubeObject {
  readonly spec: CronJobSpec;
  readonly status?: CronJobStatus;
}

export const cronJobs = resourceRef<CronJob>('batch', 'v1', 'cronjobs', 'CronJob');
