import { deepEqual } from '../../lib/equal.ts';
import { setKey } from '../../lib/merge.ts';
import type { Failure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import type { MergeContainer, MergeSchema, MergeType } from './merge-schema.ts';
import { containerOf, noSuchField, typeOfKey } from './merge-schema.ts';
import {
  BAD_ELEMENT_ORDER,
  BAD_PRIMITIVE_LIST,
  BAD_RETAIN_KEYS,
  badPatchType,
  catchPatchError,
  DELETE_FROM_PRIMITIVE_LIST,
  expectList,
  PATCH,
  PatchError,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
} from './strategic-directives.ts';
import { checkOrderOfPatch, mergeKeyOf, mergeList } from './strategic-list.ts';
import { identifyBy, orderElements } from './strategic-order.ts';
import { withoutDirectives, withoutNulls } from './strategic-prune.ts';

/**
 * `apply` carries out a patch on an object. `combine` adds one patch to another, so orders and nulls must survive
 * (the last step of a three-way diff).
 */
export type MergeMode = 'apply' | 'combine';

/**
 * Applies a strategic merge patch to an object, or gives upstream's error text. Shares what does not change; the object itself comes
 * back when nothing does. The result is not decoded yet: do that with the texts of the converter (`decodeStruct(..., 'unstructured')`).
 * Source: apimachinery pkg/util/strategicpatch/patch.go.
 */
export function applyStrategicMergePatch(
  schema: MergeSchema,
  object: JsonObject,
  patch: JsonObject,
): JsonObject | Failure {
  return catchPatchError(() => mergeMap(object, patch, schema, 'apply'));
}

/** Merges a patch into an object of a container's type. Throws `PatchError`. */
export function mergeMap(
  original: JsonObject,
  patch: JsonObject,
  container: MergeContainer,
  mode: MergeMode,
): JsonObject {
  const directive = patch[PATCH];
  if (directive !== undefined) return applyMapDirective(directive, original, patch);
  const draft = new Draft(original);
  applyRetainKeys(draft, patch, mode);
  const done = applyElementOrders(draft, patch, container, mode);
  for (const key of Object.keys(patch)) {
    if (key === RETAIN_KEYS || key.startsWith(SET_ELEMENT_ORDER) || done.has(key)) continue;
    mergeKey(draft, key, patch[key] as Json, container, mode);
  }
  return draft.finish();
}

/** An object that is copied at the first change. */
class Draft {
  private readonly original: JsonObject;
  private changed: Record<string, Json> | undefined;

  constructor(original: JsonObject) {
    this.original = original;
  }

  get current(): JsonObject {
    return this.changed ?? this.original;
  }

  get(key: string): Json | undefined {
    return Object.hasOwn(this.current, key) ? this.current[key] : undefined;
  }

  set(key: string, value: Json): void {
    if (deepEqual(this.get(key), value)) return;
    this.changed ??= { ...this.original };
    setKey(this.changed, key, value);
  }

  delete(key: string): void {
    if (this.get(key) === undefined) return;
    this.changed ??= { ...this.original };
    delete this.changed[key];
  }

  finish(): JsonObject {
    return this.current;
  }
}

function applyMapDirective(directive: Json, original: JsonObject, patch: JsonObject): JsonObject {
  if (directive === 'delete') return {};
  if (directive !== 'replace') throw badPatchType(directive, patch);
  const { [PATCH]: _, ...rest } = patch;
  return deepEqual(original, rest) ? original : rest;
}

/** Clears what $retainKeys does not name. The patch may not set other keys than it names. */
function applyRetainKeys(draft: Draft, patch: JsonObject, mode: MergeMode): void {
  const names = patch[RETAIN_KEYS];
  if (names === undefined) return;
  if (mode === 'combine') {
    const own = draft.get(RETAIN_KEYS);
    if (own !== undefined && !deepEqual(own, names)) throw new PatchError(BAD_RETAIN_KEYS);
    draft.set(RETAIN_KEYS, names);
    return;
  }
  if (!isJsonArray(names)) throw new PatchError(BAD_RETAIN_KEYS);
  const kept = new Set(names);
  for (const key of Object.keys(patch)) {
    const isOrder =
      key === RETAIN_KEYS || key.startsWith(DELETE_FROM_PRIMITIVE_LIST) || key.startsWith(SET_ELEMENT_ORDER);
    if (!isOrder && patch[key] !== null && !kept.has(key)) throw new PatchError(BAD_RETAIN_KEYS);
  }
  for (const key of Object.keys(draft.current)) if (!kept.has(key)) draft.delete(key);
}

/** Merges the lists that have an order given, and gives their keys: they are done. */
function applyElementOrders(
  draft: Draft,
  patch: JsonObject,
  container: MergeContainer,
  mode: MergeMode,
): ReadonlySet<string> {
  const done = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(SET_ELEMENT_ORDER)) continue;
    const order = expectList(patch[key] as Json);
    if (mode === 'combine') {
      const own = draft.get(key);
      if (own !== undefined && !deepEqual(own, order)) throw new PatchError(BAD_ELEMENT_ORDER);
      draft.set(key, order);
    }
    const name = key.slice(SET_ELEMENT_ORDER.length);
    applyElementOrder(draft, name, order, patch[name], container, mode);
    done.add(name);
  }
  return done;
}

