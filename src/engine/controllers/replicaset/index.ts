/**
 * The ReplicaSet controller: keeps the number of Pods that a ReplicaSet asks for.
 *
 * Promises: it creates and deletes Pods, adopts those that match and belong to nobody, lets go those that match no
 * longer, and counts them in status; a look that has nothing to do costs the same for 5 and for 5,000 replicas.
 * It does not place, start or stop Pods, and it never touches a Pod's spec.
 * Source: pkg/controller/replicaset/replica_set.go.
 */
import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import type { Selector } from '../../../api/machinery/labels.ts';
import { controllerOf, type KubeObject } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { countsAlike, podTallies } from '../shared/pod-tally.ts';
import { SelectorTable } from '../shared/selector-table.ts';
import { claimPods } from './claim-pods.ts';
import { manageReplicas } from './manage-replicas.ts';
import { REPLICA_SET_CONTROLLER } from './name.ts';
import { writeStatus } from './status.ts';

export const replicaSetController: Reconciler = {
  name: REPLICA_SET_CONTROLLER,
  paced: true,
  watches: [
    { resource: replicaSets.resource, keys: ownKeys },
    { resource: pods.resource, keys: keysOfPod },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const replicaSet = world.byKey(replicaSets, key);
  if (replicaSet === undefined) return undefined;
  const uid = replicaSet.metadata.uid ?? '';
  claimPods(world, replicaSet, podTallies(world).of(uid));
  const isGoing = replicaSet.metadata.deletionTimestamp !== undefined;
  const failure = isGoing ? undefined : manageReplicas(world, replicaSet, podTallies(world).of(uid));
  const nextCheckMs = writeStatus(world, replicaSet, podTallies(world).of(uid), failure);
  if (failure !== undefined) return { retry: true };
  return nextCheckMs === undefined ? undefined : { requeueAfterMs: Math.max(0, nextCheckMs - world.nowMs) };
}

/** Its own status writes tell it nothing. */
function ownKeys({ actor, key, prev, next }: Change): readonly string[] {
  return actor === REPLICA_SET_CONTROLLER && prev !== undefined && prev.spec === next?.spec ? [] : [key];
}

function keysOfPod(change: Change, world: World): readonly string[] {
  const prev = change.prev as Pod | undefined;
  const next = change.next as Pod | undefined;
  if (prev !== undefined && next !== undefined && countsAlike(prev, next) && !becameReadyAgain(prev, next)) return [];
  const before = prev === undefined ? undefined : ownerKey(prev);
  const after = next === undefined ? undefined : ownerKey(next);
  if (before !== undefined && after !== undefined && before !== after) return [before, after];
  const owner = after ?? before;
  if (next === undefined || controllerOf(next.metadata) !== undefined) return owner === undefined ? [] : [owner];
  const adopters = selectors(world).matching(next.metadata.namespace ?? '', next.metadata.labels);
  return owner === undefined ? adopters : [owner, ...adopters];
}

/** Ready before and after, but since another time: availability counts from there. */
function becameReadyAgain(prev: Pod, next: Pod): boolean {
  if (prev.status?.conditions === next.status?.conditions || !isPodReady(next)) return false;
  return podCondition(prev, 'Ready')?.lastTransitionTime !== podCondition(next, 'Ready')?.lastTransitionTime;
}

function ownerKey(pod: Pod): string | undefined {
  const owner = controllerOf(pod.metadata);
  return owner?.kind === replicaSets.kind ? keyIn(replicaSets, pod.metadata.namespace ?? '', owner.name) : undefined;
}

function selectors(world: World): SelectorTable {
  return world.derived('selectors/replicasets', () => new SelectorTable(replicaSets.resource, selectorOf));
}

function selectorOf(object: KubeObject): Selector | undefined {
  const selector = compileLabelSelector((object as ReplicaSet).spec.selector);
  return isFailure(selector) ? undefined : selector;
}
