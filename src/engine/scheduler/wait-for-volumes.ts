import {
  persistentVolumeClaims,
  SELECTED_NODE,
} from '../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes } from '../../api/kinds/persistent-volume/persistent-volume.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { keyName, keyNamespace } from '../../api/machinery/key.ts';
import { keyIn } from '../../api/resource-ref.ts';
import { annotated, withClaim } from '../storage/claim-ref.ts';
import type { Change } from '../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../world.ts';
import { fitsOn } from './find-nodes.ts';
import { nodeTable } from './node-table.ts';
import { podRequests } from './pod-requests.ts';
import { planFor } from './plugins/volume-binding.ts';
import { usedClaims } from './plugins/volume-claims.ts';

const NAME = 'scheduler-volumes';
const SCHEDULER_NAME = 'default-scheduler';
/** Source: VolumeBindingArgs BindTimeoutSeconds. */
const TIMEOUT_MS = 600_000;

/** Pods that have been given a node and wait for their volumes before they are bound to it, by key. */
const WAITING: TableRef<{ readonly uid: string; readonly nodeName: string; readonly untilMs: number }> = {
  name: 'scheduler/waiting-for-volumes',
};

/**
 * Has the claims of a pod bound for the node that was chosen; true while the pod must wait for that, and is bound to the
 * node later. False for pods whose claims are bound, which is nearly all.
 * Source: pkg/scheduler/framework/plugins/volumebinding Reserve and PreBind.
 */
export function waitForVolumes(world: World, pod: Pod, key: string, nodeName: string): boolean {
  if (pod.spec.volumes === undefined) return false;
  const claims = usedClaims(world, pod);
  if (claims.every(({ isBound }) => isBound)) return false;
  const node = nodeTable(world).find(nodeName);
  const plan = node === undefined ? undefined : planFor(world, claims, node);
  const untilMs = world.nowMs + TIMEOUT_MS;
  world.table(WAITING).set(key, { uid: pod.metadata.uid ?? '', nodeName, untilMs });
  world.enqueue(NAME, key, TIMEOUT_MS);
  for (const [claim, volume] of plan ?? []) {
    if (volume === undefined) world.update(persistentVolumeClaims, annotated(claim, { [SELECTED_NODE]: nodeName }));
    else world.update(persistentVolumes, withClaim(volume, claim));
  }
  return true;
}

/** Binds pods to their nodes when their volumes are there. Keys are pods. */
export const volumeWaiter: Reconciler = {
  name: NAME,
  actor: () => SCHEDULER_NAME,
  watches: [{ resource: persistentVolumeClaims.resource, keys: keysOfClaim }],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const waiting = world.table(WAITING);
  const entry = waiting.get(key);
  const pod = world.byKey(pods, key);
  if (entry === undefined) return undefined;
  if (pod === undefined || pod.metadata.uid !== entry.uid || (pod.spec.nodeName ?? '') !== '') {
    waiting.delete(key);
    return undefined;
  }
  if (usedClaims(world, pod).every(({ isBound }) => isBound)) {
    waiting.delete(key);
    if (!bind(world, pod, entry.nodeName)) world.enqueue(SCHEDULER_NAME, key);
    return undefined;
  }
  if (world.nowMs < entry.untilMs) return { requeueAfterMs: entry.untilMs - world.nowMs };
  waiting.delete(key);
  const message = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
  world.note({ about: pod, type: 'Warning', reason: 'FailedScheduling', message, component: SCHEDULER_NAME });
  world.enqueue(SCHEDULER_NAME, key);
  return undefined;
}

/** False when the node cannot take the pod any more: it is scheduled anew. */
function bind(world: World, pod: Pod, nodeName: string): boolean {
  const table = nodeTable(world);
  const node = table.find(nodeName);
  if (node === undefined || !fitsOn({ world, pod, table, requests: podRequests(pod) }, node.slot)) return false;
  if (!world.bind(pod, nodeName).ok) return false;
  const { namespace = '', name = '' } = pod.metadata;
  const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
  world.note({ about: pod, type: 'Normal', reason: 'Scheduled', message, component: SCHEDULER_NAME });
  return true;
}

function keysOfClaim({ key, next }: Change, world: World): readonly string[] {
  const waiting = world.table(WAITING);
  if (next === undefined || waiting.size === 0) return [];
  return world
    .indexed(pods, 'claim', `${keyNamespace(key)}/${keyName(key)}`)
    .map(({ metadata }) => keyIn(pods, metadata.namespace ?? '', metadata.name ?? ''))
    .filter((pod) => waiting.has(pod));
}
