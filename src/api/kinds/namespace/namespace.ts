import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface NamespaceSpec {
  readonly finalizers?: readonly string[];
}

export interface NamespaceStatus {
  readonly phase?: 'Active' | 'Terminating';
  readonly conditions?: readonly Condition[];
}

/** core/v1 Namespace. */
export interface Namespace extends KubeObject {
  readonly spec?: NamespaceSpec;
  readonly status?: NamespaceStatus;
}

export const namespaces = resourceRef<Namespace>('', 'v1', 'namespaces', 'Namespace', false);
