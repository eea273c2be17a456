import { leases } from '../../../api/kinds/lease/lease.ts';
import { nodes, type Node, type NodeCondition } from '../../../api/kinds/node/node.ts';
import { formatTime, parseTime } from '../../../lib/time.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { findCondition } from '../shared/conditions.ts';
import { NODE_LIFECYCLE_CONTROLLER } from './name.ts';
import { readyCondition } from './readiness.ts';

const NAME = 'node-monitor';
const KEY = 'all';
/** Namespace of the nodes' leases. Source: core/v1 NamespaceNodeLease. */
const LEASE_NAMESPACE = 'kube-node-lease';
/** Patience with a node that never reported. Source: nodelifecycle/config/v1alpha1/defaults.go NodeStartupGracePeriod. */
const STARTUP_GRACE_MS = 60_000;
/** Conditions that only the kubelet can tell. Source: node_lifecycle_controller.go tryUpdateNodeHealth. */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Looks at every node's heartbeat, period after period, and says so when one has fallen silent. */
export const nodeMonitor: Reconciler = {
  name: NAME,
  actor: () => NODE_LIFECYCLE_CONTROLLER,
  watches: [],
  housekeeping: true,
  start: (world) => world.enqueue(NAME, KEY, world.timing.nodeMonitorPeriodMs),
  reconcile,
};

function reconcile(world: World): Outcome {
  for (const node of world.list(nodes)) if (isSilent(world, node)) markUnknown(world, node);
  return { requeueAfterMs: world.timing.nodeMonitorPeriodMs };
}

/** No lease renewed and no status posted for longer than the grace period. */
function isSilent(world: World, node: Node): boolean {
  const ready = readyCondition(node);
  if (ready?.status === 'Unknown') return false;
  const createdMs = parseTime(node.metadata.creationTimestamp) ?? world.nowMs;
  const lease = world.get(leases, LEASE_NAMESPACE, node.metadata.name ?? '');
  const heardMs = Math.max(
    parseTime(lease?.spec.renewTime) ?? createdMs,
    parseTime(ready?.lastHeartbeatTime) ?? createdMs,
  );
  const graceMs = ready === undefined ? STARTUP_GRACE_MS : world.timing.nodeMonitorGraceMs;
  return world.nowMs > heardMs + graceMs;
}

function markUnknown(world: World, node: Node): void {
  const now = formatTime(world.nowMs);
  const known = (node.status?.conditions ?? []).map((condition) =>
    KUBELET_CONDITIONS.includes(condition.type) ? unknown(condition, now) : condition,
  );
  const missing = KUBELET_CONDITIONS.filter((type) => findCondition(known, type) === undefined);
  const never = missing.map((type): NodeCondition => {
    const heard = node.metadata.creationTimestamp;
    const told = {
      type,
      status: 'Unknown' as const,
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    };
    return { ...told, ...(heard === undefined ? {} : { lastHeartbeatTime: heard }), lastTransitionTime: now };
  });
  world.updateStatus(nodes, { ...node, status: { ...node.status, conditions: [...known, ...never] } });
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  if (condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: now,
  };
}
