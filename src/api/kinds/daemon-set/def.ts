import type { KindDef } from '../../kind-def.ts';
import { podSpecWarnings } from '../pod/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { daemonSetColumns, daemonSetTableRow } from './columns.ts';
import type { DaemonSet } from './daemon-set.ts';
import { daemonSets } from './daemon-set.ts';
import { defaultDaemonSet, prepareDaemonSet, prepareDaemonSetUpdate } from './defaults.ts';
import { projectDaemonSet } from './project.ts';
import { validateDaemonSet, validateDaemonSetStatusUpdate, validateDaemonSetUpdate } from './validate.ts';

/** Everything that the API needs to know of DaemonSets. Source: pkg/registry/apps/daemonset/strategy.go. */
export const daemonSetDef: KindDef = defineKind<DaemonSet>(daemonSets, {
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultDaemonSet,
  prepareForCreate: prepareDaemonSet,
  prepareForUpdate: prepareDaemonSetUpdate,
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  validateStatusUpdate: validateDaemonSetStatusUpdate,
  indexes: [],
  columns: daemonSetColumns,
  tableRow: daemonSetTableRow,
  project: projectDaemonSet,
  warnings: ({ spec }, previous) =>
    previous === undefined ? podSpecWarnings(spec.template.spec, 'spec.template.spec') : [],
  example: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'fluentd:1' }] },
      },
    },
  },
});
