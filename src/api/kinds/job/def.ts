import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { jobColumns, jobTableRow } from './columns.ts';
import { defaultJob } from './defaults.ts';
import type { Job } from './job.ts';
import { jobs } from './job.ts';
import { withGeneratedSelector } from './labels.ts';
import { projectJob } from './project.ts';
import { validateJobStatus, validateJobUpdate } from './validate-update.ts';
import { validateJob } from './validate.ts';
import { jobWarnings } from './warnings.ts';

/** Everything that the API needs to know of Jobs. Source: pkg/registry/batch/job/strategy.go. */
export const jobDef: KindDef = defineKind<Job>(jobs, {
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  // Only raw API calls meet this: kubectl always names a policy.
  defaultPropagation: 'Orphan',
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultJob,
  prepareForCreate: (job) => ({ ...job, status: {} }),
  finishCreate: withGeneratedSelector,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatus,
  indexes: [],
  fieldNames: ['status.successful'],
  fields: ({ status }) => ({ 'status.successful': String(status?.succeeded ?? 0) }),
  columns: jobColumns,
  tableRow: jobTableRow,
  project: projectJob,
  warnings: ({ metadata, spec }, previous) =>
    previous === undefined ? jobWarnings(metadata.name ?? '', spec.template.spec, 'spec.template.spec') : [],
  example: {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'once', namespace: 'default' },
    spec: {
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'once', image: 'busybox:1.37', command: ['date'] }] },
      },
    },
  },
});
