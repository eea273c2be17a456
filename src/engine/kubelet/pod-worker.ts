import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { nodes, type Node } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { makeKey } from '../../api/machinery/key.ts';
import { runningNode } from '../node-side/node-power.ts';
import type { Change } from '../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../world.ts';
import { live, nextMs } from './live.ts';
import { PodLook } from './pod-look.ts';
import { newWork, POD_WORK, restingWork, type PodWork } from './pod-work.ts';
import { removePod, stopPod } from './stop.ts';

const NAME = 'kubelet';
const ACTOR = 'kubelet/';

/**
 * One pod on one node. Keys are `<node>/<key of the pod>`: each node's kubelet is an actor of its own, and still knows
 * the pod when the object is gone.
 */
export const podWorker: Reconciler = {
  name: NAME,
  actor: (key) => ACTOR + nodeOfKey(key),
  watches: [
    { resource: pods.resource, keys: podKeys },
    { resource: nodes.resource, keys: nodeKeys },
  ],
  reconcile: look,
};

/** Asks the node's kubelet to look at all its pods, as it does when it starts. */
export function lookAtAllPods(world: World, nodeName: string): void {
  for (const key of keysOnNode(world, nodeName)) world.enqueue(NAME, key);
}

function look(world: World, key: string): Outcome {
  const nodeName = nodeOfKey(key);
  const works = world.table(POD_WORK);
  const pod = world.byKey(pods, key.slice(nodeName.length + 1));
  if (pod === undefined || pod.spec.nodeName !== nodeName) {
    works.delete(key);
    return undefined;
  }
  const node = runningNode(world, nodeName);
  if (node === undefined) return undefined;
  const known = works.get(key);
  const work = known !== undefined && known.uid === pod.metadata.uid ? known : firstWork(pod, world.nowMs);
  const pass = new PodLook(world, node, pod, work);
  return pod.metadata.deletionTimestamp === undefined ? liveOn(pass, key) : stop(pass, key);
}

function firstWork(pod: Pod, nowMs: number): PodWork {
  const uid = pod.metadata.uid ?? '';
  return pod.status?.startTime === undefined ? newWork(uid, nowMs) : restingWork(uid, nowMs);
}

function liveOn(pass: PodLook, key: string): Outcome {
  const { world } = pass;
  // Restarts are not done here yet: what has ended stays so.
  if (isPodTerminal(pass.pod)) return undefined;
  live(pass);
  if (!pass.write()) return { retry: true };
  const atMs = nextMs(pass);
  if (atMs === Number.POSITIVE_INFINITY) {
    world.table(POD_WORK).delete(key);
    return undefined;
  }
  world.table(POD_WORK).set(key, pass.work);
  world.enqueue(NAME, key, atMs - world.nowMs);
  return undefined;
}

function stop(pass: PodLook, key: string): Outcome {
  const { world } = pass;
  const atMs = stopPod(pass);
  if (atMs > world.nowMs) {
    if (!pass.write()) return { retry: true };
    world.table(POD_WORK).set(key, pass.work);
    world.enqueue(NAME, key, atMs - world.nowMs);
    return undefined;
  }
  // An object that will vanish at this moment needs no last status; one that finalizers hold does.
  if ((pass.pod.metadata.finalizers?.length ?? 0) === 0) pass.tellAll();
  else if (!pass.write()) return { retry: true };
  if (!removePod(pass)) return { retry: true };
  world.table(POD_WORK).delete(key);
  return undefined;
}

/** A kubelet knows what it has written itself. */
function podKeys(change: Change): readonly string[] {
  const nodeName = ((change.next ?? change.prev) as Pod).spec.nodeName;
  if (nodeName === undefined || nodeName === '') return [];
  return change.actor.startsWith(ACTOR) && change.actor === ACTOR + nodeName ? [] : [`${nodeName}/${change.key}`];
}

/** Pods wait for the address range of their node; those of a new node are the node agent's care. */
function nodeKeys(change: Change, world: World): readonly string[] {
  const next = change.next as Node | undefined;
  const prev = change.prev as Node | undefined;
  const isNews = next !== undefined && prev !== undefined && prev.spec.podCIDR !== next.spec.podCIDR;
  return isNews ? keysOnNode(world, next.metadata.name ?? '') : [];
}

function keysOnNode(world: World, nodeName: string): readonly string[] {
  return world.indexed(pods, 'node', nodeName).map(({ metadata }) => {
    return `${nodeName}/${makeKey('', 'pods', metadata.namespace ?? '', metadata.name ?? '')}`;
  });
}

function nodeOfKey(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
