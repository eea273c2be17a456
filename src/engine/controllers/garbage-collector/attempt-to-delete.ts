import type { Propagation } from '../../../api/kind-def.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import type { KubeObject, OwnerReference } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';
import { resourceOfOwner } from '../shared/all-resources.ts';
import { withoutOwners } from '../shared/owner.ts';
import { dependentsOf, ownerState, type Item } from './graph.ts';
import { FOREGROUND, GARBAGE_COLLECTOR, ORPHAN } from './name.ts';

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
  owners.forEach((owner, index) => {
    if (states[index] === 'dangling') tellOfStranger(world, object, owner);
  });
  if (states.includes('solid')) {
    world.update(ref, withoutOwners(object, spent));
    return;
  }
  const { uid } = object.metadata;
  const isParent = states.includes('waiting') && dependentsOf(world, uid ?? '').length > 0;
  const propagation = isParent ? 'Foreground' : policyOf(object.metadata.finalizers);
  world.delete(ref, object, { propagation, ...(uid === undefined ? {} : { uid }) });
}

/** The owner exists, but elsewhere: nobody owns across namespaces. Source: graph_builder.go reportInvalidNamespaceOwnerRef. */
function tellOfStranger(world: World, about: KubeObject, { apiVersion, kind, name, uid }: OwnerReference): void {
  const ref = resourceOfOwner({ apiVersion, kind, name, uid });
  const { namespace = '' } = about.metadata;
  if (ref?.namespaced !== true) return;
  for (const home of world.list(namespaces)) {
    const there = home.metadata.name ?? '';
    if (there === namespace || world.get(ref, there, name)?.metadata.uid !== uid) continue;
    const shown = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
    const message = `ownerRef ${shown} does not exist in namespace "${namespace}"`;
    world.note({ about, type: 'Warning', reason: 'OwnerRefInvalidNamespace', message, component: GARBAGE_COLLECTOR });
  }
}

/** What was asked for earlier stays. */
function policyOf(finalizers: readonly string[] | undefined): Propagation {
  if (finalizers?.includes(ORPHAN) === true) return 'Orphan';
  return finalizers?.includes(FOREGROUND) === true ? 'Foreground' : 'Background';
}
