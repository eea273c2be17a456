import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import { replicationControllers, type ReplicationController } from './replication-controller.ts';

/** The ReplicationController as the stage sees it, like a ReplicaSet. */
export function projectReplicationController(controller: ReplicationController): WorkloadRow {
  const { metadata, spec, status } = controller;
  const failure = status?.conditions?.find(({ type, status: state }) => type === 'ReplicaFailure' && state === 'True');
  return {
    type: 'workload',
    ...rowBase(replicationControllers, controller),
    kind: replicationControllers.kind,
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: spec.replicas ?? 0,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    updated: status?.replicas ?? 0,
    available: status?.availableReplicas ?? 0,
    revision: 0,
    templateHash: '',
    images: spec.template?.spec.containers.map(({ image }) => image) ?? [],
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
