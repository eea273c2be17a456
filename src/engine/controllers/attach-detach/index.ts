/**
 * The attach/detach controller: has volumes attached to the nodes whose Pods need them, and taken from the others.
 *
 * Promises: a volume for one node at a time is never attached to a second one (its Pods are told: Multi-Attach); it is
 * taken from a node when no Pod needs it there and the kubelet has let go, after six minutes from a silent node, at once
 * from one that is out of service or gone; nodes list what is attached to them.
 * The storage system behind the drivers is played by attacher.ts. Volumes that need no attaching are left alone.
 * Source: pkg/controller/volume/attachdetach.
 */
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf, hasVolumes } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { persistentVolumes } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { keyName } from '../../../api/machinery/key.ts';
import { attachableName } from '../../storage/drivers.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { attach } from './attach.ts';
import { podsByNode } from './desired.ts';
import { detach, isOutOfService, isReady, isWanted } from './detach.ts';
import { ATTACH_DETACH } from './name.ts';

/** Keys are names of volumes. */
export const attachDetachController: Reconciler = {
  name: ATTACH_DETACH,
  watches: [
    { resource: pods.resource, about: hasVolumes, keys: keysOfPod },
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
    { resource: volumeAttachments.resource, keys: keysOfAttachment },
    { resource: nodes.resource, keys: keysOfNode },
  ],
  reconcile,
};

function reconcile(world: World, name: string): Outcome {
  const volume = world.get(persistentVolumes, '', name);
  const volumeId = volume === undefined ? undefined : attachableName(world, volume);
  if (volume === undefined || volumeId === undefined) return undefined;
  const wanted = podsByNode(world, volume);
  let nextMs = Number.POSITIVE_INFINITY;
  for (const attachment of attachmentsOf(world, name)) {
    if (wanted.has(attachment.spec.nodeName)) isWanted(world, attachment);
    else nextMs = Math.min(nextMs, detach(world, attachment, volumeId));
  }
  for (const [nodeName, wanting] of wanted) {
    const attachments = attachmentsOf(world, name);
    nextMs = Math.min(nextMs, attach(world, { volume, volumeId, nodeName, pods: wanting, wanted, attachments }));
  }
  if (nextMs === Number.POSITIVE_INFINITY) return undefined;
  return nextMs <= world.nowMs ? { retry: true } : { requeueAfterMs: nextMs - world.nowMs };
}

function attachmentsOf(world: World, name: string): readonly VolumeAttachment[] {
  return world.indexed(volumeAttachments, 'volume', name);
}

/** Pods that come to a node, end, or go. */
function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  const pod = after ?? before;
  if (pod?.spec.volumes === undefined || nodeNeeding(before) === nodeNeeding(after)) return [];
  return claimsOf(pod).flatMap(({ claimName }) => {
    const claim = world.get(persistentVolumeClaims, pod.metadata.namespace ?? '', claimName);
    return claim === undefined ? [] : volumeOf(claim);
  });
}

function nodeNeeding(pod: Pod | undefined): string {
  return pod === undefined || isPodTerminal(pod) ? '' : (pod.spec.nodeName ?? '');
}

/** A claim that is bound after its Pod was placed. */
function keysOfClaim({ prev, next }: Change): readonly string[] {
  const [before, after] = [prev as PersistentVolumeClaim | undefined, next as PersistentVolumeClaim | undefined];
  if (after === undefined) return before === undefined ? [] : volumeOf(before);
  return before?.spec.volumeName === after.spec.volumeName && before?.status?.phase === after.status?.phase
    ? []
    : volumeOf(after);
}

function volumeOf({ spec }: PersistentVolumeClaim): readonly string[] {
  return spec.volumeName === undefined || spec.volumeName === '' ? [] : [spec.volumeName];
}

function keysOfAttachment({ actor, prev, next }: Change): readonly string[] {
  if (actor === ATTACH_DETACH && next !== undefined) return [];
  return [((next ?? prev) as VolumeAttachment).spec.source.persistentVolumeName ?? ''];
}

/** A node that has let go of a volume, fell silent, was declared out of service, or went. */
function keysOfNode({ actor, key, prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Node | undefined, next as Node | undefined];
  if (actor === ATTACH_DETACH || world.count(volumeAttachments, 'node', keyName(key)) === 0) return [];
  const isSame =
    before !== undefined &&
    after !== undefined &&
    before.status?.volumesInUse === after.status?.volumesInUse &&
    before.status?.volumesAttached === after.status?.volumesAttached &&
    isReady(before) === isReady(after) &&
    isOutOfService(before) === isOutOfService(after);
  if (isSame) return [];
  return world
    .indexed(volumeAttachments, 'node', keyName(key))
    .map(({ spec }) => spec.source.persistentVolumeName ?? '');
}
