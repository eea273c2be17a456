import type { IntOrPercent } from '../../machinery/int-or-percent.ts';
import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PersistentVolumeClaim } from '../persistent-volume-claim/persistent-volume-claim.ts';
import type { PodTemplateSpec } from '../pod/pod-spec.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface RollingUpdateStatefulSet {
  /** Index of the lowest Pod that gets the new template. */
  readonly partition?: number;
  /** Dropped on write: the gate MaxUnavailableStatefulSet is off. */
  readonly maxUnavailable?: IntOrPercent;
}

export interface StatefulSetUpdateStrategy {
  readonly type?: string;
  readonly rollingUpdate?: RollingUpdateStatefulSet;
}

/** What becomes of claims: `Retain` or `Delete`. */
export interface ClaimRetentionPolicy {
  readonly whenDeleted?: string;
  readonly whenScaled?: string;
}

export interface StatefulSetSpec {
  readonly replicas?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly volumeClaimTemplates?: readonly PersistentVolumeClaim[];
  readonly serviceName?: string;
  readonly podManagementPolicy?: string;
  readonly updateStrategy?: StatefulSetUpdateStrategy;
  readonly revisionHistoryLimit?: number;
  readonly minReadySeconds?: number;
  readonly persistentVolumeClaimRetentionPolicy?: ClaimRetentionPolicy;
  readonly ordinals?: { readonly start?: number };
}

export interface StatefulSetStatus {
  readonly observedGeneration?: number;
  readonly replicas: number;
  readonly readyReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
  readonly collisionCount?: number;
  readonly conditions?: readonly Condition[];
  readonly availableReplicas: number;
}

/** apps/v1 StatefulSet. */
export interface StatefulSet extends KubeObject {
  readonly spec: StatefulSetSpec;
  readonly status?: StatefulSetStatus;
}

export const statefulSets = resourceRef<StatefulSet>('apps', 'v1', 'statefulsets', 'StatefulSet');

/** Labels that the controller gives to Pods. Source: apps/v1 types.go. */
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
export const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';
/** On Pods of StatefulSets (the ControllerRevision's name) and of DaemonSets (its hash). */
export const REVISION_LABEL = 'controller-revision-hash';
