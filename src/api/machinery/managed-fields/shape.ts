import type { Type } from '../../schema/types.ts';
import { isFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { itemElement } from './element.ts';
import type { ListType } from '../../schema/types.ts';

/** True for what is owned as one value: scalars, and lists, maps and structs that the API calls atomic. */
export function isOneValue(type: Type): boolean {
  switch (type.is) {
    case 'list':
      return type.listType === 'atomic';
    case 'map':
      return type.isAtomic;
    case 'struct':
      return type.struct.isAtomic && !type.isGranular;
    default:
      return true;
  }
}

/** True for nothing, null, {} and []. */
export function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (isJsonArray(value)) return value.length === 0;
  if (!isJsonObject(value)) return false;
  for (const _ in value) return false;
  return true;
}

/** The items of a set or keyed list by their path element, in order. Items without one are left out; of equal ones the first counts. */
export function itemsByElement(list: ListType, value: Json | undefined): Map<string, Json> {
  const items = new Map<string, Json>();
  if (value === undefined || !isJsonArray(value)) return items;
  for (const item of value) {
    const element = itemElement(list, item);
    if (!isFailure(element) && !items.has(element)) items.set(element, item);
  }
  return items;
}

/** The type of a key in a struct or a map; undefined when the struct has no such field. */
export function typeOfKey(type: Type, key: string): Type | undefined {
  if (type.is === 'map') return type.values;
  return type.is === 'struct' ? type.struct.fields.get(key)?.type : undefined;
}
