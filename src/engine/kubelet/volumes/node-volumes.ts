import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf, hasVolumes } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { keyName, keyNamespace } from '../../../api/machinery/key.ts';
import { runningNode } from '../../node-side/node-power.ts';
import { attachableName } from '../../storage/drivers.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';

const RESIZE_PENDING = 'FileSystemResizePending';

/**
 * What a kubelet reports about volumes as a whole: which of them its Pods need (status.volumesInUse, by which nobody
 * takes them away), and file systems that it has made larger. Keys are node names.
 * Source: pkg/kubelet/nodestatus/setters.go VolumesInUse, pkg/volume/util/operationexecutor GenerateExpandInUseVolumeFunc.
 */
export const nodeVolumes: Reconciler = {
  name: 'kubelet-volumes',
  actor: (key) => `kubelet/${key}`,
  watches: [
    { resource: pods.resource, about: hasVolumes, keys: keysOfPod },
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
    { resource: nodes.resource, keys: keysOfNode },
  ],
  reconcile: look,
};

function look(world: World, name: string): Outcome {
  const node = runningNode(world, name);
  if (node === undefined) return undefined;
  const needed = new Set<string>();
  let isDone = true;
  for (const pod of world.indexed(pods, 'node', name)) {
    if (pod.spec.volumes === undefined || isPodTerminal(pod)) continue;
    for (const { claimName } of claimsOf(pod)) {
      const claim = world.get(persistentVolumeClaims, pod.metadata.namespace ?? '', claimName);
      const volume = world.get(persistentVolumes, '', claim?.spec.volumeName ?? '');
      if (claim === undefined || volume === undefined) continue;
      const volumeId = attachableName(world, volume);
      if (volumeId !== undefined) needed.add(volumeId);
      if (pod.status?.phase === 'Running' && isResizing(claim) && !grow(world, name, pod, claim, volume))
        isDone = false;
    }
  }
  return report(world, node, [...needed].sort()) && isDone ? undefined : { retry: true };
}

function report(world: World, node: Node, inUse: readonly string[]): boolean {
  const { volumesInUse: known = [], ...status } = node.status ?? {};
  if (known.length === inUse.length && known.every((each, i) => each === inUse[i])) return true;
  const next = inUse.length === 0 ? status : { ...status, volumesInUse: inUse };
  return world.updateStatus(nodes, { ...node, status: next }).ok;
}

/** The file system is made as large as its volume, while the Pod runs. */
function grow(
  world: World,
  nodeName: string,
  pod: Pod,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): boolean {
  const { conditions = [], allocatedResourceStatuses: _progress, ...rest } = claim.status ?? {};
  const kept = conditions.filter(({ type }) => type !== RESIZE_PENDING);
  const status = { ...rest, capacity: volume.spec.capacity ?? {}, ...(kept.length > 0 ? { conditions: kept } : {}) };
  if (!world.updateStatus(persistentVolumeClaims, { ...claim, status }).ok) return false;
  const message = `MountVolume.NodeExpandVolume succeeded for volume "${volume.metadata.name ?? ''}" ${nodeName}`;
  for (const about of [pod, claim])
    world.note({
      about,
      type: 'Normal',
      reason: 'FileSystemResizeSuccessful',
      message,
      component: 'kubelet',
      host: nodeName,
    });
  return true;
}

function isResizing({ status }: PersistentVolumeClaim): boolean {
  return status?.conditions?.some(({ type }) => type === RESIZE_PENDING) === true;
}

/** Pods with claims that come, begin to run, end or go. */
function keysOfPod({ prev, next }: Change): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  const pod = after ?? before;
  if (pod?.spec.volumes === undefined || (pod.spec.nodeName ?? '') === '') return [];
  const isSame = before?.spec.nodeName === after?.spec.nodeName && before?.status?.phase === after?.status?.phase;
  return isSame || claimsOf(pod).length === 0 ? [] : [pod.spec.nodeName ?? ''];
}

/** Claims that are bound or grow while a Pod has them. */
function keysOfClaim({ key, prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as PersistentVolumeClaim | undefined, next as PersistentVolumeClaim | undefined];
  if (before === undefined || after === undefined) return [];
  if (before.status?.phase === after.status?.phase && isResizing(before) === isResizing(after)) return [];
  return world
    .indexed(pods, 'claim', `${keyNamespace(key)}/${keyName(key)}`)
    .flatMap(({ spec }) => (spec.nodeName === undefined || spec.nodeName === '' ? [] : [spec.nodeName]));
}

/** A machine that is back finds out what it missed. */
function keysOfNode({ key, prev, next }: Change): readonly string[] {
  const isReady = (node: Node | undefined): boolean =>
    node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  return isReady(next as Node | undefined) && !isReady(prev as Node | undefined) ? [keyName(key)] : [];
}
