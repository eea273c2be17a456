import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { World } from '../world.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeTable } from './node-table.ts';
import type { PodRequests } from './pod-requests.ts';

/** What every plugin may look at while one pod is being placed. */
export interface Cycle {
  readonly world: World;
  readonly pod: Pod;
  readonly requests: PodRequests;
  readonly table: NodeTable;
}

/** Why a node cannot take the pod. */
export interface Refusal {
  readonly reasons: readonly string[];
  /** No eviction can help: preemption does not look at the node. Upstream: UnschedulableAndUnresolvable. */
  readonly unresolvable: boolean;
}

/** Nodes go by their slot here: `table.at(slot)` is the node, `table.columns` has its figures. */
export type NodeFilter = (slot: number) => Refusal | undefined;

/** Says which nodes can take a pod. */
export interface FilterPlugin {
  readonly name: string;
  /** Made once for a pod; undefined when every node passes. */
  readonly filter: (cycle: Cycle) => NodeFilter | undefined;
}

/** A number for each node, in the order in which the nodes are given. Scratch space: read before the next plugin writes. */
export type Scores = Float64Array;

/**
 * Says which of the nodes that can take a pod are better. It scores all of them in one loop of its own: half a
 * thousand nodes a pod in a large cluster leave no time for a call a node.
 */
export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** Fills in a whole number from 0 to 100 for each of the nodes in `slots`; false when all would get the same. */
  readonly score: (cycle: Cycle, slots: Int32Array, scores: Scores) => boolean;
}

/**
 * A score that depends on nothing but the node and the pod's requests. The framework keeps the sum of them with the
 * node until one of the two changes.
 */
export interface LocalScorePlugin {
  readonly name: string;
  readonly weight: number;
  readonly score: (node: NodeInfo, requests: PodRequests) => number;
}

/** Best score of one plugin for one node. Source: kube-scheduler framework MaxNodeScore. */
export const MAX_SCORE = 100;
