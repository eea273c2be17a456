/**
 * The scheduler: gives every pending pod a node, one pod a cycle, as kube-scheduler's default profile does.
 *
 * Promises: highest priority first, then first come; upstream's filters, scores and texts (plugins/); a pod that fits
 * nowhere waits until something happens that may help it, or five minutes. What it knows of nodes is kept up to date
 * by each change (node-table.ts), never summed up for a pod. Its queue is plain data (queue.ts). A pod that fits nowhere
 * may have less important ones evicted (preemption/) and is promised their node.
 * It does not: start anything on a node, or move a pod that is bound.
 */
import { nodes } from '../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import type { Change } from '../store/change-log.ts';
import type { Reconciler, World } from '../world.ts';
import {
  againKey,
  roomKey,
  hintOfKey,
  isFar,
  mayHelp,
  nodeEventKeys,
  podEventKeys,
  storageEventKeys,
  type ClusterEvent,
  type Hint,
} from './cluster-events.ts';
import type { Cycle } from './cycle.ts';
import { fitsOn, fitsSomewhere } from './find-nodes.ts';
import { nodeTable } from './node-table.ts';
import { evictVictims } from './preemption/evict-victims.ts';
import {
  activate,
  arrived,
  backOff,
  comingTo,
  backOffEndMs,
  forget,
  head,
  isIdle,
  nextWhenIdle,
  postpone,
  queued,
  setAside,
  unschedulable,
  type QueuedPod,
} from './queue.ts';
import { podRequests } from './pod-requests.ts';
import { schedulePod, SCHEDULER_NAME } from './schedule-pod.ts';
import { volumeWaiter } from './wait-for-volumes.ts';

/** How often pods set aside are checked for having waited too long. Source: scheduling_queue.go Run. */
const FLUSH_PERIOD_MS = 30_000;
const FLUSH = 'scheduler-flush';

/** What VolumeBinding and its like look at. */
const STORAGE = ['core/persistentvolumeclaims', 'core/persistentvolumes', 'storage.k8s.io/storageclasses'];

/** Keys are pods, or `event/<kind>/<node or pod>` for what may help those set aside. */
const scheduler: Reconciler = {
  name: SCHEDULER_NAME,
  watches: [
    { resource: pods.resource, keys: podKeys },
    { resource: nodes.resource, keys: whileWaiting(nodeEventKeys) },
    ...STORAGE.map((resource) => ({ resource, keys: whileWaiting(storageEventKeys) })),
  ],
  reconcile: (world, key) => {
    const hint = hintOfKey(key);
    if (hint === undefined) lookAtPod(world, key);
    else lookAtHint(world, hint);
  },
};

/** Brings back pods that were set aside for too long, in case an event was missed. */
const flush: Reconciler = {
  name: FLUSH,
  watches: [],
  housekeeping: true,
  reconcile: (world) => {
    for (const key of unschedulable(world).keys()) {
      const entry = queued(world, key);
      if (entry !== undefined && world.nowMs - entry.failedMs >= world.timing.unschedulableFlushMs)
        tryAgain(world, key, entry);
    }
    if (unschedulable(world).size > 0) world.enqueue(FLUSH, 'unschedulable', FLUSH_PERIOD_MS);
  },
};

export const SCHEDULER: readonly Reconciler[] = [scheduler, flush, volumeWaiter];

type Keys = (change: Change, world: World) => readonly string[];

/** Nobody is set aside: nobody can be helped. */
function whileWaiting(keys: Keys): Keys {
  return (change, world) => (unschedulable(world).size === 0 ? [] : keys(change, world));
}

const podHints = whileWaiting(podEventKeys);

function podKeys(change: Change, world: World): readonly string[] {
  // Made at the first pod at the latest, so that it grows with the cluster instead of reading it all at once.
  nodeTable(world);
  const prev = change.prev as Pod | undefined;
  const next = change.next as Pod | undefined;
  if (isBound(next ?? prev)) return podHints(change, world);
  if (prev === undefined) return isMine(next) ? [change.key] : [];
  // Its own writes: a condition that says why there is no node.
  if (change.actor === SCHEDULER_NAME) return [];
  if (prev.spec !== next?.spec || prev.metadata.deletionTimestamp !== next.metadata.deletionTimestamp)
    return [change.key];
  return prev.metadata.labels === next.metadata.labels ? [] : [againKey(change.key)];
}

function lookAtPod(world: World, key: string): void {
  const pod = world.byKey(pods, key);
  let entry = queued(world, key);
  if (pod === undefined || !isMine(pod)) {
    drop(world, key);
    return;
  }
  if (entry !== undefined && entry.uid !== pod.metadata.uid) {
    drop(world, key);
    entry = undefined;
  }
  if (entry === undefined) entry = activate(world, key, pod);
  else if (entry.state === 'unschedulable') {
    if (entry.generation === pod.metadata.generation) return;
    tryAgain(world, key, entry);
    return;
  } else if (entry.state === 'backoff') {
    const endMs = backOffEndMs(world, entry);
    if (endMs > world.nowMs && !isIdle(world)) world.enqueue(SCHEDULER_NAME, key, endMs - world.nowMs);
    else entry = activate(world, key, pod);
  }
  if (entry.state === 'active') waitOrSchedule(world, key, entry, pod);
}

