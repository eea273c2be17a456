import type { JsonObject } from '../../machinery/json.ts';
import type { LabelSelector, ObjectMeta } from '../../machinery/object.ts';
import type { LocalObjectReference } from '../shared/meta-types.ts';
import type { ObjectFieldSelector, ResourceFieldSelector, ResourceRequirements } from './container.ts';

export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  readonly mode?: number;
}

export interface DownwardApiFile {
  readonly path: string;
  readonly fieldRef?: ObjectFieldSelector;
  readonly resourceFieldRef?: ResourceFieldSelector;
  readonly mode?: number;
}

export interface ConfigMapVolume {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface SecretVolume {
  readonly secretName?: string;
  readonly items?: readonly KeyToPath[];
  readonly defaultMode?: number;
  readonly optional?: boolean;
}

export interface VolumeProjection {
  readonly secret?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean };
  readonly configMap?: { readonly name?: string; readonly items?: readonly KeyToPath[]; readonly optional?: boolean };
  readonly downwardAPI?: { readonly items?: readonly DownwardApiFile[] };
  readonly serviceAccountToken?: {
    readonly audience?: string;
    readonly expirationSeconds?: number;
    readonly path: string;
  };
}

export interface ProjectedVolume {
  readonly sources?: readonly VolumeProjection[];
  readonly defaultMode?: number;
}

export interface ClaimTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
    readonly resources?: ResourceRequirements;
    readonly selector?: LabelSelector;
  };
}

export interface CsiVolume {
  readonly driver: string;
  readonly readOnly?: boolean;
  readonly fsType?: string;
  readonly volumeAttributes?: Readonly<Record<string, string>>;
  readonly nodePublishSecretRef?: LocalObjectReference;
}

/** core/v1 Volume: a name and one source. Sources of storage systems that nothing here acts on stay plain JSON. */
export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly configMap?: ConfigMapVolume;
  readonly secret?: SecretVolume;
  readonly downwardAPI?: { readonly items?: readonly DownwardApiFile[]; readonly defaultMode?: number };
  readonly projected?: ProjectedVolume;
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean };
  readonly ephemeral?: { readonly volumeClaimTemplate?: ClaimTemplate };
  readonly csi?: CsiVolume;
  readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly?: boolean };
  readonly image?: { readonly reference?: string; readonly pullPolicy?: string };
  readonly iscsi?: JsonObject;
  readonly gcePersistentDisk?: JsonObject;
  readonly awsElasticBlockStore?: JsonObject;
  readonly azureDisk?: JsonObject;
  readonly azureFile?: JsonObject;
  readonly cephfs?: JsonObject;
  readonly cinder?: JsonObject;
  readonly fc?: JsonObject;
  readonly flexVolume?: JsonObject;
  readonly flocker?: JsonObject;
  readonly gitRepo?: JsonObject;
  readonly glusterfs?: JsonObject;
  readonly photonPersistentDisk?: JsonObject;
  readonly portworxVolume?: JsonObject;
  readonly quobyte?: JsonObject;
  readonly rbd?: JsonObject;
  readonly scaleIO?: JsonObject;
  readonly storageos?: JsonObject;
  readonly vsphereVolume?: JsonObject;
}
