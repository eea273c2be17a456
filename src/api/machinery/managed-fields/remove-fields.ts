import type { Type } from '../../schema/types.ts';
import { setKey } from '../../../lib/merge.ts';
import { isFailure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { fieldElement, itemElement } from './element.ts';
import { below, isEmptySet, isMember, type FieldSet } from './field-set.ts';
import { isNothing, isOneValue, typeOfKey } from './shape.ts';

/**
 * The value without the fields of a set. What becomes empty by that becomes null, which decoding drops; it still counts as set until
 * then. Shares what stays.
 * Source: structured-merge-diff typed/remove.go.
 */
export function removeFields(type: Type, value: JsonObject, set: FieldSet): JsonObject {
  return isEmptySet(set) ? value : ((strip(type, value, set) as JsonObject | null | undefined) ?? {});
}

function strip(type: Type, value: Json, set: FieldSet): Json | undefined {
  if (isOneValue(type)) return isJsonArray(value) || isJsonObject(value) ? null : value;
  if (isJsonArray(value)) return type.is === 'list' ? stripItems(type, value, set) : value;
  if (!isJsonObject(value)) return value;
  let changed: Record<string, Json> | undefined;
  for (const key of Object.keys(value)) {
    const node = set[fieldElement(key)];
    if (node === undefined) continue;
    const before = value[key] as Json;
    const inner = typeOfKey(type, key);
    const rest = below(node);
    const after = isMember(node) || inner === undefined || rest === undefined ? undefined : strip(inner, before, rest);
    if (after === before) continue;
    changed ??= { ...value };
    if (after === undefined) delete changed[key];
    else setKey(changed, key, after);
  }
  if (changed === undefined) return value;
  return isNothing(changed) ? null : changed;
}

function stripItems(type: Type & { readonly is: 'list' }, value: readonly Json[], set: FieldSet): Json | undefined {
  let isSame = true;
  const kept: Json[] = [];
  for (const item of value) {
    const element = itemElement(type, item);
    const node = isFailure(element) ? undefined : set[element];
    const rest = below(node);
    const after = isMember(node) ? undefined : rest === undefined ? item : strip(type.items, item, rest);
    if (after !== item) isSame = false;
    if (after !== undefined) kept.push(after);
  }
  if (isSame) return value;
  return kept.length === 0 ? null : kept;
}
