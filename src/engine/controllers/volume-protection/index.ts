/**
 * Protection of storage in use: a claim stays while a Pod uses it, a volume while it is bound.
 *
 * Promises: both carry their finalizer from the beginning (admission puts it there; one that lacks it gets it), and lose
 * it when they are under deletion and nobody needs them.
 * Sources: pkg/controller/volume/pvcprotection, pkg/controller/volume/pvprotection.
 */
import {
  CLAIM_PROTECTION,
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf, hasVolumes } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import {
  persistentVolumes,
  VOLUME_PROTECTION,
  type PersistentVolume,
} from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn, type ResourceRef } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';

export const claimProtection: Reconciler = {
  name: 'persistentvolumeclaim-protection-controller',
  watches: [
    { resource: persistentVolumeClaims.resource, keys: (change) => keysOfObject(change, CLAIM_PROTECTION) },
    { resource: pods.resource, about: hasVolumes, keys: keysOfPod },
  ],
  reconcile: (world, key) => protect(world, persistentVolumeClaims, key, CLAIM_PROTECTION, isClaimUsed),
};

export const volumeProtection: Reconciler = {
  name: 'persistentvolume-protection-controller',
  watches: [{ resource: persistentVolumes.resource, keys: (change) => keysOfObject(change, VOLUME_PROTECTION) }],
  reconcile: (world, key) => protect(world, persistentVolumes, key, VOLUME_PROTECTION, isVolumeUsed),
};

function protect<T extends KubeObject>(
  world: World,
  ref: ResourceRef<T>,
  key: string,
  finalizer: string,
  isUsed: (world: World, object: T) => boolean,
): Outcome {
  const object = world.byKey(ref, key);
  if (object === undefined) return undefined;
  const { finalizers = [], deletionTimestamp } = object.metadata;
  const isHeld = finalizers.includes(finalizer);
  let next = object;
  if (deletionTimestamp === undefined && !isHeld)
    next = { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  else if (deletionTimestamp !== undefined && isHeld && !isUsed(world, object))
    next = withoutFinalizer(object, finalizer);
  return next === object || world.update(ref, next).ok ? undefined : { retry: true };
}

/** A Pod that has no node yet will not be started with a claim under deletion. Source: pvc_protection_controller.go podUsesPVC. */
function isClaimUsed(world: World, { metadata }: PersistentVolumeClaim): boolean {
  const { namespace = '', name = '' } = metadata;
  return world.indexed(pods, 'claim', `${namespace}/${name}`).some((pod) => (pod.spec.nodeName ?? '') !== '');
}

function isVolumeUsed(_world: World, { status }: PersistentVolume): boolean {
  return status?.phase === 'Bound';
}

function keysOfObject({ key, next }: Change, finalizer: string): readonly string[] {
  if (next === undefined) return [];
  const isHeld = next.metadata.finalizers?.includes(finalizer) === true;
  return isHeld === (next.metadata.deletionTimestamp !== undefined) ? [key] : [];
}

/** Claims that a Pod does not use any more. */
function keysOfPod({ prev, next }: Change): readonly string[] {
  const pod = (next ?? prev) as Pod;
  if (pod.spec.volumes === undefined || (next !== undefined && !isPodTerminal(next as Pod))) return [];
  return claimsOf(pod).map(({ claimName }) => keyIn(persistentVolumeClaims, pod.metadata.namespace ?? '', claimName));
}
