/**
 * What kubelet and kube-proxy of one node have in common: the machine under them. Faults are switches in a table, so
 * that they are in every checkpoint; who flips one asks the reconcilers `kubelet-node` and `kube-proxy` to look at the
 * node. It does not say what anybody else sees of a fault: that is for the heartbeat to show.
 */
import { nodes, type Node } from '../../api/kinds/node/node.ts';
import type { TableRef, World } from '../world.ts';

export interface NodeFault {
  /** False: the machine is off. Nothing on it does anything. */
  readonly power: boolean;
}

/** By node name; a node without an entry is well. */
export const NODE_FAULTS: TableRef<NodeFault> = { name: 'node-faults' };

/** The node's object, if there is one and its machine runs. */
export function runningNode(world: World, name: string): Node | undefined {
  if (world.table(NODE_FAULTS).get(name)?.power === false) return undefined;
  return world.get(nodes, '', name);
}
