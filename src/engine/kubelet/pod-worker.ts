import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { nodes, type Node } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodStatus } from '../../api/kinds/pod/pod-status.ts';
import { formatTime } from '../../lib/time.ts';
import { nodeWithKubelet } from '../node-side/node-power.ts';
import type { Change } from '../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../world.ts';
import { isFinished } from './containers/restart-policy.ts';
import { live, nextMs } from './live.ts';
import { KUBELET_NAME, kubeletActor, nodeOfKey, podWorkKey } from './pod-keys.ts';
import { PodLook } from './pod-look.ts';
import { newWork, POD_WORK, restingWork, type PodWork } from './pod-work.ts';
import { afterReboot, onNewSpec } from './spec-changes.ts';
import type { Verdict } from './status/pod-status.ts';
import { graceOf, removePod, stopPod } from './stop.ts';
import { deadlineMs, pastDeadline } from './verdicts/deadline.ts';
import { rejection } from './verdicts/admission.ts';
import { behaviourProblem } from './verdicts/behaviour-problem.ts';
import { takeEviction } from './verdicts/evictions.ts';

/**
 * One pod on one node. Keys are `<node>/<key of the pod>`: each node's kubelet is an actor of its own, and still knows
 * the pod when the object is gone.
 */
export const podWorker: Reconciler = {
  name: KUBELET_NAME,
  actor: (key) => kubeletActor(nodeOfKey(key)),
  watches: [
    { resource: pods.resource, keys: podKeys },
    { resource: nodes.resource, keys: nodeKeys },
  ],
  reconcile: look,
};

function look(world: World, key: string): Outcome {
  const nodeName = nodeOfKey(key);
  const works = world.table(POD_WORK);
  const pod = world.byKey(pods, key.slice(nodeName.length + 1));
  if (pod === undefined || pod.spec.nodeName !== nodeName) {
    works.delete(key);
    return undefined;
  }
  const node = nodeWithKubelet(world, nodeName);
  if (node === undefined) return undefined;
  const known = works.get(key);
  const work = known !== undefined && known.uid === pod.metadata.uid ? known : firstWork(pod, world.nowMs);
  const pass = new PodLook(world, node, pod, work);
  if (pass.isDeleting) return stop(pass, key);
  if (work.stop !== undefined) return end(pass, key, graceOf(pass));
  // What has ended stays so.
  if (isPodTerminal(pod)) return undefined;
  const refused = isNew(work) ? firstSight(pass) : undefined;
  return refused === undefined ? liveOn(pass, key) : reject(pass, refused);
}

function firstWork(pod: Pod, nowMs: number): PodWork {
  const uid = pod.metadata.uid ?? '';
  return pod.status?.startTime === undefined ? newWork(uid, nowMs) : restingWork(uid, nowMs);
}

function isNew({ dueMs }: PodWork): boolean {
  return Number.isNaN(dueMs);
}

/** A pod that is new to its kubelet may not fit it. */
function firstSight(pass: PodLook): Verdict | undefined {
  const problem = behaviourProblem(pass.pod);
  if (problem !== undefined) pass.tellPod('InvalidBehaviour', problem, 'Warning');
  return rejection(pass);
}

/** Of a pod that is refused the status says nothing else. Source: pkg/kubelet/kubelet.go rejectPod. */
function reject(pass: PodLook, { reason, message }: Verdict): Outcome {
  const { world, pod } = pass;
  const { generation } = pod.metadata;
  const status: PodStatus = {
    ...pod.status,
    phase: 'Failed',
    reason,
    message,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    startTime: formatTime(world.nowMs),
  };
  if (!world.updateStatus(pods, { ...pod, status }).ok) return { retry: true };
  pass.tellAll();
  return undefined;
}

function liveOn(pass: PodLook, key: string): Outcome {
  const { world } = pass;
  if (pass.work.rebooted === true) afterReboot(pass);
  else if (pass.pod.status?.observedGeneration !== pass.pod.metadata.generation) onNewSpec(pass);
  const eviction = takeEviction(pass, key);
  if (eviction !== undefined) return end(pass, key, eviction.graceSeconds);
  if (pastDeadline(pass)) return end(pass, key, graceOf(pass));
  live(pass);
  if (isFinished(pass)) return end(pass, key, graceOf(pass));
  if (!pass.write()) return { retry: true };
  const atMs = Math.min(nextMs(pass), deadlineMs(pass));
  if (atMs === Number.POSITIVE_INFINITY && pass.isAtRest) {
    world.table(POD_WORK).delete(key);
    return undefined;
  }
  world.table(POD_WORK).set(key, pass.work);
  if (atMs !== Number.POSITIVE_INFINITY) world.enqueue(KUBELET_NAME, key, atMs - world.nowMs);
  return undefined;
}

/** A pod that has come to its end, while its object stays: what still runs is stopped, and the phase is final. */
function end(pass: PodLook, key: string, graceSeconds: number): Outcome {
  const { world } = pass;
  const atMs = stopPod(pass, graceSeconds);
  if (!pass.write()) return { retry: true };
  if (pass.work.stop?.exited === true) {
    world.table(POD_WORK).delete(key);
    return undefined;
  }
  world.table(POD_WORK).set(key, pass.work);
  world.enqueue(KUBELET_NAME, key, atMs - world.nowMs);
  return undefined;
}

function stop(pass: PodLook, key: string): Outcome {
  const { world } = pass;
  const atMs = stopPod(pass, graceOf(pass));
  if (atMs > world.nowMs) {
    if (!pass.write()) return { retry: true };
    world.table(POD_WORK).set(key, pass.work);
    if (atMs !== Number.POSITIVE_INFINITY) world.enqueue(KUBELET_NAME, key, atMs - world.nowMs);
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
  return change.actor.startsWith('kubelet/') && change.actor === kubeletActor(nodeName)
    ? []
    : [`${nodeName}/${change.key}`];
}

/** Pods wait for the address range of their node; those of a new node are the node agent's care. */
function nodeKeys(change: Change, world: World): readonly string[] {
  const next = change.next as Node | undefined;
  const prev = change.prev as Node | undefined;
  const isNews = next !== undefined && prev !== undefined && prev.spec.podCIDR !== next.spec.podCIDR;
  return isNews ? keysOnNode(world, next.metadata.name ?? '') : [];
}

/** Asks the node's kubelet to look at all its pods, as it does when it starts. */
export function lookAtAllPods(world: World, nodeName: string): void {
  for (const key of keysOnNode(world, nodeName)) world.enqueue(KUBELET_NAME, key);
}

/** The machine was off: what ran on it is gone, and each pod finds out at its next look. */
export function forgetContainers(world: World, nodeName: string): void {
  const works = world.table(POD_WORK);
  for (const pod of world.indexed(pods, 'node', nodeName)) {
    const key = podWorkKey(pod);
    const known = works.get(key);
    const work = known?.uid === pod.metadata.uid ? known : undefined;
    if (pod.status?.startTime !== undefined && !isPodTerminal(pod))
      works.set(key, { ...(work ?? firstWork(pod, world.nowMs)), rebooted: true });
  }
}

function keysOnNode(world: World, nodeName: string): readonly string[] {
  return world.indexed(pods, 'node', nodeName).map(podWorkKey);
}
