import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  classNameOf,
  namesClass,
  persistentVolumeClaims,
  SELECTED_NODE,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { defaultClass, isDelayed } from '../../storage/drivers.ts';
import { bestMatch, isBoundTo, whyUnsuited } from '../../storage/matching.ts';
import type { World } from '../../world.ts';
import { bind, setClaimPhase } from './bind.ts';
import { COMPONENT } from './name.ts';
import { isDone, keepPending, tellAgain } from './pending.ts';
import { provision } from './provision.ts';

/** Brings one claim on. False: try again soon. Source: pv_controller.go syncClaim. */
export function syncClaim(world: World, key: string, claim: PersistentVolumeClaim): boolean {
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return syncBound(world, key, claim);
  return (claim.spec.volumeName ?? '') === '' ? syncOpen(world, key, claim) : syncNamed(world, key, claim);
}

/** A claim that takes any volume that suits. Source: syncUnboundClaim. */
function syncOpen(world: World, key: string, claim: PersistentVolumeClaim): boolean {
  const waits = isDelayed(world, claim);
  const volume = bestMatch(world, claim, { isDelayed: waits });
  if (volume !== undefined) return bound(world, key, claim, volume);
  const adopted = withDefaultClass(world, claim);
  if (adopted !== claim) return world.update(persistentVolumeClaims, adopted).ok && again(world, key);
  if (waits && claim.metadata.annotations?.[SELECTED_NODE] === undefined) tellWaiting(world, key, claim);
  else if (classNameOf(claim) !== '') return provision(world, key, claim);
  else
    tellAgain(
      world,
      key,
      claim,
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    );
  return setClaimPhase(world, claim, 'Pending');
}

function again(world: World, key: string): boolean {
  const claim = world.byKey(persistentVolumeClaims, key);
  return claim === undefined || syncClaim(world, key, claim);
}

/** A claim that was made before there was a default class gets it now. Source: assignDefaultStorageClass. */
function withDefaultClass(world: World, claim: PersistentVolumeClaim): PersistentVolumeClaim {
  if (namesClass(claim)) return claim;
  const name = defaultClass(world)?.metadata.name;
  return name === undefined ? claim : { ...claim, spec: { ...claim.spec, storageClassName: name } };
}

/** Source: emitEventForUnboundDelayBindingClaim. */
function tellWaiting(world: World, key: string, claim: PersistentVolumeClaim): void {
  const { namespace = '', name = '' } = claim.metadata;
  const waiting = world
    .indexed(pods, 'claim', `${namespace}/${name}`)
    .filter((pod) => (pod.spec.nodeName ?? '') === '' && !isPodTerminal(pod))
    .map((pod) => pod.metadata.name ?? '');
  if (waiting.length === 0)
    tellAgain(
      world,
      key,
      claim,
      'Normal',
      'WaitForFirstConsumer',
      'waiting for first consumer to be created before binding',
    );
  else {
    const who = `${waiting.length > 1 ? 'pods' : 'pod'} ${waiting.join(',')}`;
    tellAgain(world, key, claim, 'Normal', 'WaitForPodScheduled', `waiting for ${who} to be scheduled`);
  }
}

/** A claim that names its volume. Source: syncUnboundClaim, second part. */
function syncNamed(world: World, key: string, claim: PersistentVolumeClaim): boolean {
  const name = claim.spec.volumeName ?? '';
  const volume = world.get(persistentVolumes, '', name);
  if (volume !== undefined && isBoundTo(volume, claim)) return bound(world, key, claim, volume);
  if (volume?.spec.claimRef !== undefined) {
    const message = `volume "${name}" already bound to a different claim.`;
    tellAgain(world, key, claim, 'Warning', 'FailedBinding', message);
    if (claim.metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined) return true;
  } else if (volume !== undefined) {
    const why = whyUnsuited(volume, claim);
    if (why === undefined) return bound(world, key, claim, volume);
    const message = `Cannot bind to requested volume "${name}": ${why}`;
    tellAgain(world, key, claim, 'Warning', 'VolumeMismatch', message);
  } else keepPending(world, key, claim);
  return setClaimPhase(world, claim, 'Pending');
}

/** A claim that has been bound once: it follows its volume, or is lost. Source: syncBoundClaim. */
function syncBound(world: World, key: string, claim: PersistentVolumeClaim): boolean {
  const name = claim.spec.volumeName ?? '';
  if (name === '')
    return lose(
      world,
      key,
      claim,
      'ClaimLost',
      'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!',
    );
  const volume = world.get(persistentVolumes, '', name);
  if (volume === undefined)
    return lose(
      world,
      key,
      claim,
      'ClaimLost',
      'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  const { claimRef } = volume.spec;
  if (claimRef === undefined || claimRef.uid === claim.metadata.uid) return bound(world, key, claim, volume);
  return lose(
    world,
    key,
    claim,
    'ClaimMisbound',
    'Two claims are bound to the same volume, this one is bound incorrectly',
  );
}

function bound(world: World, key: string, claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  isDone(world, key);
  return bind(world, volume, claim);
}

/** A lost claim stays lost; it is told once. */
function lose(world: World, key: string, claim: PersistentVolumeClaim, reason: string, message: string): boolean {
  isDone(world, key);
  const isNews = claim.status?.phase !== 'Lost';
  if (!setClaimPhase(world, claim, 'Lost')) return false;
  if (isNews) world.note({ about: claim, type: 'Warning', reason, message, component: COMPONENT });
  return true;
}
