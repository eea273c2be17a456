/**
 * The scheduler: gives every pending pod a node, one pod a cycle, as kube-scheduler's default profile does.
 *
 * Promises: highest priority first, then first come; upstream's filters, scores and texts (plugins/); a pod that fits
 * nowhere waits until something happens that may help it, or five minutes. What it knows of nodes is kept up to date
 * by each change (node-table.ts), never summed up for a pod. Its queue is plain data (queue.ts).
 * It does not: start anything on a node, move a pod that is bound, or evict (preemption is not here yet).
 */
import { nodes } from '../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { Change } from '../store/change-log.ts';
import type { Reconciler, World } from '../world.ts';
import { eventOfKey, mayHelp, nodeEventKeys, podEventKeys, type NodeEvent } from './cluster-events.ts';
import { fitsOn } from './find-nodes.ts';
import { nodeTable } from './node-table.ts';
import {
  activate,
  backOff,
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

/** How often pods set aside are checked for having waited too long. Source: scheduling_queue.go Run. */
const FLUSH_PERIOD_MS = 30_000;
const FLUSH = 'scheduler-flush';

/** Keys are pods, or `event/<kind>/<node>` for what may help those set aside. */
const scheduler: Reconciler = {
  name: SCHEDULER_NAME,
  watches: [
    { resource: pods.resource, keys: podKeys },
    { resource: nodes.resource, keys: nodeEventKeys },
  ],
  reconcile: (world, key) => {
    const event = eventOfKey(key);
    if (event === undefined) lookAtPod(world, key);
    else lookAtEvent(world, event);
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

export const SCHEDULER: readonly Reconciler[] = [scheduler, flush];

function podKeys(change: Change, world: World): readonly string[] {
  // Made at the first pod at the latest, so that it grows with the cluster instead of reading it all at once.
  nodeTable(world);
  const prev = change.prev as Pod | undefined;
  const next = change.next as Pod | undefined;
  if (isBound(prev ?? next)) return podEventKeys(change, world);
  if (prev === undefined) return isMine(next) ? [change.key] : [];
  // Its own writes: a binding, or a condition that says why there was none.
  if (change.actor === SCHEDULER_NAME || prev.spec === next?.spec) return [];
  return [change.key];
}

function lookAtPod(world: World, key: string): void {
  const pod = world.byKey(pods, key);
  if (pod === undefined || !isMine(pod)) {
    forget(world, key);
    return;
  }
  let entry = queued(world, key);
  if (entry !== undefined && entry.uid !== pod.metadata.uid) {
    forget(world, key);
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
  if (entry.state === 'active') waitOrSchedule(world, key, entry);
}

/** The end of a cycle: it serves whoever is first in line, which is this pod unless a more important one came. */
function waitOrSchedule(world: World, key: string, entry: QueuedPod): void {
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
  schedule(world, first, other ?? entry);
  const next = nextWhenIdle(world);
  if (next !== undefined) world.enqueue(SCHEDULER_NAME, next);
}

function schedule(world: World, key: string, entry: QueuedPod): void {
  const pod = world.byKey(pods, key);
  if (pod === undefined || !isMine(pod)) {
    forget(world, key);
    return;
  }
  const attempt = schedulePod(world, pod, key, entry.attempts);
  if (attempt.bound) {
    forget(world, key);
    return;
  }
  setAside(world, key, pod, attempt.plugins);
  world.enqueue(FLUSH, 'unschedulable', FLUSH_PERIOD_MS);
}

/** Brings back the pods that the node can take now; the others would only fail once more. */
function lookAtEvent(world: World, event: NodeEvent): void {
  const table = nodeTable(world);
  const node = table.find(event.nodeName);
  if (node === undefined) return;
  for (const key of unschedulable(world).keys()) {
    const entry = queued(world, key);
    if (entry === undefined || !mayHelp(event, entry)) continue;
    const pod = world.byKey(pods, key);
    if (pod !== undefined && fitsOn({ world, pod, table, requests: podRequests(pod) }, node.slot))
      tryAgain(world, key, entry);
  }
}

function tryAgain(world: World, key: string, entry: QueuedPod): void {
  backOff(world, key, entry);
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
