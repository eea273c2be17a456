/**
 * The garbage collector: what belongs to nobody any more goes.
 *
 * Promises: an object goes when all its owners are gone; while one of them lives, only the dead references go. An owner
 * that is deleted in the foreground waits for the dependents that block it, one that is deleted as `orphan` first lets
 * them all go. Owners are told apart by uid, never by name.
 * It decides by references alone and knows no kind.
 * Source: pkg/controller/garbagecollector/garbagecollector.go.
 */
import type { KubeObject, OwnerReference } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { ALL_RESOURCES, resourceOfKey } from '../shared/all-resources.ts';
import { withoutFinalizer, withoutOwners } from '../shared/owner.ts';
import { attemptToDelete } from './attempt-to-delete.ts';
import { dependentsOf, isWaitingForDependents, ownerState, storedOwner } from './graph.ts';
import { FOREGROUND, GARBAGE_COLLECTOR, ORPHAN } from './name.ts';
import { ownedUids } from './owned-uids.ts';

const NO_KEYS: readonly string[] = [];

export const garbageCollector: Reconciler = {
  name: GARBAGE_COLLECTOR,
  watches: ALL_RESOURCES.map(({ resource }) => ({ resource, on: ['created', 'wish', 'removed'], keys: keysOf })),
  // Made while there is little to read, so that it need not read everything later.
  start: (world) => void ownedUids(world),
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const ref = resourceOfKey(key);
  const object = ref === undefined ? undefined : world.byKey(ref, key);
  if (ref === undefined || object === undefined) return undefined;
  const { deletionTimestamp, finalizers } = object.metadata;
  if (deletionTimestamp === undefined) {
    attemptToDelete(world, { ref, object });
    return undefined;
  }
  if (finalizers?.includes(ORPHAN) === true) orphanDependents(world, object);
  else if (finalizers?.includes(FOREGROUND) === true && hasBlockers(world, object)) return undefined;
  const finalizer = finalizers?.find((each) => each === ORPHAN || each === FOREGROUND);
  if (finalizer === undefined) return undefined;
  const written = world.update(ref, withoutFinalizer(object, finalizer));
  return written.ok ? undefined : { retry: true };
}

/** Source: garbagecollector.go orphanDependents. */
function orphanDependents(world: World, owner: KubeObject): void {
  const uid = owner.metadata.uid ?? '';
  for (const { ref, object } of dependentsOf(world, uid)) world.update(ref, withoutOwners(object, new Set([uid])));
}

/** Sees to it that the dependents go; true while one that blocks is there. Source: processDeletingDependentsItem. */
function hasBlockers(world: World, owner: KubeObject): boolean {
  const uid = owner.metadata.uid ?? '';
  const isBlocking = (object: KubeObject): boolean =>
    object.metadata.ownerReferences?.some((each) => each.uid === uid && each.blockOwnerDeletion === true) === true;
  for (const dependent of dependentsOf(world, uid)) {
    if (dependent.object.metadata.deletionTimestamp === undefined) attemptToDelete(world, dependent);
  }
  return dependentsOf(world, uid).some(({ object }) => isBlocking(object));
}

function keysOf({ key, prev, next }: Change, world: World): readonly string[] {
  if (next === undefined) return prev === undefined ? NO_KEYS : survivorKeys(world, prev);
  const { metadata } = next;
  const before = prev?.metadata;
  const hasOwnersChanged = before?.ownerReferences !== metadata.ownerReferences;
  const isMarked =
    metadata.deletionTimestamp !== undefined &&
    (before?.deletionTimestamp === undefined || before.finalizers !== metadata.finalizers);
  if (!hasOwnersChanged && !isMarked) return NO_KEYS;
  const isDue = isMarked && metadata.finalizers?.some((each) => each === FOREGROUND || each === ORPHAN) === true;
  const isForlorn =
    hasOwnersChanged && metadata.ownerReferences?.some((owner) => ownerState(world, next, owner) !== 'solid') === true;
  const own = isDue || isForlorn ? [key] : [];
  return prev !== undefined && hasOwnersChanged ? [...own, ...waitingOwnerKeys(world, prev)] : own;
}

/** Whom the end of an object concerns: its dependents, and owners that waited for it. */
function survivorKeys(world: World, gone: KubeObject): readonly string[] {
  const isOwner = ownedUids(world).has(gone.metadata.uid ?? '');
  if (!isOwner && gone.metadata.ownerReferences === undefined) return NO_KEYS;
  return [...dependentKeys(world, gone), ...waitingOwnerKeys(world, gone)];
}

function dependentKeys(world: World, owner: KubeObject): readonly string[] {
  return dependentsOf(world, owner.metadata.uid ?? '').map(({ ref, object }) =>
    keyIn(ref, object.metadata.namespace ?? '', object.metadata.name ?? ''),
  );
}

/** Owners that wait for this one to go. */
function waitingOwnerKeys(world: World, dependent: KubeObject): readonly string[] {
  const owners: readonly OwnerReference[] = dependent.metadata.ownerReferences ?? [];
  return owners.flatMap((owner) => {
    const stored = storedOwner(world, dependent, owner);
    if (stored === undefined || !isWaitingForDependents(stored.object)) return [];
    return [keyIn(stored.ref, stored.object.metadata.namespace ?? '', stored.object.metadata.name ?? '')];
  });
}
