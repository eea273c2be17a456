/**
 * Pod garbage collection: removes the Pods that no kubelet will ever remove.
 *
 * Promises: Pods of a Node object that is gone are failed and removed after a quarantine, those under deletion on a node
 * that was declared out of service at once, and ended ones when there are very many. Looks come on the beat of
 * upstream's loop, but only when there is something to look at.
 * Source: pkg/controller/podgc/gc_controller.go.
 */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { keyName, type ObjectKey } from '../../../api/machinery/key.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { findCondition } from '../shared/conditions.ts';
import { PODS_BY_NODE } from '../shared/pod-facts.ts';
import { forceDelete } from './force-delete.ts';
import { terminalPods } from './terminal-pods.ts';

/** Source: gc_controller.go gcCheckPeriod, quarantineTime. */
const CHECK_PERIOD_MS = 20_000;
const QUARANTINE_MS = 40_000;
/** Source: podgc/config/v1alpha1/defaults.go TerminatedPodGCThreshold. */
const TERMINATED_THRESHOLD = 12_500;
/** Source: core/v1 TaintNodeOutOfService. */
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
/** Key for a look at all Pods that have ended; the other keys are nodes'. */
const TERMINATED = 'terminated';
const ORPHANED = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };

/** When the loop first found a node missing, ms. */
const QUARANTINED: TableRef<number> = { name: 'pod-gc/quarantined' };

export const podGcController: Reconciler = {
  name: 'pod-garbage-collector-controller',
  watches: [
    { resource: nodes.resource, keys: keysOfNode, delayMs: untilNextBeat },
    { resource: pods.resource, keys: keysOfPod, delayMs: untilNextBeat },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  if (key === TERMINATED) {
    removeTerminated(world);
    return undefined;
  }
  const name = keyName(key as ObjectKey);
  const node = world.byKey(nodes, key);
  const bound = world.indexed(pods, PODS_BY_NODE, name);
  const table = world.table(QUARANTINED);
  if (node !== undefined || bound.length === 0) {
    table.delete(key);
    if (node !== undefined && isOutOfService(node)) removeTerminating(world, bound);
    return undefined;
  }
  const sinceMs = table.get(key) ?? world.nowMs;
  const leftMs = sinceMs + QUARANTINE_MS - world.nowMs;
  if (leftMs > 0) {
    table.set(key, sinceMs);
    return { requeueAfterMs: leftMs };
  }
  for (const pod of bound) forceDelete(world, pod, ORPHANED);
  table.delete(key);
  return undefined;
}

/** Source: gc_controller.go gcTerminated: the oldest first. */
function removeTerminated(world: World): void {
  const { keys } = terminalPods(world);
  const surplus = keys.size - TERMINATED_THRESHOLD;
  if (surplus <= 0) return;
  const ended = [...keys].flatMap((key) => world.byKey(pods, key) ?? []).sort(byAge);
  for (const pod of ended.slice(0, surplus)) forceDelete(world, pod);
}

/** Source: gc_controller.go gcTerminating. */
function removeTerminating(world: World, bound: readonly Pod[]): void {
  for (const pod of bound) if (pod.metadata.deletionTimestamp !== undefined) forceDelete(world, pod);
}

function isOutOfService(node: Node): boolean {
  const isReady = findCondition(node.status?.conditions, 'Ready')?.status === 'True';
  return !isReady && node.spec.taints?.some((taint) => taint.key === OUT_OF_SERVICE) === true;
}

function keysOfNode({ key, prev, next }: Change): readonly string[] {
  if (next === undefined) return [key];
  const [before, after] = [prev as Node | undefined, next as Node];
  return isOutOfService(after) && (before === undefined || !isOutOfService(before)) ? [key] : [];
}

function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (after === undefined) return [];
  if (isPodTerminal(after) && (before === undefined || !isPodTerminal(before))) {
    return terminalPods(world).keys.size > TERMINATED_THRESHOLD ? [TERMINATED] : [];
  }
  const { nodeName = '' } = after.spec;
  const isPlaced = nodeName !== '' && before?.spec.nodeName !== nodeName;
  const isMarked = after.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
  if (nodeName === '' || (!isPlaced && !isMarked)) return [];
  const node = world.get(nodes, '', nodeName);
  return node === undefined || (isMarked && isOutOfService(node)) ? [keyIn(nodes, '', nodeName)] : [];
}

function untilNextBeat(_change: Change, _key: string, world: World): number {
  return CHECK_PERIOD_MS - (world.nowMs % CHECK_PERIOD_MS);
}

function byAge(a: Pod, b: Pod): number {
  const [first, second] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
