import type { Json, JsonObject } from './json.ts';
import { isJsonObject } from './json.ts';
import type { MergeType } from './merge-schema.ts';
import {
  badPatchType,
  elementType,
  expectObject,
  mergeKeyValue,
  PATCH,
  PatchError,
  SET_ELEMENT_ORDER,
} from './strategic-directives.ts';
import { goPlain } from './go-format.ts';
import type { Identify } from './strategic-order.ts';
import { identifyBy, orderElements } from './strategic-order.ts';
import { withoutDirectives, withoutNulls } from './strategic-prune.ts';

/** How two lists are merged. */
export interface ListMerge {
  /** Undefined for scalars. */
  readonly mergeKey: string | undefined;
  /** The change names scalars to delete. */
  readonly isDeletion: boolean;
  readonly mode: 'apply' | 'combine';
  /** Merges an item of the change into the item with the same key. */
  readonly merge: (item: JsonObject, patch: JsonObject) => JsonObject;
}

/** Merges a list into another: objects by their merge key, scalars as a set. The list itself comes back when nothing changes. */
export function mergeList(live: readonly Json[], change: readonly Json[], options: ListMerge): readonly Json[] {
  if (change.length === 0) return live;
  if (elementType(live, change) === 'scalar') return share(live, mergeScalars(live, change, options.isDeletion));
  const { mergeKey } = options;
  if (mergeKey === undefined) throw new PatchError('cannot merge lists without merge key for type struct');
  const { kept, additions, isReplaced } = applyItemDirectives(live, change, mergeKey);
  if (isReplaced) return share(live, additions);
  const identify = identifyBy(mergeKey);
  const merged = mergeItems(kept, additions, identify, options);
  return share(live, orderElements(merged, additions, kept, identify));
}

/** The merge key of a list type; undefined for scalars and for what is no list. */
export function mergeKeyOf(type: MergeType): string | undefined {
  return type.is === 'list' ? type.patch.mergeKey : undefined;
}

/** The items of a patch must stand in the order that $setElementOrder gives, and be among those that it names. */
export function checkOrderOfPatch(change: readonly Json[], order: readonly Json[], mergeKey: string | undefined): void {
  if (change.length === 0 || order.length === 0) return;
  const identify = identifyBy(mergeKey);
  const items = change.filter((item) => !(isJsonObject(item) && item[PATCH] !== undefined));
  let at = 0;
  for (const named of order) {
    if (at === items.length) return;
    if (identify(items[at] as Json) === identify(named)) at++;
  }
  if (at === items.length) return;
  const name = SET_ELEMENT_ORDER.slice(0, -1);
  throw new PatchError(
    `The order in patch list:\n${goPlain(change)}\n doesn't match ${name} list:\n${goPlain(order)}\n`,
  );
}

function mergeScalars(live: readonly Json[], change: readonly Json[], isDeletion: boolean): readonly Json[] {
  const named = new Set(change);
  if (isDeletion) return live.filter((item) => !named.has(item));
  return orderElements([...new Set([...live, ...change])], change, live, (item) => item);
}

interface SplitItems {
  readonly kept: readonly Json[];
  readonly additions: readonly Json[];
  readonly isReplaced: boolean;
}

/** Carries out the `$patch` orders among the items: `delete` takes the item with the same key away, `replace` all that was there. */
function applyItemDirectives(live: readonly Json[], change: readonly Json[], mergeKey: string): SplitItems {
  let kept = live;
  let isReplaced = false;
  const additions: Json[] = [];
  for (const item of change) {
    const object = expectObject(item);
    const directive = object[PATCH];
    if (directive === undefined) {
      additions.push(item);
    } else if (directive === 'delete') {
      const value = mergeKeyValue(item, mergeKey);
      kept = kept.filter((other) => expectObject(other)[mergeKey] !== value);
    } else if (directive === 'replace') {
      isReplaced = true;
    } else {
      throw directive === 'merge'
        ? new PatchError('merging lists cannot yet be specified in the patch')
        : badPatchType(directive, object);
    }
  }
  return { kept, additions, isReplaced };
}

function mergeItems(
  kept: readonly Json[],
  additions: readonly Json[],
  identify: Identify,
  options: ListMerge,
): readonly Json[] {
  const merged = [...kept];
  for (const item of additions) {
    const key = identify(item);
    const at = merged.findIndex((other) => expectObject(other)[options.mergeKey ?? ''] === key);
    if (at >= 0) merged[at] = options.merge(expectObject(merged[at] as Json), expectObject(item));
    else if (options.mode === 'combine') merged.push(item);
    else merged.push(withoutDirectives(withoutNulls(item)) ?? {});
  }
  return merged;
}

function share(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  return before.length === after.length && before.every((item, i) => item === after[i]) ? before : after;
}
