import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { controllerOf, type KubeObject, type OwnerReference } from '../../../api/machinery/object.ts';
import type { Status } from '../../../api/machinery/status.ts';
import type { World } from '../../world.ts';
import { controllerRef } from '../shared/owner.ts';
import { isPodActive } from '../shared/pod-facts.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import type { PodTally } from '../shared/pod-tally.ts';
import type { ReplicaKind } from '../shared/replica-kind.ts';
import { podsToDelete } from './deletion-rank.ts';
import { slowStart } from '../shared/slow-start.ts';

/** Most Pods created or deleted in one look. Source: pkg/controller/replicaset/replica_set.go BurstReplicas. */
const BURST_REPLICAS = 500;

/** What kept the controller from reaching the wanted number. */
export interface ReplicaFailure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/** Creates or deletes Pods until as many are active as are wanted, a burst at a time. */
export function manageReplicas(
  world: World,
  kind: ReplicaKind,
  replicaSet: ReplicaSet,
  tally: PodTally,
): ReplicaFailure | undefined {
  const missing = (replicaSet.spec.replicas ?? 1) - tally.active;
  if (missing > 0) return createPods(world, kind, replicaSet, Math.min(missing, BURST_REPLICAS));
  if (missing < 0) return deletePods(world, kind, replicaSet, Math.min(-missing, BURST_REPLICAS));
  return undefined;
}

function createPods(
  world: World,
  kind: ReplicaKind,
  replicaSet: ReplicaSet,
  count: number,
): ReplicaFailure | undefined {
  const pod = podFromTemplate(kind, replicaSet);
  let refused: Status | undefined;
  slowStart(count, () => {
    const written = world.create(pods, pod);
    if (written.ok) {
      tell(world, kind, replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${written.object.metadata.name ?? ''}`);
      return true;
    }
    // Everything that follows in a namespace that goes away would fail as well, and nobody waits for it.
    if (isNamespaceGoing(written.status)) return false;
    refused ??= written.status;
    tell(world, kind, replicaSet, 'Warning', 'FailedCreate', `Error creating: ${written.status.message ?? ''}`);
    return false;
  });
  return refused === undefined ? undefined : { reason: 'FailedCreate', message: refused.message ?? '' };
}

function deletePods(
  world: World,
  kind: ReplicaKind,
  replicaSet: ReplicaSet,
  count: number,
): ReplicaFailure | undefined {
  const own = activePodsOf(world, replicaSet);
  let failure: ReplicaFailure | undefined;
  for (const pod of podsToDelete(own, () => relatedPods(world, kind, replicaSet, own), count, world.nowMs)) {
    const written = world.delete(pods, pod, pod.metadata.uid === undefined ? {} : { uid: pod.metadata.uid });
    const name = pod.metadata.name ?? '';
    if (written.ok) tell(world, kind, replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    else if (written.status.reason !== 'NotFound') {
      failure ??= { reason: 'FailedDelete', message: written.status.message ?? '' };
      tell(world, kind, replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${written.status.message ?? ''}`);
    }
  }
  return failure;
}

function activePodsOf(world: World, { metadata }: KubeObject): Pod[] {
  const uid = metadata.uid ?? '';
  return world.indexed(pods, 'owner', uid).filter((pod) => isPodActive(pod) && controllerOf(pod.metadata)?.uid === uid);
}

/** Active Pods of all ReplicaSets of the same owner, this one's included. Source: replica_set.go getIndirectlyRelatedPods. */
function relatedPods(
  world: World,
  { ref }: ReplicaKind,
  replicaSet: ReplicaSet,
  own: readonly Pod[],
): readonly (readonly Pod[])[] {
  const owner = controllerOf(replicaSet.metadata);
  if (owner === undefined) return [own];
  const siblings = world
    .indexed(ref, 'owner', owner.uid)
    .filter((each) => each.metadata.uid !== replicaSet.metadata.uid && controllerOf(each.metadata)?.uid === owner.uid);
  return [own, ...siblings.map((each) => activePodsOf(world, each))];
}

/** Source: pkg/controller/controller_utils.go GetPodFromTemplate. The spec is shared, not copied. */
function podFromTemplate({ ref }: ReplicaKind, replicaSet: ReplicaSet): Pod {
  const { template } = replicaSet.spec;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const owner: OwnerReference = controllerRef(ref, replicaSet);
  return {
    apiVersion: 'v1',
    kind: pods.kind,
    metadata: {
      generateName: `${replicaSet.metadata.name ?? ''}-`,
      namespace: replicaSet.metadata.namespace ?? '',
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [owner],
    },
    spec: template.spec,
  };
}

function tell(
  world: World,
  { controller }: ReplicaKind,
  about: ReplicaSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  world.note({ about, type, reason, message, component: controller });
}
