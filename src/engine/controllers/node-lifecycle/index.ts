/**
 * The node lifecycle controller: draws the consequences of what nodes say, and of their silence.
 *
 * Promises: a node's taints follow its conditions; Pods on a node that is not ready are not ready; NoExecute taints
 * come at a limited rate for each zone, and not at all when every zone is lost. A second reconciler in this folder, the
 * monitor, finds out which nodes have fallen silent.
 * It evicts nobody: taint-eviction does, because of the taints.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { keyName, type ObjectKey } from '../../../api/machinery/key.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import { itself, type EventNote, type Outcome, type Reconciler, type TableRef, type World } from '../../world.ts';
import { EVENT_COMPONENT, NODE_LIFECYCLE_CONTROLLER } from './name.ts';
import { markPodsNotReady } from './pods-not-ready.ts';
import { isNodeReady, readyCondition } from './readiness.ts';
import { NO_TAINTS, noExecuteKey, noScheduleKeys, presentNoExecuteKey, taintsAfter } from './taints.ts';
import { zoneHealth, zoneOf } from './zone-health.ts';

/** Key for a look at all nodes that are not ready, because a zone's state may have changed. */
const ZONES = 'zones';

interface Known {
  readonly uid: string;
  /** Status of the condition Ready at the last look; empty when there was none. */
  readonly ready: string;
}

const KNOWN: TableRef<Known> = { name: 'node-lifecycle/known' };
/** When the next node of a zone may get a NoExecute taint, ms. */
const NEXT_EVICTION: TableRef<number> = { name: 'node-lifecycle/next-eviction' };

export const nodeLifecycleController: Reconciler = {
  name: NODE_LIFECYCLE_CONTROLLER,
  watches: [
    { resource: nodes.resource, keys: itself },
    { resource: pods.resource, on: ['created', 'status', 'wish'], keys: keysOfPod },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  if (key === ZONES) {
    for (const each of [...zoneHealth(world).notReady].sort()) world.enqueue(NODE_LIFECYCLE_CONTROLLER, each);
    return undefined;
  }
  const node = world.byKey(nodes, key);
  observe(world, keyName(key as ObjectKey), node);
  if (node === undefined) return undefined;
  if (readyCondition(node) !== undefined && !isNodeReady(node)) markPodsNotReady(world, node);
  return followTaints(world, node);
}

/** Greets, misses and takes leave of nodes, and notices when one's readiness has changed. */
function observe(world: World, name: string, node: Node | undefined): void {
  const table = world.table(KNOWN);
  const known = table.get(name);
  const uid = node?.metadata.uid ?? '';
  const ready = node === undefined ? '' : (readyCondition(node)?.status ?? '');
  if (known?.uid === uid && known.ready === ready) return;
  if (known !== undefined && known.uid !== uid) {
    const gone: KubeObject = { apiVersion: 'v1', kind: nodes.kind, metadata: { name, uid: known.uid } };
    tell(world, gone, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
    table.delete(name);
  }
  if (node !== undefined) {
    if (known?.uid !== uid)
      tell(world, node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
    else if (known.ready === 'True') tell(world, node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    table.set(name, { uid, ready });
  }
  if ((known?.ready === 'True') !== (ready === 'True')) world.enqueue(NODE_LIFECYCLE_CONTROLLER, ZONES);
}

function followTaints(world: World, node: Node): Outcome {
  const { noExecute, waitMs } = allowedNoExecute(world, node);
  const taints = taintsAfter(node, noScheduleKeys(node), noExecute, world.nowMs);
  if (taints !== (node.spec.taints ?? NO_TAINTS)) {
    const { taints: _before, ...spec } = node.spec;
    const written = world.update(nodes, { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } });
    if (!written.ok) return { retry: true };
  }
  return waitMs === undefined ? undefined : { requeueAfterMs: waitMs };
}

/** The NoExecute taint that the node may have now, and how long to wait for one that it may not have yet. */
function allowedNoExecute(
  world: World,
  node: Node,
): { readonly noExecute: string | undefined; readonly waitMs?: number } {
  const wanted = noExecuteKey(node);
  const health = zoneHealth(world);
  if (wanted === undefined || health.isAllLost) return { noExecute: undefined };
  // One of the two in the other's place needs no permission: the node is being evicted already.
  if (presentNoExecuteKey(node) !== undefined) return { noExecute: wanted };
  const zone = zoneOf(node);
  const rate = health.evictionsPerSecond(zone);
  if (rate === 0) return { noExecute: undefined };
  const table = world.table(NEXT_EVICTION);
  const nextMs = table.get(zone) ?? 0;
  if (world.nowMs < nextMs) return { noExecute: undefined, waitMs: nextMs - world.nowMs };
  table.set(zone, world.nowMs + 1000 / rate);
  return { noExecute: wanted };
}

/** A Pod that says it is ready on a node that is not. Source: node_lifecycle_controller.go processPod. */
function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (after === undefined || !isPodReady(after) || (before !== undefined && isPodReady(before))) return [];
  const key = keyIn(nodes, '', after.spec.nodeName ?? '');
  return zoneHealth(world).notReady.has(key) ? [key] : [];
}

function tell(world: World, about: EventNote['about'], reason: string, message: string): void {
  world.note({ about, type: 'Normal', reason, message, component: EVENT_COMPONENT });
}
