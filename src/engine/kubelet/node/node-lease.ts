import { leases, type Lease } from '../../../api/kinds/lease/lease.ts';
import { nodes, type ContainerImage, type Node } from '../../../api/kinds/node/node.ts';
import { formatMicroTime } from '../../../lib/time.ts';
import { nodeWithKubelet } from '../../node-side/node-power.ts';
import type { Range } from '../../timing.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { nodeImages } from '../images.ts';
import { isPostedReady } from './node-status.ts';
import { noticePower } from './power-loss.ts';

export const NODE_LEASE = 'kubelet-lease';

const LEASE_NAMESPACE = 'kube-node-lease';
/** Renewals are spread by this part of the period. Source: component-helpers/apimachinery/lease/controller.go. */
const JITTER = 0.04;
/** Most images that a node reports. Source: kubelet nodeStatusMaxImages. */
const IMAGES_MAX = 50;

/**
 * The kubelet's heartbeat: renews the node's Lease, and posts on the Node what has changed since the last one.
 * Keys are node names. Source: pkg/kubelet/kubelet.go (lease), pkg/kubelet/kubelet_node_status.go.
 */
export const nodeLease: Reconciler = {
  name: NODE_LEASE,
  actor: (key) => `kubelet/${key}`,
  watches: [],
  housekeeping: true,
  reconcile: look,
};

function look(world: World, name: string): Outcome {
  const node = nodeWithKubelet(world, name);
  // A machine that is off starts anew with its node agent.
  if (node === undefined) {
    noticePower(world, name);
    return undefined;
  }
  const isFirst = renew(world, node, name);
  postImages(world, node, name);
  if (!isPostedReady(node)) world.enqueue('kubelet-node', name);
  const { leaseRenewMs } = world.timing;
  // Machines that joined at one moment do not beat as one.
  const range: Range = isFirst ? [0, leaseRenewMs] : [leaseRenewMs, leaseRenewMs * (1 + JITTER)];
  return { requeueAfterMs: world.draw(range, 'kubelet/lease', name, world.nowMs) };
}

/** True when the Lease is new. */
function renew(world: World, node: Node, name: string): boolean {
  const now = formatMicroTime(world.nowMs);
  const known = world.get(leases, LEASE_NAMESPACE, name);
  if (known !== undefined) {
    world.update(leases, { ...known, spec: { ...known.spec, renewTime: now } });
    return false;
  }
  const lease: Lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid ?? '' }],
    },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: Math.round(world.timing.leaseDurationMs / 1000),
      renewTime: now,
    },
  };
  return world.create(leases, lease).ok;
}

function postImages(world: World, node: Node, name: string): void {
  const present = nodeImages(world, name).filter(({ presentMs }) => presentMs <= world.nowMs);
  const posted = node.status?.images ?? [];
  if (Math.min(present.length, IMAGES_MAX) === posted.length) return;
  // The largest first, as the runtime's list is reported.
  const images = present.toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, IMAGES_MAX);
  const list = images.map((image): ContainerImage => ({ names: [image.name], sizeBytes: image.sizeBytes }));
  world.updateStatus(nodes, { ...node, status: { ...node.status, images: list } });
}
