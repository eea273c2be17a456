import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface CsiDriverSpec {
  /** False: volumes of this driver are mounted without being attached before. */
  readonly attachRequired?: boolean;
  readonly podInfoOnMount?: boolean;
  readonly storageCapacity?: boolean;
  readonly fsGroupPolicy?: string;
  readonly volumeLifecycleModes?: readonly string[];
  readonly tokenRequests?: readonly { readonly audience: string; readonly expirationSeconds?: number }[];
  readonly requiresRepublish?: boolean;
  readonly seLinuxMount?: boolean;
}

/** storage.k8s.io/v1 CSIDriver: says that a storage driver is installed in the cluster, and what it can do. */
export interface CsiDriver extends KubeObject {
  readonly spec: CsiDriverSpec;
}

export const csiDrivers = resourceRef<CsiDriver>('storage.k8s.io', 'v1', 'csidrivers', 'CSIDriver', false);
