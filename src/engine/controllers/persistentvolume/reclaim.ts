import {
  PROVISIONED_BY,
  persistentVolumes,
  type PersistentVolume,
} from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { HOST_PATH_PROVISIONER } from '../../storage/drivers.ts';
import type { World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { setVolumePhase, unbind } from './bind.ts';
import { COMPONENT } from './name.ts';
import { isDone, tellAgain } from './pending.ts';
import { IN_TREE_FINALIZER } from './provision.ts';

/** Does with a volume whose claim is gone what its policy says. Source: pv_controller.go reclaimVolume. */
export function reclaim(world: World, key: string, volume: PersistentVolume): boolean {
  switch (volume.spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      return remove(world, key, volume);
    case 'Recycle':
      return recycle(world, key, volume);
    default:
      isDone(world, key);
      return true;
  }
}

/** Volumes of external provisioners are theirs to delete. Source: deleteVolumeOperation, findDeletablePlugin. */
function remove(world: World, key: string, volume: PersistentVolume): boolean {
  const maker = volume.metadata.annotations?.[PROVISIONED_BY] ?? '';
  if (maker !== '' && maker !== HOST_PATH_PROVISIONER) {
    isDone(world, key);
    return true;
  }
  const why = whyNotDeletable(volume, maker);
  if (why !== undefined) return fail(world, key, volume, 'VolumeFailedDelete', why);
  isDone(world, key);
  const isHeld = volume.metadata.finalizers?.includes(IN_TREE_FINALIZER) === true;
  const freed = isHeld ? world.update(persistentVolumes, withoutFinalizer(volume, IN_TREE_FINALIZER)) : undefined;
  if (freed?.ok === false) return false;
  return volume.metadata.deletionTimestamp !== undefined || world.delete(persistentVolumes, freed?.object ?? volume).ok;
}

/** The only deleter inside the controller manager is that of hostPath. Source: pkg/volume/hostpath newDeleter. */
function whyNotDeletable({ metadata, spec }: PersistentVolume, maker: string): string | undefined {
  const path = spec.hostPath?.path;
  if (path === undefined) {
    const plugin = spec.nfs === undefined ? 'no volume plugin matched' : 'no deletable volume plugin matched';
    return `error getting deleter volume plugin for volume "${metadata.name ?? ''}": ${plugin}`;
  }
  if (maker !== '' || /^\/tmp\/.+/.test(path)) return undefined;
  return `host_path deleter only supports /tmp/.+ but received provided ${path}`;
}

/** Scrubs the volume and offers it again; only hostPath and NFS can. Source: recycleVolumeOperation. */
function recycle(world: World, key: string, volume: PersistentVolume): boolean {
  if (volume.spec.hostPath === undefined && volume.spec.nfs === undefined)
    return fail(world, key, volume, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!');
  isDone(world, key);
  world.note({
    about: volume,
    type: 'Normal',
    reason: 'VolumeRecycled',
    message: 'Volume recycled',
    component: COMPONENT,
  });
  return unbind(world, volume);
}

/** Told and tried again with each resync. */
function fail(world: World, key: string, volume: PersistentVolume, reason: string, message: string): boolean {
  const failed = setVolumePhase(world, volume, 'Failed', message);
  if (failed === undefined) return false;
  tellAgain(world, key, failed, 'Warning', reason, message);
  return true;
}
