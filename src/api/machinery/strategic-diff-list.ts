import { deepEqual } from '../../lib/equal.ts';
import { compareBytes, goPlain } from './go-format.ts';
import type { Json, JsonObject } from './json.ts';
import type { DiffOptions } from './strategic-diff.ts';
import { elementType, expectObject, mergeKeyValue, PATCH } from './strategic-directives.ts';
import { identifyBy, indexOf, sortBy } from './strategic-order.ts';

/** The difference of two merged lists, as the three keys of a patch tell it. */
export interface ListDifference {
  /** Changed and new items, and `$patch: delete` orders for objects that went. */
  readonly list: readonly Json[];
  /** Scalars that went. */
  readonly deletions: readonly Json[];
  /** The order of the modified list, when it must be told. */
  readonly order: readonly Json[];
}

const SAME: ListDifference = { list: [], deletions: [], order: [] };

/** Compares two lists whose items have an identity. Source: diffLists in strategicpatch/patch.go. */
export function diffLists(
  original: readonly Json[],
  modified: readonly Json[],
  mergeKey: string | undefined,
  options: DiffOptions,
  diffItems: (before: JsonObject, after: JsonObject) => JsonObject,
): ListDifference {
  if (original.length === 0) return options.additions ? { ...SAME, list: modified } : SAME;
  if (elementType(original, modified) === 'scalar') return diffScalars(original, modified, options);
  return diffObjects(original, modified, mergeKey ?? '', options, diffItems);
}

function diffScalars(original: readonly Json[], modified: readonly Json[], options: DiffOptions): ListDifference {
  const identify = identifyBy(undefined);
  const added = options.additions ? surplus(modified, original) : [];
  const deletions = options.deletions ? [...new Set(surplus(original, modified))].sort(byText) : [];
  const isChanged = deletions.length > 0 || (options.additions && !deepEqual(original, modified));
  return {
    list: sortBy(added, indexOf(modified, identify), identify),
    deletions,
    order: options.order && isChanged ? modified : [],
  };
}

/** The items of `list` beyond those of `other`, counting repeated ones. */
function surplus(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const counts = new Map<string, number>();
  for (const item of other) counts.set(goPlain(item), (counts.get(goPlain(item)) ?? 0) + 1);
  return [...list].sort(byText).filter((item) => {
    const left = counts.get(goPlain(item)) ?? 0;
    counts.set(goPlain(item), left - 1);
    return left <= 0;
  });
}

function diffObjects(
  original: readonly Json[],
  modified: readonly Json[],
  mergeKey: string,
  options: DiffOptions,
  diffItems: (before: JsonObject, after: JsonObject) => JsonObject,
): ListDifference {
  const identify = identifyBy(mergeKey);
  const { changes, deletions } = pairByKey(original, modified, mergeKey, options, diffItems);
  const list = [...sortBy(changes, indexOf(modified, identify), identify), ...deletions];
  const isSameOrder =
    original.length === modified.length &&
    original.every((item, i) => identify(item) === identify(modified[i] as Json));
  const isTold =
    options.order &&
    ((options.additions && (list.length > 0 || !isSameOrder)) || (options.deletions && list.length > 0));
  return { list, deletions: [], order: isTold ? modified.map((item) => ({ [mergeKey]: identify(item) })) : [] };
}

/** Walks over both lists in order of their keys' text, as upstream does; items with equal keys are compared. */
function pairByKey(
  original: readonly Json[],
  modified: readonly Json[],
  mergeKey: string,
  options: DiffOptions,
  diffItems: (before: JsonObject, after: JsonObject) => JsonObject,
): { readonly changes: readonly Json[]; readonly deletions: readonly Json[] } {
  const before = sortByKey(original, mergeKey);
  const after = sortByKey(modified, mergeKey);
  const changes: Json[] = [];
  const deletions: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const next = after[j];
    const order =
      old === undefined ? 1 : next === undefined ? -1 : compareBytes(keyText(old, mergeKey), keyText(next, mergeKey));
    if (order === 0 && old !== undefined && next !== undefined) {
      const difference = diffItems(expectObject(old), expectObject(next));
      if (Object.keys(difference).length > 0)
        changes.push({ ...difference, [mergeKey]: mergeKeyValue(next, mergeKey) });
    } else if (order > 0 && next !== undefined) {
      if (options.additions) changes.push(next);
    } else if (old !== undefined && options.deletions) {
      deletions.push({ [mergeKey]: mergeKeyValue(old, mergeKey), [PATCH]: 'delete' });
    }
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return { changes, deletions };
}

function sortByKey(items: readonly Json[], mergeKey: string): readonly Json[] {
  return [...items].sort((a, b) => compareBytes(keyText(a, mergeKey), keyText(b, mergeKey)));
}

function keyText(item: Json, mergeKey: string): string {
  return goPlain(mergeKeyValue(item, mergeKey));
}

function byText(a: Json, b: Json): number {
  return compareBytes(goPlain(a), goPlain(b));
}
