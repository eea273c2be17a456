import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { serviceAccounts } from '../../../api/kinds/service-account/service-account.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import { memoisedLast } from '../../../api/kinds/shared/share.ts';
import type { AdmissionPlugin } from '../core.ts';

const POD_RESOURCES: ReadonlySet<string> = new Set([pods.resource]);
const TOLERATED_SECONDS = 300;
const NODE_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Specs as admission leaves them, by the spec that came in: pods of one template share one object. */
const admitted = new WeakMap<PodSpec, PodSpec>();

/** Refuses pods whose service account is missing. Source: plugin/pkg/admission/serviceaccount. */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  resources: POD_RESOURCES,
  create(core, _def, object) {
    const pod = object as Pod;
    const namespace = pod.metadata.namespace ?? '';
    const name = pod.spec.serviceAccountName ?? 'default';
    if (core.store.get(serviceAccounts.resource, keyIn(serviceAccounts, namespace, name)) !== undefined) return pod;
    const why = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
    return { refused: forbidden({ group: '', resource: 'pods' }, pod.metadata.name ?? '', why) };
  },
};

/**
 * What admission adds to every pod: its service account's name, priority 0, and five minutes of patience with a lost
 * node. Sources: plugin/pkg/admission/{serviceaccount,priority,defaulttolerationseconds}.
 */
export const podDefaults: AdmissionPlugin = {
  name: 'PodDefaults',
  resources: POD_RESOURCES,
  create: (_core, _def, object) => withSpec(object as Pod),
};

const withSpec = memoisedLast((pod: Pod): Pod => {
  let spec = admitted.get(pod.spec);
  if (spec === undefined) {
    spec = fill(pod.spec);
    admitted.set(pod.spec, spec);
  }
  return { ...pod, spec };
});

function fill(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName ?? 'default';
  const tolerations = spec.tolerations ?? [];
  const missing = NODE_TAINTS.filter(
    (key) =>
      !tolerations.some(
        (each) =>
          (each.key === undefined || each.key === '' || each.key === key) &&
          (each.effect ?? 'NoExecute') === 'NoExecute',
      ),
  ).map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATED_SECONDS }));
  return {
    ...spec,
    serviceAccountName: account,
    serviceAccount: account,
    priority: spec.priority ?? 0,
    preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
    tolerations: missing.length === 0 ? tolerations : [...tolerations, ...missing],
  };
}
