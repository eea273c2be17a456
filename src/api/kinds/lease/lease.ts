import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
  readonly strategy?: string;
  readonly preferredHolder?: string;
}

/** coordination.k8s.io/v1 Lease. */
export interface Lease extends KubeObject {
  readonly spec: LeaseSpec;
}

export const leases = resourceRef<Lease>('coordination.k8s.io', 'v1', 'leases', 'Lease');
