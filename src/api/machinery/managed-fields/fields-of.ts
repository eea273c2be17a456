import type { Type } from '../../schema/types.ts';
import { isFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { fieldElement, itemElement } from './element.ts';
import { LEAF, NO_FIELDS, nodeOf, union, type FieldSet } from './field-set.ts';
import { isNothing, isOneValue, typeOfKey } from './shape.ts';

/**
 * The fields that a configuration sets, and whoever applies it will own: leaves, items of keyed lists and sets, keys of maps.
 * Source: structured-merge-diff typed/tofieldset.go.
 */
export function fieldsOf(type: Type, value: Json): FieldSet {
  return childrenOf(type, value);
}

function childrenOf(type: Type, value: Json): FieldSet {
  const children: Record<string, FieldSet> = {};
  if (type.is === 'list' && isJsonArray(value)) {
    for (const item of value) {
      const element = itemElement(type, item);
      if (isFailure(element)) continue;
      const node = nodeOf(isOneValue(type.items) ? NO_FIELDS : childrenOf(type.items, item), true) ?? LEAF;
      const before = children[element];
      children[element] = before === undefined ? node : union(before, node);
    }
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = typeOfKey(type, key);
      if (inner === undefined) continue;
      const node = fieldNode(inner, value[key] as Json, type.is === 'struct');
      if (node !== undefined) children[fieldElement(key)] = node;
    }
  }
  return sorted(children);
}

function fieldNode(type: Type, value: Json, named: boolean): FieldSet | undefined {
  if (isOneValue(type) || value === null) return LEAF;
  if (isNothing(value)) return named && isJsonArray(value) ? undefined : LEAF;
  return nodeOf(childrenOf(type, value), !named);
}

function sorted(children: Readonly<Record<string, FieldSet>>): FieldSet {
  const keys = Object.keys(children);
  if (keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key)) return children;
  return Object.fromEntries(keys.sort().map((key) => [key, children[key] as FieldSet]));
}
