import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';
import { orphansOf } from './orphans.ts';
import { controllerRef, withOwner } from './owner.ts';
import type { Selecting } from './pod-watch.ts';

/**
 * Makes `owner` the controller of matching objects of its namespace that belong to nobody and are not under deletion.
 * Source: pkg/controller/controller_ref_manager.go ClaimObject.
 */
export function adopt<O extends Selecting, T extends KubeObject>(
  world: World,
  ownerRef: ResourceRef<O>,
  owner: O,
  ref: ResourceRef<T>,
  accepts: (object: T) => boolean = () => true,
): void {
  if (owner.metadata.deletionTimestamp !== undefined) return;
  const orphans = orphansOf(world, ref.resource).in(owner.metadata.namespace ?? '');
  if (orphans.size === 0) return;
  const found: T[] = [];
  // In order of key: the set's own order is that of events, which a restored run does not know.
  for (const key of [...orphans].sort()) {
    const object = world.byKey(ref, key);
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) continue;
    if (matchesLabelSelector(owner.spec.selector, object.metadata.labels) && accepts(object)) found.push(object);
  }
  for (const object of found) world.update(ref, withOwner(object, controllerRef(ownerRef, owner)));
}
