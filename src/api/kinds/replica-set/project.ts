import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { TEMPLATE_HASH_LABEL } from '../pod/project.ts';
import { revisionOf } from '../shared/revision.ts';
import { rowBase } from '../shared/row-base.ts';
import type { ReplicaSet } from './replica-set.ts';
import { replicaSets } from './replica-set.ts';

/** The ReplicaSet as the stage sees it. All of its Pods are of its one template, so `updated` equals `current`. */
export function projectReplicaSet(set: ReplicaSet): WorkloadRow {
  const { metadata, spec, status } = set;
  const failure = status?.conditions?.find(({ type, status: state }) => type === 'ReplicaFailure' && state === 'True');
  return {
    type: 'workload',
    ...rowBase(replicaSets, set),
    kind: 'ReplicaSet',
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: spec.replicas ?? 0,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    updated: status?.replicas ?? 0,
    available: status?.availableReplicas ?? 0,
    revision: revisionOf(metadata),
    templateHash: metadata.labels?.[TEMPLATE_HASH_LABEL] ?? '',
    images: spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: false,
    scalable: true,
    maxSurge: '',
    maxUnavailable: '',
    strategy: '',
    progress: '',
    message: failure?.message ?? '',
  };
}
