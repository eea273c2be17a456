import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

export interface ParentReference {
  readonly group?: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
}

/** networking.k8s.io/v1 IPAddress: one address of the Service range that is taken; its name is the address. */
export interface IPAddress extends KubeObject {
  readonly spec: { readonly parentRef: ParentReference };
}

export const ipAddresses = resourceRef<IPAddress>('networking.k8s.io', 'v1', 'ipaddresses', 'IPAddress', false);

/** Value of the index `parent`: the Service that has the address. */
export function parentValue(resource: string, namespace: string, name: string): string {
  return `${resource}/${namespace}/${name}`;
}
