/**
 * The default profile: one plugin a file in this folder. Filters stand in the order in which upstream asks them, which
 * decides the reason that is told; scores are added up by weight.
 * Source: pkg/scheduler/apis/config/v1/default_plugins.go. Not here yet: volumes, pod affinity, preemption.
 */
import type { FilterPlugin, LocalScorePlugin, ScorePlugin } from '../cycle.ts';
import { balancedAllocation } from './balanced-allocation.ts';
import { imageLocality } from './image-locality.ts';
import { nodeAffinityFilter, nodeAffinityScore } from './node-affinity.ts';
import { nodeNameFilter } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { leastAllocated, nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { podTopologySpread } from './pod-topology-spread.ts';
import { taintTolerationFilter, taintTolerationScore } from './taint-toleration.ts';

export const FILTERS: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeNameFilter,
  taintTolerationFilter,
  nodeAffinityFilter,
  nodePorts,
  nodeResourcesFit,
];

export const SCORES: readonly ScorePlugin[] = [
  taintTolerationScore,
  nodeAffinityScore,
  podTopologySpread,
  imageLocality,
];

export const LOCAL_SCORES: readonly LocalScorePlugin[] = [leastAllocated, balancedAllocation];
