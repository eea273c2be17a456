import type { ObjectMeta, StringMap } from '../../machinery/object.ts';
import { dropNullFields, mapField, mapValues } from './share.ts';

/** Metadata as Go's decoder reads it: a null field is unset, a null label or annotation is "". The same reference when there is none. */
export function cleanMetadata(metadata: ObjectMeta): ObjectMeta {
  return mapField(mapField(dropNullFields(metadata), 'labels', withoutNulls), 'annotations', withoutNulls);
}

function withoutNulls(map: StringMap): StringMap {
  return mapValues(map, (value: string | null) => value ?? '');
}
