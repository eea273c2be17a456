import type { KubeObject, OwnerReference } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';
import { ALL_RESOURCES, resourceOfOwner } from '../shared/all-resources.ts';
import { FOREGROUND } from './name.ts';
import { ownedUids } from './owned-uids.ts';

/** An object with the resource that it is of. */
export interface Item {
  readonly ref: ResourceRef<KubeObject>;
  readonly object: KubeObject;
}

/** What an owner reference is worth: it holds its object, it points nowhere, or its owner waits for the object to go. */
export type OwnerState = 'solid' | 'dangling' | 'waiting';

const NOTHING: readonly Item[] = [];

/** Objects that name this uid as an owner. */
export function dependentsOf(world: World, uid: string): readonly Item[] {
  if (!ownedUids(world).has(uid)) return NOTHING;
  const found: Item[] = [];
  for (const ref of ALL_RESOURCES) {
    if (world.count(ref, 'owner', uid) === 0) continue;
    for (const object of world.indexed(ref, 'owner', uid)) found.push({ ref, object });
  }
  return found;
}

/** The owner that a reference means, if it is still that one. */
export function storedOwner(world: World, dependent: KubeObject, owner: OwnerReference): Item | undefined {
  const ref = resourceOfOwner(owner);
  if (ref === undefined) return undefined;
  const object = world.get(ref, dependent.metadata.namespace ?? '', owner.name);
  return object?.metadata.uid === owner.uid ? { ref, object } : undefined;
}

/**
 * Kinds that are not served cannot be asked for, and an object without a namespace cannot be owned by one that has one:
 * such references count as good, as upstream leaves their objects alone. Source: garbagecollector.go isDangling.
 */
export function ownerState(world: World, dependent: KubeObject, owner: OwnerReference): OwnerState {
  const ref = resourceOfOwner(owner);
  if (ref === undefined || (ref.namespaced && dependent.metadata.namespace === undefined)) return 'solid';
  const stored = storedOwner(world, dependent, owner);
  if (stored === undefined) return 'dangling';
  return isWaitingForDependents(stored.object) ? 'waiting' : 'solid';
}

/** Deleted in the foreground. */
export function isWaitingForDependents({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FOREGROUND) === true;
}
