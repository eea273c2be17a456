import type { Failure } from './failure.ts';
import { fail } from './failure.ts';
import { goPlain } from './go-format.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';

/** Keys that are orders to the merge, not data. Source: apimachinery pkg/util/strategicpatch/patch.go. */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ELEMENT_ORDER = '$setElementOrder/';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/';

export const BAD_PRIMITIVE_LIST = 'invalid patch format of primitive list';
export const BAD_RETAIN_KEYS = 'invalid patch format of retainKeys';
export const BAD_ELEMENT_ORDER = 'invalid patch format of setElementOrder list';
export const NO_LIST_OF_LISTS = 'lists of lists are not supported';

/** Ends a merge or a diff deep inside. It never leaves the exported functions: they turn it into a `Failure`. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/** Runs a merge or a diff, and gives the text of a `PatchError` as a failure. */
export function catchPatchError<T>(work: () => T): T | Failure {
  try {
    return work();
  } catch (error) {
    if (error instanceof PatchError) return fail(error.message);
    throw error;
  }
}

/** The value of an item's merge key; an error when it has none. */
export function mergeKeyValue(item: Json, mergeKey: string): Json {
  const object = expectObject(item);
  const value = object[mergeKey];
  if (value === undefined)
    throw new PatchError(`map: ${goPlain(object)} does not contain declared merge key: ${mergeKey}`);
  return value;
}

export function expectObject(value: Json): JsonObject {
  if (!isJsonObject(value)) throw new PatchError(`expected a map[string]interface {}, but received a ${goType(value)}`);
  return value;
}

export function expectList(value: Json): readonly Json[] {
  if (!isJsonArray(value)) throw new PatchError(`expected a []interface {}, but received a ${goType(value)}`);
  return value;
}

/** `unknown patch type`: a $patch that is none of the known ones. */
export function badPatchType(directive: Json, item: JsonObject): PatchError {
  return new PatchError(`unknown patch type: ${goPlain(directive)} in map: ${goPlain(item)}`);
}

/** All elements must be of one type, and no lists. Gives that type, undefined when there are no elements. */
export function elementType(...lists: readonly (readonly Json[])[]): 'object' | 'scalar' | undefined {
  let type: string | undefined;
  for (const list of lists) {
    for (const item of list) {
      const own = goType(item);
      if (own === '[]interface {}') throw new PatchError(NO_LIST_OF_LISTS);
      if (type !== undefined && own !== type)
        throw new PatchError(`list element types are not identical: ${goPlain(lists)}`);
      type = own;
    }
  }
  if (type === undefined) return undefined;
  return type.startsWith('map') ? 'object' : 'scalar';
}

/** Go's type of a decoded value. */
export function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return isJsonArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
