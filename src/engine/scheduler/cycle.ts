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
  /**
   * Why no node at all can take the pod, whatever the nodes are (`pod has unbound immediate PersistentVolumeClaims`);
   * told once, instead of reasons by node. Upstream: PreFilter refuses.
   */
  readonly refusal?: (cycle: Cycle) => string | undefined;
  /** Names of the only nodes that are worth a look; undefined when all are. Upstream: PreFilterResult. */
  readonly nodeNames?: (cycle: Cycle) => ReadonlySet<string> | undefined;
  /** Made once for a pod, and again after something was pretended; undefined when every node passes. */
  readonly filter: (cycle: Cycle) => NodeFilter | undefined;
  /**
   * It reads the pod's spec and the table of nodes and nothing else: what it said of a node holds for all pods of a
   * template, until the node or a pod on it changes.
   */
  readonly tableOnly?: boolean;
}

/** Numbers in a row, one for each node, or one for each class of equal nodes. */
export type Scores = Float64Array;

/** How good the nodes are for one pod. */
export interface NodeScore {
  /** What of a node counts, as one number: nodes with equal values get equal scores. */
  readonly value: (slot: number) => number;
  /** Turns the first `count` values into whole scores from 0 to 100. They are all there are, of `nodeCount` nodes. */
  readonly finish: (values: Scores, count: number, nodeCount: number) => void;
  /** What the values are counts of: with another one, all values are others. */
  readonly counted?: object;
}

/** Says which of the nodes that can take a pod are better. */
export interface ScorePlugin {
  readonly name: string;
  readonly weight: number;
  /** Made once for a pod and the nodes that can take it; undefined when all would get the same. */
  readonly score: (cycle: Cycle, slots: Int32Array) => NodeScore | undefined;
  /**
   * Asked before `score`: the value of a node stays what it is until the node or a pod on it changes, for all pods of
   * a template, and does not depend on the nodes that can take the pod.
   */
  readonly isLasting: (cycle: Cycle) => boolean;
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
