/**
 * The ReplicaSet controller: keeps the number of Pods that a ReplicaSet asks for.
 *
 * Promises: it creates and deletes Pods, adopts those that match and belong to nobody, lets go those that match no
 * longer, and counts them in status; a look that has nothing to do costs the same for 5 and for 5,000 replicas.
 * It does not place, start or stop Pods, and it never touches a Pod's spec.
 * ReplicationControllers are kept by the same code, as upstream does it.
 * Source: pkg/controller/replicaset/replica_set.go.
 */
import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { countsAlike, podTallies } from '../shared/pod-tally.ts';
import { REPLICA_SETS, type ReplicaKind } from '../shared/replica-kind.ts';
import { SelectorTable } from '../shared/selector-table.ts';
import { claimPods } from './claim-pods.ts';
import { manageReplicas } from './manage-replicas.ts';
import { writeStatus } from './status.ts';

export const replicaSetController: Reconciler = replicaController(REPLICA_SETS);

/** The controller of a kind that keeps replicas. */
export function replicaController(kind: ReplicaKind): Reconciler {
  const { ref, controller } = kind;
  return {
    name: controller,
    paced: true,
    watches: [
      { resource: ref.resource, keys: (change) => ownKeys(change, controller) },
      { resource: pods.resource, ownerKind: ref.kind, keys: (change, world) => keysOfPod(change, world, kind) },
    ],
    reconcile: (world, key) => reconcile(world, key, kind),
  };
}

function reconcile(world: World, key: string, kind: ReplicaKind): Outcome {
  const stored = world.byKey(kind.ref, key);
  if (stored === undefined) return undefined;
  const replicaSet = kind.asSet(stored);
  const uid = replicaSet.metadata.uid ?? '';
  const tallies = podTallies(world, kind);
  claimPods(world, kind, replicaSet, tallies.of(uid));
  const isGoing = replicaSet.metadata.deletionTimestamp !== undefined;
  const failure = isGoing ? undefined : manageReplicas(world, kind, replicaSet, tallies.of(uid));
  const nextCheckMs = writeStatus(world, kind, replicaSet, tallies.of(uid), failure);
  if (failure !== undefined) return { retry: true };
  return nextCheckMs === undefined ? undefined : { requeueAfterMs: Math.max(0, nextCheckMs - world.nowMs) };
}

/** Its own status writes tell it nothing. */
function ownKeys({ actor, key, prev, next }: Change, controller: string): readonly string[] {
  return actor === controller && prev !== undefined && prev.spec === next?.spec ? [] : [key];
}

function keysOfPod(change: Change, world: World, kind: ReplicaKind): readonly string[] {
  const prev = change.prev as Pod | undefined;
  const next = change.next as Pod | undefined;
  if (prev !== undefined && next !== undefined && countsAlike(prev, next) && !becameReadyAgain(prev, next)) return [];
  const before = prev === undefined ? undefined : ownerKey(prev, kind);
  const after = next === undefined ? undefined : ownerKey(next, kind);
  if (before !== undefined && after !== undefined && before !== after) return [before, after];
  const owner = after ?? before;
  if (next === undefined || controllerOf(next.metadata) !== undefined) return owner === undefined ? [] : [owner];
  const adopters = selectors(world, kind).matching(next.metadata.namespace ?? '', next.metadata.labels);
  return owner === undefined ? adopters : [owner, ...adopters];
}

/** Ready before and after, but since another time: availability counts from there. */
function becameReadyAgain(prev: Pod, next: Pod): boolean {
  if (prev.status?.conditions === next.status?.conditions || !isPodReady(next)) return false;
  return podCondition(prev, 'Ready')?.lastTransitionTime !== podCondition(next, 'Ready')?.lastTransitionTime;
}

function ownerKey(pod: Pod, { ref }: ReplicaKind): string | undefined {
  const owner = controllerOf(pod.metadata);
  return owner?.kind === ref.kind ? keyIn(ref, pod.metadata.namespace ?? '', owner.name) : undefined;
}

function selectors(world: World, { ref, asSet }: ReplicaKind): SelectorTable {
  return world.derived(
    `selectors/${ref.plural}`,
    () =>
      new SelectorTable(ref.resource, (object) => {
        const selector = compileLabelSelector(asSet(object).spec.selector);
        return isFailure(selector) ? undefined : selector;
      }),
  );
}
