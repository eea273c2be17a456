import type { KindDef } from '../../kind-def.ts';
import { podSpecWarnings } from '../pod/warnings.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsLabel } from '../shared/name-rules.ts';
import { selectorText } from '../shared/selector-text.ts';
import { statefulSetColumns, statefulSetTableRow } from './columns.ts';
import { defaultStatefulSet, dropGatedFields } from './defaults.ts';
import { projectStatefulSet } from './project.ts';
import type { StatefulSet } from './stateful-set.ts';
import { statefulSets } from './stateful-set.ts';
import { validateStatefulSet, validateStatefulSetStatusUpdate, validateStatefulSetUpdate } from './validate.ts';

const NEGATIVE_LIMIT =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

/** Everything that the API needs to know of StatefulSets. Source: pkg/registry/apps/statefulset/strategy.go. */
export const statefulSetDef: KindDef = defineKind<StatefulSet>(statefulSets, {
  shortNames: ['sts'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsLabel,
  defaults: defaultStatefulSet,
  prepareForCreate: (set) => ({ ...dropGatedFields(set), status: { replicas: 0, availableReplicas: 0 } }),
  prepareForUpdate: dropGatedFields,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatusUpdate: validateStatefulSetStatusUpdate,
  scale: {
    replicas: ({ spec }) => spec.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(spec.selector),
    withReplicas: (set, replicas) => ({ ...set, spec: { ...set.spec, replicas } }),
  },
  indexes: [],
  columns: statefulSetColumns,
  tableRow: statefulSetTableRow,
  project: projectStatefulSet,
  warnings: ({ spec }, previous) => [
    ...(previous === undefined ? podSpecWarnings(spec.template.spec, 'spec.template.spec') : []),
    ...((spec.revisionHistoryLimit ?? 0) < 0 ? [NEGATIVE_LIMIT] : []),
  ],
  example: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      serviceName: 'db',
      replicas: 3,
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17' }] } },
    },
  },
});
