import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface ReplicaSetSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
}

export interface ReplicaSetStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

/** apps/v1 ReplicaSet. */
export interface ReplicaSet extends KubeObject {
  readonly spec: ReplicaSetSpec;
  readonly status?: ReplicaSetStatus;
}

export const replicaSets = resourceRef<ReplicaSet>('apps', 'v1', 'replicasets', 'ReplicaSet');
