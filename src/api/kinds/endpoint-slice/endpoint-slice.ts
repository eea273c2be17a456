import type { KubeObject, StringMap } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { ObjectReference } from '../shared/meta-types.ts';

export interface EndpointConditions {
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

export interface EndpointHints {
  readonly forZones?: readonly { readonly name: string }[];
  readonly forNodes?: readonly { readonly name: string }[];
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: EndpointConditions;
  readonly hostname?: string;
  readonly targetRef?: ObjectReference;
  readonly deprecatedTopology?: StringMap;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly hints?: EndpointHints;
}

export interface EndpointPort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly appProtocol?: string;
}

/** discovery.k8s.io/v1 EndpointSlice. No spec and no status. */
export interface EndpointSlice extends KubeObject {
  readonly addressType: string;
  /** `null` is what Kubernetes writes for a slice without endpoints. */
  readonly endpoints: readonly Endpoint[] | null;
  readonly ports?: readonly EndpointPort[] | null;
}

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

export const endpointSlices = resourceRef<EndpointSlice>('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice');
