import { deepEqual } from '../../lib/equal.ts';
import { setKey } from '../../lib/merge.ts';
import type { Failure } from './failure.ts';
import { compareBytes } from './go-format.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import type { MergeContainer, MergeSchema, MergeType } from './merge-schema.ts';
import { containerOf, noSuchField, typeOfKey } from './merge-schema.ts';
import {
  catchPatchError,
  DELETE_FROM_PRIMITIVE_LIST,
  goType,
  PATCH,
  PatchError,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
} from './strategic-directives.ts';
import { diffLists } from './strategic-diff-list.ts';

/** Which differences a diff tells. */
export interface DiffOptions {
  readonly additions: boolean;
  readonly deletions: boolean;
  /** Tell the order of merged lists when they change. */
  readonly order: boolean;
}

/** The strategic merge patch that turns `original` into `modified`, or upstream's error text. `{}` when they are equal. */
export function createTwoWayPatch(
  schema: MergeSchema,
  original: JsonObject,
  modified: JsonObject,
): JsonObject | Failure {
  return catchPatchError(() =>
    diffMaps(original, modified, schema, { additions: true, deletions: true, order: true }, false),
  );
}

/** The difference of two objects of a container's type; `retainsKeys` when the objects are unions. Throws `PatchError`. */
export function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  container: MergeContainer,
  options: DiffOptions,
  retainsKeys: boolean,
): JsonObject {
  const patch: Record<string, Json> = {};
  for (const key of Object.keys(modified))
    diffKey(patch, key, original[key], modified[key] as Json, container, options);
  if (options.deletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setKey(patch, key, null);
  }
  if (retainsKeys) {
    const kept = Object.keys(modified).filter((key) => modified[key] !== null);
    const isCleared = Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key));
    if (kept.length > 0 && (Object.keys(patch).length > 0 || isCleared)) patch[RETAIN_KEYS] = kept.sort(compareBytes);
  }
  return patch;
}

function diffKey(
  patch: Record<string, Json>,
  key: string,
  before: Json | undefined,
  after: Json,
  container: MergeContainer,
  options: DiffOptions,
): void {
  if (before === undefined) {
    if (options.additions) setKey(patch, key, after);
  } else if (key === PATCH) {
    if (typeof before !== 'string' || typeof after !== 'string')
      throw new PatchError(`invalid value for special key: ${PATCH}`);
    if (before !== after) patch[PATCH] = after;
  } else if (isJsonObject(before) && isJsonObject(after)) {
    diffObjects(patch, key, before, after, container, options);
  } else if (isJsonArray(before) && isJsonArray(after)) {
    diffSlices(patch, key, before, after, container, options);
  } else if (options.additions && (goType(before) !== goType(after) || before !== after)) {
    setKey(patch, key, after);
  }
}

function diffObjects(
  patch: Record<string, Json>,
  key: string,
  before: JsonObject,
  after: JsonObject,
  container: MergeContainer,
  options: DiffOptions,
): void {
  const type = lookUp(container, key, before, after);
  if (type === undefined) return;
  if (type.is === 'struct' && type.patch === 'replace') {
    // Upstream tells such a field even when it is equal, so that an apply of a PodDisruptionBudget always sends a patch. So do we.
    if (options.additions) setKey(patch, key, after);
    return;
  }
  const difference = diffMaps(
    before,
    after,
    containerOf(type),
    options,
    type.is === 'struct' && type.patch === 'retainKeys',
  );
  if (Object.keys(difference).length > 0) setKey(patch, key, difference);
}

function diffSlices(
  patch: Record<string, Json>,
  key: string,
  before: readonly Json[],
  after: readonly Json[],
  container: MergeContainer,
  options: DiffOptions,
): void {
  const type = lookUp(container, key, before, after);
  if (type === undefined) return;
  if (type.is !== 'list' || type.patch.strategy !== 'merge') {
    if (options.additions && !deepEqual(before, after)) setKey(patch, key, after);
    return;
  }
  const { mergeKey, retainKeys } = type.patch;
  const items = containerOf(type.items);
  const diffItems = (a: JsonObject, b: JsonObject): JsonObject => diffMaps(a, b, items, options, retainKeys);
  const { list, deletions, order } = diffLists(before, after, mergeKey, options, diffItems);
  if (list.length > 0) setKey(patch, key, list);
  if (deletions.length > 0) patch[`${DELETE_FROM_PRIMITIVE_LIST}${key}`] = deletions;
  if (order.length > 0) patch[`${SET_ELEMENT_ORDER}${key}`] = order;
}

/** The type of a key. A key that the struct does not have is no trouble as long as its values are equal: undefined then. */
function lookUp(container: MergeContainer, key: string, before: Json, after: Json): MergeType | undefined {
  const type = typeOfKey(container, key);
  if (type === undefined && !deepEqual(before, after)) throw new PatchError(noSuchField(container, key));
  return type;
}
