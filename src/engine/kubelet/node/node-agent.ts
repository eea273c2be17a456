/**
 * The node side of a kubelet: it reports its machine, renews its lease, and does nothing while the machine has no power.
 * It knows nothing of pods beyond asking the pod worker to look at them.
 */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { keyName } from '../../../api/machinery/key.ts';
import { formatTime } from '../../../lib/time.ts';
import { isMachineNews, nodeWithKubelet } from '../../node-side/node-power.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { forgetImages } from '../images.ts';
import { forgetAddresses } from '../pod-ip.ts';
import { forgetContainers, lookAtAllPods } from '../pod-worker.ts';
import { EVICTION_MANAGER } from '../pressure/manager-name.ts';
import { pressureOf } from '../pressure/node-pressure.ts';
import { hasRebooted, noticePower } from './power-loss.ts';
import { freeNodeAddress } from './node-address.ts';
import { isPostedReady, isUnderPressure, readyStatus, withNodeLabels } from './node-status.ts';
import { NODE_LEASE } from './node-lease.ts';

const NAME = 'kubelet-node';

/**
 * The kubelet's start, and its care for its own Node object: posts that it is ready, once a machine has joined or when
 * the control plane has lost sight of it; begins its heartbeat; looks at all its pods. Keys are node names.
 */
export const nodeAgent: Reconciler = {
  name: NAME,
  actor: (key) => `kubelet/${key}`,
  watches: [{ resource: nodes.resource, keys: nodeKeys }],
  reconcile: look,
};

function look(world: World, name: string): Outcome {
  const node = nodeWithKubelet(world, name);
  if (node === undefined) {
    if (world.get(nodes, '', name) === undefined) forgetMachine(world, name);
    else noticePower(world, name);
    return undefined;
  }
  world.enqueue(NODE_LEASE, name);
  if (hasRebooted(world, name)) forgetContainers(world, name);
  lookAtAllPods(world, name);
  if (pressureOf(world, node).length > 0 || isUnderPressure(node)) world.enqueue(EVICTION_MANAGER, name);
  if (isPostedReady(node)) return undefined;
  return becomeReady(world, node, name) ? undefined : { retry: true };
}

function becomeReady(world: World, node: Node, name: string): boolean {
  const labels = withNodeLabels(node.metadata.labels, name);
  const labelled = world.update(nodes, { ...node, metadata: { ...node.metadata, labels } });
  if (!labelled.ok) return false;
  const current = labelled.object;
  const isNew = node.status?.conditions === undefined;
  const address = node.status?.addresses === undefined ? freeNodeAddress(world) : '';
  const status = readyStatus(current, address, formatTime(world.nowMs));
  if (!world.updateStatus(nodes, { ...current, status }).ok) return false;
  if (isNew) tell(world, node, 'Starting', 'Starting kubelet.');
  for (const reason of isNew ? FIRST_REASONS : []) tell(world, node, reason, `Node ${name} status is now: ${reason}`);
  if (isNew) tell(world, node, 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  tell(world, node, 'NodeReady', `Node ${name} status is now: NodeReady`);
  return true;
}

const FIRST_REASONS = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];

function tell(world: World, about: Node, reason: string, message: string): void {
  world.note({ about, type: 'Normal', reason, message, component: 'kubelet', host: about.metadata.name ?? '' });
}

function forgetMachine(world: World, name: string): void {
  forgetImages(world, name);
  forgetAddresses(world, name);
}

/** A kubelet finds out at its next heartbeat that it was taken for dead. */
function nodeKeys(change: Change): readonly string[] {
  return isMachineNews(change) ? [keyName(change.key)] : [];
}
