/**
 * The default profile: one plugin a file in this folder. Filters stand in the order in which upstream asks them, which
 * decides the reason that is told; scores are added up by weight.
 * Source: pkg/scheduler/apis/config/v1/default_plugins.go.
 */
import type { FilterPlugin, LocalScorePlugin, ScorePlugin } from '../cycle.ts';
import { balancedAllocation } from './balanced-allocation.ts';
import { imageLocality } from './image-locality.ts';
import { interPodAffinityFilter, interPodAffinityScore } from './inter-pod-affinity.ts';
import { nodeAffinityFilter, nodeAffinityScore } from './node-affinity.ts';
import { nodeNameFilter } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { leastAllocated, nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { podTopologySpread, podTopologySpreadFilter } from './pod-topology-spread.ts';
import { taintTolerationFilter, taintTolerationScore } from './taint-toleration.ts';
import { volumeBinding } from './volume-binding.ts';
import { nodeVolumeLimits } from './volume-limits.ts';
import { volumeRestrictions } from './volume-restrictions.ts';
import { volumeZone } from './volume-zone.ts';

export const FILTERS: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeNameFilter,
  taintTolerationFilter,
  nodeAffinityFilter,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpreadFilter,
  interPodAffinityFilter,
];

export const SCORES: readonly ScorePlugin[] = [
  taintTolerationScore,
  nodeAffinityScore,
  podTopologySpread,
  interPodAffinityScore,
  imageLocality,
];

export const LOCAL_SCORES: readonly LocalScorePlugin[] = [leastAllocated, balancedAllocation];
