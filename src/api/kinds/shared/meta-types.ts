import type { StringMap } from '../../machinery/object.ts';

/** A reference to an object, as Events, Endpoints and EndpointSlices hold it (core/v1 ObjectReference). */
export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

/** core/v1 LocalObjectReference. */
export interface LocalObjectReference {
  readonly name?: string;
}

/** The form that most kinds' status conditions have. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
}

/** Resource name to quantity. */
export type ResourceList = StringMap;
