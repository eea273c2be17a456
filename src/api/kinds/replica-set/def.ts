import type { KindDef } from '../../kind-def.ts';
import { podSpecWarnings } from '../pod/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { selectorText } from '../shared/selector-text.ts';
import { replicaSetColumns, replicaSetTableRow } from './columns.ts';
import { defaultReplicaSet } from './defaults.ts';
import { projectReplicaSet } from './project.ts';
import type { ReplicaSet } from './replica-set.ts';
import { replicaSets } from './replica-set.ts';
import { validateReplicaSet, validateReplicaSetUpdate } from './validate.ts';

/** Everything that the API needs to know of ReplicaSets. Source: pkg/registry/apps/replicaset/strategy.go. */
export const replicaSetDef: KindDef = defineKind<ReplicaSet>(replicaSets, {
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultReplicaSet,
  prepareForCreate: (set) => ({ ...set, status: { replicas: 0 } }),
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(spec.selector),
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }),
  },
  indexes: [],
  fieldNames: ['status.replicas'],
  fields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
  columns: replicaSetColumns,
  tableRow: replicaSetTableRow,
  project: projectReplicaSet,
  warnings: ({ spec }, previous) =>
    previous === undefined ? podSpecWarnings(spec.template.spec, 'spec.template.spec') : [],
  example: {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } },
    },
  },
});
