import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  persistentVolumeClaims,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimStatus,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { formatTime } from '../../../lib/time.ts';
import { annotated, withClaim } from '../../storage/claim-ref.ts';
import type { World } from '../../world.ts';

/**
 * Binds a volume and a claim to each other, in four writes of which each is made only when it is needed: volume,
 * volume's phase, claim, claim's phase. False when one was refused. Source: pv_controller.go bind.
 */
export function bind(world: World, volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const held = world.update(persistentVolumes, withClaim(volume, claim));
  if (!held.ok || setVolumePhase(world, held.object, 'Bound') === undefined) return false;
  const named = world.update(persistentVolumeClaims, withVolume(claim, held.object));
  return named.ok && setClaimPhase(world, named.object, 'Bound', held.object);
}

function withVolume(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const { name = '' } = volume.metadata;
  if (claim.spec.volumeName === name) return annotated(claim, { [BIND_COMPLETED]: 'yes' });
  const named = { ...claim, spec: { ...claim.spec, volumeName: name } };
  return annotated(named, { [BIND_COMPLETED]: 'yes', [BOUND_BY_CONTROLLER]: 'yes' });
}

/** Takes the volume from its claim; one that its maker had reserved stays reserved. Source: pv_controller.go unbindVolume. */
export function unbind(world: World, volume: PersistentVolume): boolean {
  const { claimRef, ...spec } = volume.spec;
  const { [BOUND_BY_CONTROLLER]: isOurs, ...annotations } = volume.metadata.annotations ?? {};
  const { uid: _uid, ...reserved } = claimRef ?? {};
  const { annotations: _annotations, ...metadata } = volume.metadata;
  const kept = Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
  const next: PersistentVolume =
    isOurs === undefined ? { ...volume, spec: { ...spec, claimRef: reserved } } : { ...volume, metadata: kept, spec };
  const written = world.update(persistentVolumes, next);
  return written.ok && setVolumePhase(world, written.object, 'Available') !== undefined;
}

/** The volume as stored; undefined when it was refused. Source: pv_controller.go updateVolumePhase. */
export function setVolumePhase(
  world: World,
  volume: PersistentVolume,
  phase: string,
  message = '',
): PersistentVolume | undefined {
  const { status } = volume;
  if (status?.phase === phase && (status.message ?? '') === message) return volume;
  const { message: _message, ...rest } = status ?? {};
  const since = status?.phase === phase ? {} : { lastPhaseTransitionTime: formatTime(world.nowMs) };
  const told = message === '' ? {} : { message };
  const written = world.updateStatus(persistentVolumes, { ...volume, status: { ...rest, phase, ...told, ...since } });
  return written.ok ? written.object : undefined;
}

/**
 * Phase of a claim, with what its volume offers; a claim that was bound before keeps its own capacity, because a file
 * system may still be smaller than its volume. Source: pv_controller.go updateClaimStatus.
 */
export function setClaimPhase(
  world: World,
  claim: PersistentVolumeClaim,
  phase: string,
  volume?: PersistentVolume,
): boolean {
  const { accessModes: _modes, capacity, ...rest } = claim.status ?? {};
  let status: PersistentVolumeClaimStatus = { ...rest, phase };
  if (volume !== undefined) {
    const offered = claim.status?.phase === phase && capacity !== undefined ? capacity : volume.spec.capacity;
    status = {
      ...status,
      accessModes: volume.spec.accessModes ?? [],
      ...(offered === undefined ? {} : { capacity: offered }),
    };
  }
  if (deepEqual(status, claim.status)) return true;
  return world.updateStatus(persistentVolumeClaims, { ...claim, status }).ok;
}
