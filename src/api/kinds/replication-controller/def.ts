import type { KindDef } from '../../kind-def.ts';
import { podSpecWarnings } from '../pod/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { formatLabels } from '../shared/table.ts';
import { replicationControllerColumns, replicationControllerTableRow } from './columns.ts';
import { defaultReplicationController } from './defaults.ts';
import { projectReplicationController } from './project.ts';
import { replicationControllers, type ReplicationController } from './replication-controller.ts';
import { validateReplicationController, validateReplicationControllerUpdate } from './validate.ts';

/** Everything that the API needs to know of ReplicationControllers. Source: pkg/registry/core/replicationcontroller/strategy.go. */
export const replicationControllerDef: KindDef = defineKind<ReplicationController>(replicationControllers, {
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  // Only raw API calls meet this: kubectl always names a policy.
  defaultPropagation: 'Orphan',
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultReplicationController,
  prepareForCreate: (controller) => ({ ...controller, status: { replicas: 0 } }),
  validate: validateReplicationController,
  validateUpdate: validateReplicationControllerUpdate,
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => formatLabels(spec.selector),
    withReplicas: (controller, replicas) => ({ ...controller, spec: { ...controller.spec, replicas } }),
  },
  indexes: [],
  fieldNames: ['status.replicas'],
  fields: ({ status }) => ({ 'status.replicas': String(status?.replicas ?? 0) }),
  columns: replicationControllerColumns,
  tableRow: replicationControllerTableRow,
  project: projectReplicationController,
  warnings: ({ spec }, previous) =>
    previous === undefined && spec.template !== undefined
      ? podSpecWarnings(spec.template.spec, 'spec.template.spec')
      : [],
  example: {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 2,
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } },
    },
  },
});
