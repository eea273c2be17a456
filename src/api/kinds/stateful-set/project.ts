import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import type { StatefulSet } from './stateful-set.ts';
import { statefulSets } from './stateful-set.ts';

/** The StatefulSet as the stage sees it. Its number of revisions stands in its ControllerRevisions only. */
export function projectStatefulSet(set: StatefulSet): WorkloadRow {
  const { metadata, spec, status } = set;
  return {
    type: 'workload',
    ...rowBase(statefulSets, set),
    kind: 'StatefulSet',
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: spec.replicas ?? 0,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    revision: 0,
    templateHash: status?.updateRevision ?? '',
    images: spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: false,
    scalable: true,
    maxSurge: '',
    maxUnavailable: '',
    strategy: spec.updateStrategy?.type ?? '',
    progress: '',
    message: '',
  };
}
