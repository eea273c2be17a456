import type { Propagation } from '../../../api/kind-def.ts';
import type { World } from '../../world.ts';
import { withoutOwners } from '../shared/owner.ts';
import { dependentsOf, ownerState, type Item } from './graph.ts';
import { FOREGROUND, ORPHAN } from './name.ts';

/**
 * Deletes an object whose owners are all gone or waiting for it; drops the dead references of one that still has an
 * owner. Source: garbagecollector.go attemptToDeleteItem.
 */
export function attemptToDelete(world: World, { ref, object }: Item): void {
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0) return;
  const states = owners.map((owner) => ownerState(world, object, owner));
  const spent = new Set(owners.filter((_, index) => states[index] !== 'solid').map((owner) => owner.uid));
  if (spent.size === 0) return;
  if (states.includes('solid')) {
    world.update(ref, withoutOwners(object, spent));
    return;
  }
  const { uid } = object.metadata;
  const isParent = states.includes('waiting') && dependentsOf(world, uid ?? '').length > 0;
  const propagation = isParent ? 'Foreground' : policyOf(object.metadata.finalizers);
  world.delete(ref, object, { propagation, ...(uid === undefined ? {} : { uid }) });
}

/** What was asked for earlier stays. */
function policyOf(finalizers: readonly string[] | undefined): Propagation {
  if (finalizers?.includes(ORPHAN) === true) return 'Orphan';
  return finalizers?.includes(FOREGROUND) === true ? 'Foreground' : 'Background';
}
