import type { IntOrPercent } from '../../machinery/int-or-percent.ts';
import type { KubeObject, LabelSelector, StringMap } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface PodDisruptionBudgetSpec {
  readonly minAvailable?: IntOrPercent;
  readonly maxUnavailable?: IntOrPercent;
  /** Absent: no pod; empty: all pods of the namespace. */
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy?: string;
}

export interface PodDisruptionBudgetStatus {
  readonly observedGeneration?: number;
  /** Pods whose eviction was granted and whose deletion the controller has not seen: name to time. */
  readonly disruptedPods?: StringMap;
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
  readonly conditions?: readonly (Condition & { readonly observedGeneration?: number })[];
}

/** policy/v1 PodDisruptionBudget. */
export interface PodDisruptionBudget extends KubeObject {
  readonly spec: PodDisruptionBudgetSpec;
  readonly status?: PodDisruptionBudgetStatus;
}

export const podDisruptionBudgets = resourceRef<PodDisruptionBudget>(
  'policy',
  'v1',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);
