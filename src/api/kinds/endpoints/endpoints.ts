import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { ObjectReference } from '../shared/meta-types.ts';

export interface EndpointAddress {
  readonly ip: string;
  readonly hostname?: string;
  readonly nodeName?: string;
  readonly targetRef?: ObjectReference;
}

export interface EndpointsPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[];
  readonly notReadyAddresses?: readonly EndpointAddress[];
  readonly ports?: readonly EndpointsPort[];
}

/** core/v1 Endpoints (deprecated since 1.33, still kept up to date). */
export interface Endpoints extends KubeObject {
  readonly subsets?: readonly EndpointSubset[];
}

export const endpoints = resourceRef<Endpoints>('', 'v1', 'endpoints', 'Endpoints');
