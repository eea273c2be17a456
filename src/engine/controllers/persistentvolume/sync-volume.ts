import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { PROVISIONED_BY, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { sameVolumeMode } from '../../storage/matching.ts';
import type { World } from '../../world.ts';
import { setVolumePhase, unbind } from './bind.ts';
import { BINDER } from './name.ts';
import { isDone, tellAgain } from './pending.ts';
import { reclaim } from './reclaim.ts';

/** Brings one volume on. False: try again soon. Source: pv_controller.go syncVolume. */
export function syncVolume(world: World, key: string, volume: PersistentVolume): boolean {
  const { claimRef } = volume.spec;
  if ((claimRef?.uid ?? '') === '') {
    isDone(world, key);
    if (claimRef !== undefined) wakeClaim(world, volume);
    return setVolumePhase(world, volume, 'Available') !== undefined;
  }
  const found = world.get(persistentVolumeClaims, claimRef?.namespace ?? '', claimRef?.name ?? '');
  if (found === undefined || found.metadata.uid !== claimRef?.uid) return release(world, key, volume);
  isDone(world, key);
  const { volumeName = '' } = found.spec;
  if (volumeName === '') return mayBind(world, key, volume, found);
  if (volumeName === volume.metadata.name) return setVolumePhase(world, volume, 'Bound') !== undefined;
  return isBoundElsewhere(world, key, volume);
}

/** The claim is gone; its policy decides about the volume. What has failed is still tried, but stays Failed meanwhile. */
function release(world: World, key: string, volume: PersistentVolume): boolean {
  const isPast = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
  const released = isPast ? volume : setVolumePhase(world, volume, 'Released');
  return released !== undefined && reclaim(world, key, released);
}

function mayBind(world: World, key: string, volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (sameVolumeMode(volume, claim)) {
    wakeClaim(world, volume);
    return true;
  }
  const { name = '' } = claim.metadata;
  const [to, because] = [`requested PersistentVolumeClaim "${name}"`, 'due to incompatible volumeMode.'];
  tellAgain(world, key, volume, 'Warning', 'VolumeMismatch', `Cannot bind PersistentVolume to ${to} ${because}`);
  const message = `Cannot bind PersistentVolume "${volume.metadata.name ?? ''}" to requested PersistentVolumeClaim ${because}`;
  tellAgain(world, claimKey(volume), claim, 'Warning', 'VolumeMismatch', message);
  return true;
}

/** The claim has another volume. One that was made for it is not needed any more. */
function isBoundElsewhere(world: World, key: string, volume: PersistentVolume): boolean {
  const { annotations } = volume.metadata;
  const isMade = annotations?.[PROVISIONED_BY] !== undefined;
  if (isMade && volume.spec.persistentVolumeReclaimPolicy === 'Delete') return release(world, key, volume);
  return unbind(world, volume);
}

function wakeClaim(world: World, volume: PersistentVolume): void {
  world.enqueue(BINDER, claimKey(volume));
}

function claimKey({ spec }: PersistentVolume): string {
  return keyIn(persistentVolumeClaims, spec.claimRef?.namespace ?? '', spec.claimRef?.name ?? '');
}
