import type { KindDef } from '../../kind-def.ts';
import { jobWarnings } from '../job/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { cronJobColumns, cronJobTableRow } from './columns.ts';
import type { CronJob } from './cron-job.ts';
import { cronJobs } from './cron-job.ts';
import { defaultCronJob } from './defaults.ts';
import { projectCronJob } from './project.ts';
import { validateCronJob, validateCronJobUpdate } from './validate.ts';

/** Everything that the API needs to know of CronJobs. Source: pkg/registry/batch/cronjob/strategy.go. */
export const cronJobDef: KindDef = defineKind<CronJob>(cronJobs, {
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultCronJob,
  prepareForCreate: (cronJob) => ({ ...cronJob, status: {} }),
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  indexes: [],
  columns: cronJobColumns,
  tableRow: cronJobTableRow,
  project: projectCronJob,
  warnings: ({ metadata, spec }, previous) =>
    previous === undefined
      ? jobWarnings(metadata.name ?? '', spec.jobTemplate.spec.template.spec, 'spec.jobTemplate.spec.template.spec')
      : [],
  example: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick', namespace: 'default' },
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'OnFailure',
              containers: [{ name: 'tick', image: 'busybox:1.37', command: ['date'] }],
            },
          },
        },
      },
    },
  },
});
