import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { LocalObjectReference, ObjectReference } from '../shared/meta-types.ts';

/** core/v1 ServiceAccount. */
export interface ServiceAccount extends KubeObject {
  readonly secrets?: readonly ObjectReference[];
  readonly imagePullSecrets?: readonly LocalObjectReference[];
  readonly automountServiceAccountToken?: boolean;
}

export const serviceAccounts = resourceRef<ServiceAccount>('', 'v1', 'serviceaccounts', 'ServiceAccount');