/** The end of a cycle: it serves whoever is first in line, which is this pod unless a more important one came. */
function waitOrSchedule(world: World, key: string, entry: QueuedPod, pod: Pod): void {
  if (entry.cycleMs > world.nowMs) {
    world.enqueue(SCHEDULER_NAME, key, entry.cycleMs - world.nowMs);
    return;
  }
  const first = head(world) ?? key;
  const other = first === key ? undefined : queued(world, first);
  if (other !== undefined) {
    postpone(world, key, entry, other.cycleMs);
    world.enqueue(SCHEDULER_NAME, key, Math.max(0, other.cycleMs - world.nowMs));
  }
  if (other === undefined) schedule(world, key, entry, pod);
  else schedule(world, first, other, world.byKey(pods, first));
  const next = nextWhenIdle(world);
  if (next !== undefined) world.enqueue(SCHEDULER_NAME, next);
}

function schedule(world: World, key: string, entry: QueuedPod, pod: Pod | undefined): void {
  if (pod === undefined || !isMine(pod)) {
    drop(world, key);
    return;
  }
  const attempt = schedulePod(world, pod, key, entry.attempts);
  if (attempt.bound) {
    drop(world, key);
    return;
  }
  lookAgain(world, key);
  setAside(world, key, pod, attempt.plugins, attempt.plugins.some(isFar));
  world.enqueue(FLUSH, 'unschedulable', FLUSH_PERIOD_MS);
  const { nominatedNodeName, victims = [] } = attempt.preemption ?? {};
  // Only now: a victim that is gone at once is what this pod waits for.
  if (nominatedNodeName === undefined || victims.length === 0) return;
  for (const displaced of evictVictims(world, pod, nominatedNodeName, victims, SCHEDULER_NAME)) {
    const waiting = queued(world, displaced);
    if (waiting?.state === 'unschedulable') tryAgain(world, displaced, waiting);
  }
}

/** Brings back the pods that the node, or some node, can take now; the others would only fail once more. */
function lookAtHint(world: World, hint: Hint): void {
  if (hint.event !== 'again') {
    lookAtNode(world, hint.event, hint.nodeName);
    return;
  }
  const entry = queued(world, hint.key);
  const cycle = entry?.state === 'unschedulable' ? cycleOf(world, hint.key) : undefined;
  if (entry !== undefined && cycle !== undefined && fitsSomewhere(cycle)) tryAgain(world, hint.key, entry);
}

/** As many pods come back as the node can take together with those that come already, the most important first. */
function lookAtNode(world: World, event: ClusterEvent, nodeName: string): void {
  const table = nodeTable(world);
  const node = table.find(nodeName);
  if (node === undefined) return;
  const taken: Pod[] = [];
  const take = (pod: Pod): void => {
    table.pretend(pod, node, 1);
    taken.push(pod);
  };
  for (const key of comingTo(world, nodeName)) {
    const pod = world.byKey(pods, key);
    if (pod !== undefined && !isBound(pod)) take(pod);
  }
  const refused = new Set<PodSpec>();
  for (const [key, entry] of byPriority(world)) {
    const isHelped = mayHelp(event, entry);
    if (!isHelped && table.nominations.size === 0) continue;
    const cycle = cycleOf(world, key);
    if (cycle === undefined) continue;
    const { pod } = cycle;
    // One of those that it waits for is gone.
    const isPromised = event === 'pod-removed' && pod.status?.nominatedNodeName === nodeName;
    if (isPromised) tryAgain(world, key, entry);
    if (isPromised || !isHelped || refused.has(pod.spec)) continue;
    if (!fitsOn(cycle, node.slot)) refused.add(pod.spec);
    else {
      tryAgain(world, key, entry, nodeName);
      take(pod);
    }
  }
  for (const pod of taken) table.pretend(pod, node, -1);
}

function byPriority(world: World): readonly (readonly [key: string, entry: QueuedPod])[] {
  const waiting: (readonly [string, QueuedPod])[] = [];
  for (const key of unschedulable(world).keys()) waiting.push([key, queued(world, key) as QueuedPod]);
  return waiting.sort(([, a], [, b]) => b.priority - a.priority);
}

function cycleOf(world: World, key: string): Cycle | undefined {
  const pod = world.byKey(pods, key);
  return pod && { world, pod, table: nodeTable(world), requests: podRequests(pod) };
}

/** Forgets a pod: it is bound, finished or gone. */
function drop(world: World, key: string): void {
  lookAgain(world, key);
  forget(world, key);
}

/** The node that a pod came back for may be free for others: it went elsewhere, or nowhere. */
function lookAgain(world: World, key: string): void {
  const nodeName = arrived(world, key);
  if (nodeName !== undefined && world.byKey(pods, key)?.spec.nodeName !== nodeName)
    world.enqueue(SCHEDULER_NAME, roomKey(nodeName));
}

function tryAgain(world: World, key: string, entry: QueuedPod, nodeName?: string): void {
  backOff(world, key, entry, nodeName);
  world.enqueue(SCHEDULER_NAME, key);
}

function isBound(pod: Pod | undefined): boolean {
  return pod?.spec.nodeName !== undefined && pod.spec.nodeName !== '';
}

/** Pending, without a node, without gates, and for this scheduler. */
function isMine(pod: Pod | undefined): boolean {
  if (pod === undefined || isBound(pod) || pod.metadata.deletionTimestamp !== undefined) return false;
  const { schedulerName = SCHEDULER_NAME, schedulingGates = [] } = pod.spec;
  return schedulerName === SCHEDULER_NAME && schedulingGates.length === 0 && !isPodTerminal(pod);
}
