import type { JsonObject } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { NodeSelectorTerm } from '../pod/affinity.ts';
import type { ObjectReference, ResourceList } from '../shared/meta-types.ts';

export interface CsiPersistentVolume {
  readonly driver: string;
  readonly volumeHandle: string;
  readonly readOnly?: boolean;
  readonly fsType?: string;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
}

/** core/v1 PersistentVolumeSpec. Sources of storage systems that nothing here acts on stay plain JSON. */
export interface PersistentVolumeSpec {
  readonly capacity?: ResourceList;
  readonly accessModes?: readonly string[];
  readonly claimRef?: ObjectReference;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly storageClassName?: string;
  readonly mountOptions?: readonly string[];
  readonly volumeMode?: string;
  readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } };
  readonly volumeAttributesClassName?: string;
  readonly csi?: CsiPersistentVolume;
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly local?: { readonly path: string; readonly fsType?: string };
  readonly awsElasticBlockStore?: JsonObject;
  readonly azureDisk?: JsonObject;
  readonly azureFile?: JsonObject;
  readonly cephfs?: JsonObject;
  readonly cinder?: JsonObject;
  readonly fc?: JsonObject;
  readonly flexVolume?: JsonObject;
  readonly flocker?: JsonObject;
  readonly gcePersistentDisk?: JsonObject;
  readonly glusterfs?: JsonObject;
  readonly iscsi?: JsonObject;
  readonly photonPersistentDisk?: JsonObject;
  readonly portworxVolume?: JsonObject;
  readonly quobyte?: JsonObject;
  readonly rbd?: JsonObject;
  readonly scaleIO?: JsonObject;
  readonly storageos?: JsonObject;
  readonly vsphereVolume?: JsonObject;
}

export interface PersistentVolumeStatus {
  /** Pending, Available, Bound, Released or Failed. */
  readonly phase?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly lastPhaseTransitionTime?: string;
}

/** core/v1 PersistentVolume. */
export interface PersistentVolume extends KubeObject {
  readonly spec: PersistentVolumeSpec;
  readonly status?: PersistentVolumeStatus;
}

export const persistentVolumes = resourceRef<PersistentVolume>(
  '',
  'v1',
  'persistentvolumes',
  'PersistentVolume',
  false,
);

/** Held while the volume is Bound. */
export const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';
/** Who made the volume. Source: component-helpers/storage/volume/helpers.go AnnDynamicallyProvisioned. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** The claim that a volume names, `<namespace>/<name>`; "" for none. */
export function claimOfVolume({ spec }: PersistentVolume): string {
  const { claimRef } = spec;
  return claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`;
}
