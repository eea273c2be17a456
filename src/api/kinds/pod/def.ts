import type { KindDef } from '../../kind-def.ts';
import { claimValues } from '../persistent-volume-claim/pod-claims.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { podColumns, podTableRow } from './columns.ts';
import { defaultPod } from './defaults.ts';
import type { Pod } from './pod.ts';
import { pods } from './pod.ts';
import { projectPod } from './project.ts';
import { podGraceSeconds, preparePod, preparePodUpdate } from './strategy.ts';
import { validatePodUpdate } from './validate-update.ts';
import { validatePod } from './validate.ts';
import { podWarnings } from './warnings.ts';

/**
 * Everything that the API needs to know of Pods. Indexes: `node` (unbound Pods under ""), `label`
 * (`<namespace>/<key>=<value>`), `claim` (`<namespace>/<name>`).
 */
export const podDef: KindDef = defineKind<Pod>(pods, {
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultPod,
  prepareForCreate: preparePod,
  prepareForUpdate: preparePodUpdate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  grace: { seconds: podGraceSeconds },
  indexes: [
    { name: 'node', input: (pod) => pod.spec.nodeName, values: (pod) => [pod.spec.nodeName ?? ''] },
    { name: 'label', input: (pod) => pod.metadata.labels, values: labelValues },
    { name: 'claim', input: (pod) => pod.spec.volumes, values: claimValues },
  ],
  fieldNames: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  fields: ({ spec, status }) => ({
    'spec.nodeName': spec.nodeName ?? '',
    'spec.restartPolicy': spec.restartPolicy ?? '',
    'spec.schedulerName': spec.schedulerName ?? '',
    'spec.serviceAccountName': spec.serviceAccountName ?? '',
    'spec.hostNetwork': String(spec.hostNetwork ?? false),
    'status.phase': status?.phase ?? '',
    'status.podIP': status?.podIP ?? '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  }),
  columns: podColumns,
  tableRow: podTableRow,
  project: projectPod,
  warnings: podWarnings,
  example: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }] },
  },
});

/** Value of the index `label` for one label of the Pods of a namespace. */
export function podLabelValue(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}

function labelValues({ metadata }: Pod): readonly string[] {
  const { labels, namespace = '' } = metadata;
  const values: string[] = [];
  for (const key in labels) values.push(podLabelValue(namespace, key, labels[key] as string));
  return values;
}
