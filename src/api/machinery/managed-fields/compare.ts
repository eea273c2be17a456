import type { Type } from '../../schema/types.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Json } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { fieldElement } from './element.ts';
import { LEAF, NO_FIELDS, nodeOf, type FieldSet } from './field-set.ts';
import { isNothing, isOneValue, itemsByElement, typeOfKey } from './shape.ts';

/** What differs between two objects: fields that were added or got another value, and fields that are gone. */
export interface Comparison {
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

interface Nodes {
  readonly changed: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

const SAME: Nodes = { changed: undefined, removed: undefined };
const CHANGED: Nodes = { changed: LEAF, removed: undefined };
const REMOVED: Nodes = { changed: undefined, removed: LEAF };

/**
 * Compares two objects of one type field by field. What is the same reference costs nothing.
 * Source: structured-merge-diff typed/compare.go.
 */
export function compareFields(type: Type, before: Json, after: Json): Comparison {
  const { changed = NO_FIELDS, removed = NO_FIELDS } = diff(type, before, after);
  return { changed, removed };
}

function diff(type: Type, before: Json | undefined, after: Json | undefined): Nodes {
  if (before === after) return SAME;
  if (isOneValue(type) || (isNothing(before) && isNothing(after))) {
    if (before === undefined) return CHANGED;
    if (after === undefined) return REMOVED;
    return deepEqual(before, after) ? SAME : CHANGED;
  }
  const changed: Record<string, FieldSet> = {};
  const removed: Record<string, FieldSet> = {};
  const visit = (element: string, inner: Type, a: Json | undefined, b: Json | undefined): void => {
    const nodes = diff(inner, a, b);
    if (nodes.changed !== undefined) changed[element] = nodes.changed;
    if (nodes.removed !== undefined) removed[element] = nodes.removed;
  };
  if (type.is === 'list') {
    const [a, b] = [itemsByElement(type, before), itemsByElement(type, after)];
    for (const element of sortedKeys(a.keys(), b.keys())) visit(element, type.items, a.get(element), b.get(element));
  } else {
    const a = isJsonObject(before) ? before : {};
    const b = isJsonObject(after) ? after : {};
    for (const key of sortedKeys(Object.keys(a), Object.keys(b))) {
      const inner = typeOfKey(type, key);
      if (inner !== undefined) visit(fieldElement(key), inner, own(a, key), own(b, key));
    }
  }
  return { changed: nodeOf(changed, before === undefined), removed: nodeOf(removed, after === undefined) };
}

function own(object: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function sortedKeys(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])].sort();
}
