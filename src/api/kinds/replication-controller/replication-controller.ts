import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface ReplicationControllerSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector?: StringMap;
  readonly template?: PodTemplateSpec;
}

export interface ReplicationControllerStatus {
  readonly replicas: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

/** core/v1 ReplicationController: what ReplicaSets took the place of. */
export interface ReplicationController extends KubeObject {
  readonly spec: ReplicationControllerSpec;
  readonly status?: ReplicationControllerStatus;
}

export const replicationControllers = resourceRef<ReplicationController>(
  '',
  'v1',
  'replicationcontrollers',
  'ReplicationController',
);
