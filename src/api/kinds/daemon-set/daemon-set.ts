import type { IntOrPercent } from '../../machinery/int-or-percent.ts';
import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface RollingUpdateDaemonSet {
  /** A number or a percentage of the nodes that should run the daemon. */
  readonly maxUnavailable?: IntOrPercent;
  readonly maxSurge?: IntOrPercent;
}

export interface DaemonSetUpdateStrategy {
  readonly type?: string;
  readonly rollingUpdate?: RollingUpdateDaemonSet;
}

export interface DaemonSetSpec {
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly updateStrategy?: DaemonSetUpdateStrategy;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
}

export interface DaemonSetStatus {
  /** Nodes that should run the daemon and do, Pods under deletion included. */
  readonly currentNumberScheduled: number;
  /** Nodes that should not run the daemon, but do. */
  readonly numberMisscheduled: number;
  readonly desiredNumberScheduled: number;
  readonly numberReady: number;
  readonly observedGeneration?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberUnavailable?: number;
  readonly collisionCount?: number;
  readonly conditions?: readonly Condition[];
}

/** apps/v1 DaemonSet. */
export interface DaemonSet extends KubeObject {
  readonly spec: DaemonSetSpec;
  readonly status?: DaemonSetStatus;
}

export const daemonSets = resourceRef<DaemonSet>('apps', 'v1', 'daemonsets', 'DaemonSet');

/** Counts the templates that a DaemonSet had. Source: apps/v1 DeprecatedTemplateGeneration. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
