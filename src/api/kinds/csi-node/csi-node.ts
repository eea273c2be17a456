import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface CsiNodeDriver {
  readonly name: string;
  readonly nodeID: string;
  readonly topologyKeys?: readonly string[];
  /** Most volumes of this driver that the node can take. */
  readonly allocatable?: { readonly count?: number };
}

/** storage.k8s.io/v1 CSINode: which drivers run on a node, and how many volumes it takes. */
export interface CsiNode extends KubeObject {
  readonly spec: { readonly drivers: readonly CsiNodeDriver[] };
}

export const csiNodes = resourceRef<CsiNode>('storage.k8s.io', 'v1', 'csinodes', 'CSINode', false);
