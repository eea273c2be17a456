import { controllerOf } from '../../machinery/object.ts';
import type { WorkloadRow } from '../../row.ts';
import type { Condition } from '../shared/meta-types.ts';
import { revisionOf } from '../shared/revision.ts';
import { rowBase } from '../shared/row-base.ts';
import type { Deployment } from './deployment.ts';
import { deployments } from './deployment.ts';

/** The Deployment as the stage sees it. */
export function projectDeployment(deployment: Deployment): WorkloadRow {
  const { metadata, spec, status } = deployment;
  const conditions = status?.conditions ?? [];
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  const { maxSurge, maxUnavailable } = spec.strategy?.rollingUpdate ?? {};
  return {
    type: 'workload',
    ...rowBase(deployments, deployment),
    kind: 'Deployment',
    ownerUid: controllerOf(metadata)?.uid ?? '',
    desired: spec.replicas ?? 0,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    revision: revisionOf(metadata),
    templateHash: '',
    images: spec.template.spec.containers.map(({ image }) => image),
    labels: metadata.labels ?? {},
    paused: spec.paused ?? false,
    scalable: true,
    maxSurge: maxSurge === undefined ? '' : String(maxSurge),
    maxUnavailable: maxUnavailable === undefined ? '' : String(maxUnavailable),
    strategy: spec.strategy?.type ?? '',
    progress: progressing?.reason ?? '',
    message: messageOf(conditions, progressing),
  };
}

/** Why replicas cannot be made, when they cannot; else how the rollout goes. */
function messageOf(conditions: readonly Condition[], progressing: Condition | undefined): string {
  const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  return failure?.message ?? progressing?.message ?? '';
}
