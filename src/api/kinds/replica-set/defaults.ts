import { defaultTemplate } from '../pod/defaults.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import { dropNulls, fill, mapField, setField } from '../shared/share.ts';
import type { ReplicaSet, ReplicaSetSpec } from './replica-set.ts';

const NO_TEMPLATE: PodTemplateSpec = Object.freeze({ metadata: {}, spec: { containers: [] } });

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet. */
export function defaultReplicaSet(set: ReplicaSet): ReplicaSet {
  return setField(set, 'spec', defaultSpec(set.spec ?? ({} as ReplicaSetSpec)));
}

function defaultSpec(spec: ReplicaSetSpec): ReplicaSetSpec {
  const filled = mapField(fill(spec, { replicas: 1 }), 'selector', dropNulls);
  return setField(filled, 'template', defaultTemplate(filled.template ?? NO_TEMPLATE));
}
