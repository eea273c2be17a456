import { parseTime } from '../../../lib/time.ts';
import type { ObjectKey } from '../../machinery/key.ts';
import { makeKey } from '../../machinery/key.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { ResourceRef } from '../../resource-ref.ts';

interface Base {
  readonly key: ObjectKey;
  readonly uid: string;
  readonly rv: number;
  readonly namespace: string;
  readonly name: string;
  readonly createdMs: number;
  readonly deletionMs?: number;
}

/** The part that all rows have. */
export function rowBase<T extends KubeObject>(ref: ResourceRef<T>, { metadata }: T): Base {
  const { name = '', namespace = '' } = metadata;
  const deletionMs = metadata.deletionTimestamp === undefined ? undefined : parseTime(metadata.deletionTimestamp);
  return {
    key: makeKey(ref.group, ref.plural, ref.namespaced ? namespace : '', name),
    uid: metadata.uid ?? '',
    rv: Number(metadata.resourceVersion ?? 0),
    namespace,
    name,
    createdMs: parseTime(metadata.creationTimestamp) ?? 0,
    ...(deletionMs !== undefined && { deletionMs }),
  };
}
