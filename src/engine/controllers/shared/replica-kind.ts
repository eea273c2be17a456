import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';

/**
 * A kind that keeps a number of Pods, seen as the ReplicaSet that it nearly is: one controller serves them all, as
 * upstream's does. Source: pkg/controller/replication/conversion.go.
 */
export interface ReplicaKind {
  readonly ref: ResourceRef<KubeObject>;
  /** Name of its controller and of the component in its events. */
  readonly controller: string;
  /** Its spec is the same reference for the same spec, so that what did not change is seen not to have. */
  readonly asSet: (object: KubeObject) => ReplicaSet;
  /** Its status tells how many Pods are being deleted. */
  readonly hasTerminating: boolean;
}

export const REPLICA_SETS: ReplicaKind = {
  ref: replicaSets,
  controller: 'replicaset-controller',
  asSet: (object) => object as ReplicaSet,
  hasTerminating: true,
};
