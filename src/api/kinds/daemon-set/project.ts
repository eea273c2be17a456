import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import type { DaemonSet } from './daemon-set.ts';
import { daemonSets } from './daemon-set.ts';

/** The DaemonSet as the stage sees it. Its number of revisions stands in its ControllerRevisions only. */
export function projectDaemonSet(set: DaemonSet): WorkloadRow {
  const { metadata, spec, status } = set;
  const { type = '', rollingUpdate } = spec.updateStrategy ?? {};
  return {
    type: 'workload',
    ...rowBase(daemonSets, set),
    kind: 'DaemonSet',
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: status?.desiredNumberScheduled ?? 0,
    current: status?.currentNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    available: status?.numberAvailable ?? 0,
    revision: 0,
    templateHash: '',
    images: spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: false,
    scalable: false,
    maxSurge: String(rollingUpdate?.maxSurge ?? ''),
    maxUnavailable: String(rollingUpdate?.maxUnavailable ?? ''),
    strategy: type,
    progress: '',
    message: '',
  };
}
