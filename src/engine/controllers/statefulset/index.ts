/**
 * The StatefulSet controller: keeps Pods with a name, a number and claims of their own.
 *
 * Promises: OrderedReady creates from the lowest ordinal up and deletes from the highest down, one at a time and only
 * while all others are well; Parallel waits for nobody; an update goes from the highest ordinal down to the partition;
 * claims are made before their Pod and outlive it unless the retention policy says otherwise; a look that has nothing to
 * do costs the same for 5 and for 1,000 replicas. A Pod on a dead node is not replaced before its object is gone.
 * It does not place or start Pods, bind claims or delete them (the garbage collector does, by their owners).
 * Source: pkg/controller/statefulset.
 */
import { persistentVolumeClaims } from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { statefulSets, type StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { adopt } from '../shared/adopt.ts';
import { deleteRevisions, keepHistory, type History } from '../shared/history.ts';
import { withoutOwners } from '../shared/owner.ts';
import { keysOfPod } from '../shared/pod-watch.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { forgetRetention } from './retention.ts';
import { ordinalIn, statefulPods } from './members.ts';
import { STATEFUL_SET_CONTROLLER } from './name.ts';
import { writeStatus } from './status.ts';
import { syncPods } from './sync-pods.ts';

/** Label of a revision that holds its hash. Source: controller_history.go ControllerRevisionHashLabel. */
const HASH_LABEL = 'controller.kubernetes.io/hash';
const podKeys = keysOfPod(statefulSets);

export const statefulSetController: Reconciler = {
  name: STATEFUL_SET_CONTROLLER,
  paced: true,
  watches: [
    { resource: statefulSets.resource, keys: ownKeys },
    // What it did to Pods it knows; only that one vanished at once makes room for the next step.
    {
      resource: pods.resource,
      ownerKind: statefulSets.kind,
      keys: (change, world) =>
        change.actor === STATEFUL_SET_CONTROLLER && change.next !== undefined ? [] : podKeys(change, world),
    },
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
  ],
  reconcile,
};

/** Source: stateful_set.go sync, stateful_set_control.go UpdateStatefulSet. */
function reconcile(world: World, key: string): Outcome {
  const set = world.byKey(statefulSets, key);
  if (set === undefined) {
    forgetRetention(world, key);
    return undefined;
  }
  if (set.metadata.deletionTimestamp !== undefined) {
    const { currentRevision = '', updateRevision = '', collisionCount = 0 } = set.status ?? {};
    writeStatus(world, set, { current: currentRevision, update: updateRevision, collisionCount });
    return undefined;
  }
  const { name = '' } = set.metadata;
  adopt(world, statefulSets, set, pods, ({ metadata }) => ordinalIn(metadata.name ?? '', name) >= 0);
  release(world, set);
  const history = keepHistory(world, statefulSets, set, HASH_LABEL, set.status?.collisionCount ?? 0);
  if (!('revisions' in history)) return isNamespaceGoing(history) ? undefined : { retry: true };
  const current = history.revisions.find((each) => each.metadata.name === set.status?.currentRevision);
  const step = syncPods(world, key, set, current ?? history.update, history.update);
  const written = writeStatus(world, set, {
    current: (current ?? history.update).metadata.name ?? '',
    update: history.update.metadata.name ?? '',
    collisionCount: history.collisionCount,
  });
  truncateHistory(world, set, history, written.currentRevision);
  if (step === 'failed') return { retry: true };
  return written.nextMs === undefined ? undefined : { requeueAfterMs: Math.max(0, written.nextMs - world.nowMs) };
}

/** Lets go of Pods that are no longer selected. */
function release(world: World, { metadata, spec }: StatefulSet): void {
  const { uid = '' } = metadata;
  const { unchecked } = statefulPods(world).of(uid);
  if (unchecked.size === 0) return;
  for (const key of [...unchecked].sort()) {
    const pod = world.byKey(pods, key);
    if (pod === undefined || matchesLabelSelector(spec.selector, pod.metadata.labels)) unchecked.delete(key);
    else world.update(pods, withoutOwners(pod, new Set([uid])));
  }
}

/** Keeps as many old revisions as the set wants, and those that something still runs. Source: truncateHistory. */
function truncateHistory(world: World, set: StatefulSet, { revisions, update }: History, current: string): void {
  const limit = set.spec.revisionHistoryLimit ?? 0;
  if (limit < 0 || revisions.length - 1 <= limit) return;
  const live = new Set([current, update.metadata.name]);
  for (const { revision } of statefulPods(world).of(set.metadata.uid ?? '').list) live.add(revision);
  const old = revisions.filter(({ metadata }) => !live.has(metadata.name));
  deleteRevisions(world, old, old.length - limit, () => false);
}

/** Its own status writes tell it nothing. */
function ownKeys({ actor, key, prev, next }: Change): readonly string[] {
  return actor === STATEFUL_SET_CONTROLLER && prev !== undefined && prev.spec === next?.spec ? [] : [key];
}

/** A claim that went with its scaled-down Pod makes room for a new one. */
function keysOfClaim({ prev, next }: Change): readonly string[] {
  if (next !== undefined) return [];
  const pod = prev?.metadata.ownerReferences?.find(({ kind }) => kind === pods.kind);
  const set = pod === undefined ? undefined : /^(.+)-\d+$/.exec(pod.name)?.[1];
  return set === undefined ? [] : [keyIn(statefulSets, prev?.metadata.namespace ?? '', set)];
}