function applyElementOrder(
  draft: Draft,
  name: string,
  order: readonly Json[],
  patchValue: Json | undefined,
  container: MergeContainer,
  mode: MergeMode,
): void {
  const type = lookUp(container, name);
  const key = mergeKeyOf(type);
  const liveValue = draft.get(name);
  const live = liveValue === undefined ? undefined : expectList(liveValue);
  const change = patchValue === undefined ? undefined : expectList(patchValue);
  checkOrderOfPatch(change ?? [], order, key);
  if (live === undefined && change === undefined) return;
  const merged =
    live === undefined
      ? addedList(change ?? [], mode)
      : change === undefined
        ? live
        : mergeSlices(live, change, type, false, mode);
  draft.set(name, orderElements(merged, order, live ?? [], identifyBy(key)));
}

/** A list where none was: orders have nothing to act on. */
function addedList(change: readonly Json[], mode: MergeMode): readonly Json[] {
  const list = change.filter((item) => withoutDirectives(item) !== undefined);
  return mode === 'apply' ? list.map(withoutNulls) : list;
}

function mergeKey(draft: Draft, key: string, change: Json, container: MergeContainer, mode: MergeMode): void {
  const isDeletion = key.startsWith(DELETE_FROM_PRIMITIVE_LIST);
  if (key === DELETE_FROM_PRIMITIVE_LIST.slice(0, -1)) throw new PatchError(BAD_PRIMITIVE_LIST);
  if (key === SET_ELEMENT_ORDER.slice(0, -1)) throw new PatchError(BAD_ELEMENT_ORDER);
  if (isDeletion && mode === 'combine') return draft.set(key, change);
  const name = isDeletion ? key.slice(DELETE_FROM_PRIMITIVE_LIST.length) : key;
  if (change === null) draft.delete(name);
  if (change === null && mode === 'apply') return;

  const before = draft.get(name);
  if (isJsonObject(before) && isJsonObject(change)) {
    draft.set(name, mergeObjects(before, change, lookUp(container, name), mode));
  } else if (isJsonArray(before) && isJsonArray(change)) {
    draft.set(name, mergeSlices(before, change, lookUp(container, name), isDeletion, mode));
  } else if (!isDeletion) {
    const after = withoutDirectives(mode === 'apply' ? withoutNulls(change) : change);
    if (after === undefined) draft.delete(name);
    else draft.set(name, after);
  }
}

function mergeObjects(before: JsonObject, change: JsonObject, type: MergeType, mode: MergeMode): JsonObject {
  if (type.is === 'struct' && type.patch === 'replace') return change;
  return mergeMap(before, change, containerOf(type), mode);
}

function mergeSlices(
  before: readonly Json[],
  change: readonly Json[],
  type: MergeType,
  isDeletion: boolean,
  mode: MergeMode,
): readonly Json[] {
  const isMerged = type.is === 'list' && type.patch.strategy === 'merge';
  if (!isMerged && !isDeletion) return change;
  const items = type.is === 'list' ? containerOf(type.items) : type;
  const merge = (item: JsonObject, patch: JsonObject): JsonObject =>
    mergeMap(item, patch, items as MergeContainer, mode);
  return mergeList(before, change, {
    mergeKey: mergeKeyOf(type),
    isDeletion: isDeletion && mode === 'apply',
    mode,
    merge,
  });
}

function lookUp(container: MergeContainer, key: string): MergeType {
  const type = typeOfKey(container, key);
  if (type === undefined) throw new PatchError(noSuchField(container, key));
  return type;
}
