/**
 * The persistent volume controller: binds claims and volumes to each other, and does with a volume whose claim is gone
 * what its policy says.
 *
 * Promises: the smallest free volume that suits; a claim and a volume that name each other come together; phases,
 * annotations and events are upstream's; what cannot be done yet is looked at (and told) again every 15 seconds.
 * It makes volumes of the in-tree host-path provisioner only: others are made by volume-provisioner, and claims that
 * wait for a Pod are bound by the scheduler.
 * Source: pkg/controller/volume/persistentvolume/pv_controller.go.
 */
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { keyResource, type ObjectKey } from '../../../api/machinery/key.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { BINDER, RESYNC, RESYNC_MS } from './name.ts';
import { isDone, PENDING } from './pending.ts';
import { syncClaim } from './sync-claim.ts';
import { syncVolume } from './sync-volume.ts';

/** Keys are those of claims and of volumes. */
export const volumeBinder: Reconciler = {
  name: BINDER,
  watches: [
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
    { resource: persistentVolumes.resource, keys: keysOfVolume },
  ],
  reconcile,
};

export const volumeResync: Reconciler = {
  name: RESYNC,
  watches: [],
  housekeeping: true,
  reconcile: (world) => {
    const pending = world.table(PENDING);
    for (const key of pending.keys()) world.enqueue(BINDER, key);
    return pending.size === 0 ? undefined : { requeueAfterMs: RESYNC_MS };
  },
};

function reconcile(world: World, key: string): Outcome {
  const isClaim = keyResource(key as ObjectKey) === persistentVolumeClaims.resource;
  const claim = isClaim ? world.byKey(persistentVolumeClaims, key) : undefined;
  const volume = isClaim ? undefined : world.byKey(persistentVolumes, key);
  let isThrough = true;
  if (claim !== undefined) isThrough = syncClaim(world, key, claim);
  else if (volume !== undefined) isThrough = syncVolume(world, key, volume);
  else isDone(world, key);
  return isThrough ? undefined : { retry: true };
}

/** Its own writes leave nothing to do; a claim that goes leaves its volume. */
function keysOfClaim({ actor, key, prev, next }: Change): readonly string[] {
  if (next !== undefined) return actor === BINDER ? [] : [key];
  const volumeName = (prev as PersistentVolumeClaim).spec.volumeName ?? '';
  return volumeName === '' ? [key] : [key, keyIn(persistentVolumes, '', volumeName)];
}

function keysOfVolume({ actor, key, prev, next }: Change): readonly string[] {
  if (next !== undefined) return actor === BINDER && prev !== undefined ? [] : [key];
  const { claimRef } = (prev as PersistentVolume).spec;
  return claimRef === undefined
    ? [key]
    : [key, keyIn(persistentVolumeClaims, claimRef.namespace ?? '', claimRef.name ?? '')];
}
