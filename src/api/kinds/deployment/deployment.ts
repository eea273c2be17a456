import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface RollingUpdateDeployment {
  /** A number or a percentage. */
  readonly maxUnavailable?: number | string;
  readonly maxSurge?: number | string;
}

export interface DeploymentStrategy {
  readonly type?: string;
  readonly rollingUpdate?: RollingUpdateDeployment;
}

export interface DeploymentSpec {
  readonly replicas?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly strategy?: DeploymentStrategy;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly paused?: boolean;
  readonly progressDeadlineSeconds?: number;
}

export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly conditions?: readonly Condition[];
  readonly collisionCount?: number;
}

/** apps/v1 Deployment. */
export interface Deployment extends KubeObject {
  readonly spec: DeploymentSpec;
  readonly status?: DeploymentStatus;
}

export const deployments = resourceRef<Deployment>('apps', 'v1', 'deployments', 'Deployment');
