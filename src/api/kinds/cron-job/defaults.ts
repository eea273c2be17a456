import { cleanMetadata } from '../shared/clean-metadata.ts';
import { defaultJobTemplateSpec } from '../job/defaults.ts';
import type { JobSpec } from '../job/job.ts';
import { fill, mapField, setField } from '../shared/share.ts';
import type { CronJob, CronJobSpec, JobTemplateSpec } from './cron-job.ts';

const NO_TEMPLATE = {} as JobTemplateSpec;
const SPEC = {
  concurrencyPolicy: 'Allow',
  suspend: false,
  successfulJobsHistoryLimit: 3,
  failedJobsHistoryLimit: 1,
} as const;

/** Source: pkg/apis/batch/v1/defaults.go SetDefaults_CronJob. */
export function defaultCronJob(cronJob: CronJob): CronJob {
  const spec = fill(cronJob.spec ?? ({} as CronJobSpec), SPEC);
  return setField(cronJob, 'spec', setField(spec, 'jobTemplate', defaultTemplate(spec.jobTemplate ?? NO_TEMPLATE)));
}

function defaultTemplate(template: JobTemplateSpec): JobTemplateSpec {
  const clean = mapField(template, 'metadata', cleanMetadata);
  return setField(clean, 'spec', defaultJobTemplateSpec(clean.spec ?? ({} as JobSpec)));
}
