/**
 * What kubelet and kube-proxy of one node have in common: the machine under them. A person breaks it by the annotation
 * `sim.kubarium.dev/fault` of the Node: `power` (the machine is off) or `kubelet` (only its kubelet is stopped); without
 * it the machine is well. So a fault comes through the API as everything does, and is in every journal and checkpoint.
 * It does not say what anybody else sees of a fault: that is for the heartbeat to show.
 */
import { nodes, type Node } from '../../api/kinds/node/node.ts';
import type { Change } from '../store/change-log.ts';
import type { TableRef, World } from '../world.ts';

export interface NodeFault {
  /** False: the machine is off. Nothing on it does anything. */
  readonly power: boolean;
  /** False: its kubelet is stopped. Containers run on, and nobody says so. */
  readonly kubelet?: boolean;
  /** Conditions of the Node that the machine is short enough of something for: MemoryPressure, DiskPressure, PIDPressure. */
  readonly pressure?: readonly string[];
}

/** Annotation of a Node that breaks its machine. */
export const FAULT = 'sim.kubarium.dev/fault';

/** Faults that tests set without a request, by node name; who sets one asks `kubelet-node` and `kube-proxy` to look. */
export const NODE_FAULTS: TableRef<NodeFault> = { name: 'node-faults' };

/** The node's object, if there is one and its kubelet runs. */
export function nodeWithKubelet(world: World, name: string): Node | undefined {
  const node = runningNode(world, name);
  if (node === undefined || node.metadata.annotations?.[FAULT] === 'kubelet') return undefined;
  return world.table(NODE_FAULTS).get(name)?.kubelet === false ? undefined : node;
}

/** The node's object, if there is one and its machine runs. */
export function runningNode(world: World, name: string): Node | undefined {
  return hasPower(world, name) ? world.get(nodes, '', name) : undefined;
}

/** False while the machine is off. */
export function hasPower(world: World, name: string): boolean {
  if (world.table(NODE_FAULTS).get(name)?.power === false) return false;
  return world.get(nodes, '', name)?.metadata.annotations?.[FAULT] !== 'power';
}

/** True for nodes that come, go, break or are mended: what lives on the machine must look. */
export function isMachineNews({ prev, next }: Pick<Change, 'prev' | 'next'>): boolean {
  if (prev === undefined || next === undefined) return true;
  return prev.metadata.annotations?.[FAULT] !== next.metadata.annotations?.[FAULT];
}
