import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { ResourceList } from '../shared/meta-types.ts';

export interface LimitRangeItem {
  /** `Container`, `Pod` or `PersistentVolumeClaim`. */
  readonly type: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  /** Limits of containers that name none. */
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

/** core/v1 LimitRange. */
export interface LimitRange extends KubeObject {
  readonly spec: { readonly limits?: readonly LimitRangeItem[] };
}

export const limitRanges = resourceRef<LimitRange>('', 'v1', 'limitranges', 'LimitRange');
