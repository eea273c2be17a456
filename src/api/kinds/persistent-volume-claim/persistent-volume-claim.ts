import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { ResourceRequirements } from '../pod/container.ts';
import type { Condition, ResourceList } from '../shared/meta-types.ts';

/** core/v1 TypedLocalObjectReference and TypedObjectReference: what a new volume is filled from. */
export interface DataSource {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What somebody wants of a volume. Also the spec of claim templates. */
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly string[];
  readonly selector?: LabelSelector;
  readonly resources?: ResourceRequirements;
  readonly volumeName?: string;
  /** Absent: the default class. Empty: no class at all. */
  readonly storageClassName?: string;
  readonly volumeMode?: string;
  readonly dataSource?: DataSource;
  readonly dataSourceRef?: DataSource;
  readonly volumeAttributesClassName?: string;
}

export interface PersistentVolumeClaimCondition extends Omit<Condition, 'lastUpdateTime'> {
  readonly lastProbeTime?: string;
}

export interface PersistentVolumeClaimStatus {
  /** Pending, Bound or Lost. */
  readonly phase?: string;
  readonly accessModes?: readonly string[];
  readonly capacity?: ResourceList;
  readonly conditions?: readonly PersistentVolumeClaimCondition[];
  readonly allocatedResources?: ResourceList;
  readonly allocatedResourceStatuses?: Readonly<Record<string, string>>;
  readonly currentVolumeAttributesClassName?: string;
}

/** core/v1 PersistentVolumeClaim. */
export interface PersistentVolumeClaim extends KubeObject {
  readonly spec: PersistentVolumeClaimSpec;
  readonly status?: PersistentVolumeClaimStatus;
}

export const persistentVolumeClaims = resourceRef<PersistentVolumeClaim>(
  '',
  'v1',
  'persistentvolumeclaims',
  'PersistentVolumeClaim',
);

/** Held while a Pod uses the claim. */
export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
/** Annotations of binding and provisioning. Source: component-helpers/storage/volume/helpers.go. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
export const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
export const BETA_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** The class that a claim or volume names; "" for none. The beta annotation wins, as upstream. */
export function classNameOf(object: KubeObject & { readonly spec: { readonly storageClassName?: string } }): string {
  return object.metadata.annotations?.[BETA_CLASS] ?? object.spec.storageClassName ?? '';
}

/** True when the claim says which class it wants, be it none. */
export function namesClass(claim: PersistentVolumeClaim): boolean {
  return claim.metadata.annotations?.[BETA_CLASS] !== undefined || claim.spec.storageClassName !== undefined;
}

/** Storage asked for, as text. */
export function requestedStorage({ spec }: PersistentVolumeClaim): string {
  return spec.resources?.requests?.['storage'] ?? '0';
}
