/**
 * Taint eviction: deletes Pods from nodes with NoExecute taints that they do not tolerate, or not for longer.
 *
 * Promises: a Pod goes when the shortest of its tolerations is over, counted from when its eviction was first foreseen;
 * when the taints go in time it stays, and an event says so.
 * It sets no taints: the node lifecycle controller and people do.
 * Source: pkg/controller/tainteviction/taint_eviction.go.
 */
import { nodes, type Node, type Taint } from '../../../api/kinds/node/node.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { formatTime } from '../../../lib/time.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { PODS_BY_NODE } from '../shared/pod-facts.ts';
import { toleratedMs } from './tolerance.ts';

const TAINT_EVICTION_CONTROLLER = 'taint-eviction-controller';
const NO_TAINTS: readonly Taint[] = [];

interface Foreseen {
  readonly uid: string;
  readonly sinceMs: number;
}

/** Since when a Pod's eviction is foreseen. */
const FORESEEN: TableRef<Foreseen> = { name: 'taint-eviction/foreseen' };

export const taintEvictionController: Reconciler = {
  name: TAINT_EVICTION_CONTROLLER,
  watches: [
    { resource: nodes.resource, keys: keysOfNode },
    { resource: pods.resource, on: ['created', 'wish', 'removed'], keys: keysOfPod },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const table = world.table(FORESEEN);
  const pod = world.byKey(pods, key);
  const known = table.get(key);
  const foreseen = known?.uid === pod?.metadata.uid ? known : undefined;
  if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) {
    table.delete(key);
    return undefined;
  }
  const taints = noExecuteTaints(world.get(nodes, '', pod.spec.nodeName ?? ''));
  const staysMs = toleratedMs(taints, pod.spec.tolerations ?? []);
  if (staysMs === Infinity) {
    table.delete(key);
    if (foreseen !== undefined) tell(world, pod, 'Cancelling deletion of');
    return undefined;
  }
  const sinceMs = foreseen?.sinceMs ?? world.nowMs;
  const leftMs = sinceMs + staysMs - world.nowMs;
  if (leftMs <= 0) return evict(world, key, pod);
  if (foreseen === undefined) table.set(key, { uid: pod.metadata.uid ?? '', sinceMs });
  return { requeueAfterMs: leftMs };
}

function evict(world: World, key: string, pod: Pod): Outcome {
  tell(world, pod, 'Marking for deletion');
  const marked = world.updateStatus(pods, withDisruptionTarget(pod, world.nowMs));
  const { uid } = pod.metadata;
  const deleted = world.delete(pods, marked.ok ? marked.object : pod, uid === undefined ? {} : { uid });
  if (!deleted.ok && deleted.status.reason !== 'NotFound') return { retry: true };
  world.table(FORESEEN).delete(key);
  return undefined;
}

/** Source: taint_eviction.go addConditionAndDeletePod. */
function withDisruptionTarget(pod: Pod, nowMs: number): Pod {
  if (podCondition(pod, 'DisruptionTarget')?.status === 'True') return pod;
  const others = (pod.status?.conditions ?? []).filter((condition) => condition.type !== 'DisruptionTarget');
  const { generation } = pod.metadata;
  const condition = {
    type: 'DisruptionTarget',
    status: 'True' as const,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: formatTime(nowMs),
  };
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}

function keysOfNode({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Node | undefined, next as Node | undefined];
  if (before?.spec.taints === after?.spec.taints || deepEqual(noExecuteTaints(before), noExecuteTaints(after)))
    return [];
  const name = (after ?? before)?.metadata.name ?? '';
  return world
    .indexed(pods, PODS_BY_NODE, name)
    .map((pod) => keyIn(pods, pod.metadata.namespace ?? '', pod.metadata.name ?? ''));
}

/** A Pod concerns it when it comes to a tainted node, changes what it tolerates, or is foreseen and goes. */
function keysOfPod({ key, prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (after === undefined || after.metadata.deletionTimestamp !== undefined)
    return world.table(FORESEEN).has(key) ? [key] : [];
  const { nodeName = '', tolerations } = after.spec;
  if (nodeName === '' || (before?.spec.nodeName === nodeName && before.spec.tolerations === tolerations)) return [];
  return noExecuteTaints(world.get(nodes, '', nodeName)).length === 0 ? [] : [key];
}

function noExecuteTaints(node: Node | undefined): readonly Taint[] {
  const taints = node?.spec.taints;
  if (taints === undefined || !taints.some((taint) => taint.effect === 'NoExecute')) return NO_TAINTS;
  return taints.filter((taint) => taint.effect === 'NoExecute');
}

function tell(world: World, pod: Pod, what: string): void {
  const message = `${what} Pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`;
  world.note({
    about: pod,
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message,
    component: TAINT_EVICTION_CONTROLLER,
  });
}
