/**
 * Node IPAM: gives every Node the range that its Pods' addresses come from.
 *
 * Promises: a range of its own for each node, in order of arrival, kept until the Node object is deleted.
 * It gives no Pod an address: the node does, out of its range.
 * Source: pkg/controller/nodeipam/ipam/range_allocator.go.
 */
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { cidrBlocks, nextBlock } from './cidr-blocks.ts';

const NODE_IPAM_CONTROLLER = 'node-ipam-controller';
/** Source of its events. Source: range_allocator.go NewCIDRRangeAllocator. */
const EVENT_COMPONENT = 'cidrAllocator';
/** Mask of a node's range. Source: cmd/kube-controller-manager/app/core.go. */
const NODE_MASK_BITS = 24;
/** The usual range of Pods has room for 256 nodes. Kubernetes takes one range; larger clusters here go on in a second one. */
const CLUSTER_CIDRS = ['10.244.0.0/16', '10.128.0.0/10'];
const BLOCKS = cidrBlocks(CLUSTER_CIDRS, NODE_MASK_BITS);

/** Number of the block to try next, under the key `next`. */
const CURSOR: TableRef<number> = { name: 'node-ipam/cursor' };

export const nodeIpamController: Reconciler = {
  name: NODE_IPAM_CONTROLLER,
  // At once, so that ranges follow the order in which nodes arrive.
  watches: [{ resource: nodes.resource, keys: keysOf, delayMs: () => 0 }],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const node = world.byKey(nodes, key);
  if (node === undefined || hasRange(node) || node.metadata.deletionTimestamp !== undefined) return undefined;
  const cursor = world.table(CURSOR);
  const used = world.derived('node-cidrs', () => new UsedRanges());
  const found = nextBlock(BLOCKS, cursor.get('next') ?? 0, (block) => used.has(block));
  if (found === undefined) {
    const message = `Node ${node.metadata.name ?? ''} status is now: CIDRNotAvailable`;
    world.note({ about: node, type: 'Normal', reason: 'CIDRNotAvailable', message, component: EVENT_COMPONENT });
    return { retry: true };
  }
  const written = world.update(nodes, {
    ...node,
    spec: { ...node.spec, podCIDR: found.block, podCIDRs: [found.block] },
  });
  if (!written.ok) return { retry: true };
  cursor.set('next', (found.index + 1) % BLOCKS.count);
  return undefined;
}

function keysOf({ key, next }: Change): readonly string[] {
  return next !== undefined && !hasRange(next as Node) ? [key] : [];
}

function hasRange({ spec }: Node): boolean {
  return spec.podCIDR !== undefined && spec.podCIDR !== '';
}

/** Ranges that nodes have. */
class UsedRanges implements Derived {
  readonly resources = [nodes.resource];
  readonly #ranges = new Set<string>();

  apply({ resource, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== nodes.resource) return;
    const [before, after] = [prev as Node | undefined, next as Node | undefined];
    if (before?.spec.podCIDR === after?.spec.podCIDR) return;
    if (before?.spec.podCIDR !== undefined) this.#ranges.delete(before.spec.podCIDR);
    if (after?.spec.podCIDR !== undefined) this.#ranges.add(after.spec.podCIDR);
  }

  has(range: string): boolean {
    return this.#ranges.has(range);
  }
}
