import type { Failure } from './failure.ts';
import { fail } from './failure.ts';
import { goJson } from './go-format.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import type { MergeContainer, MergeSchema, MergeType } from './merge-schema.ts';
import { containerOf, noSuchField, typeOfKey } from './merge-schema.ts';
import { diffMaps } from './strategic-diff.ts';
import { catchPatchError, elementType, mergeKeyValue, PATCH, PatchError, RETAIN_KEYS } from './strategic-directives.ts';
import { mergeMap } from './strategic-merge.ts';
import { compareBytes, goPlain } from './go-format.ts';

/**
 * The patch of a client-side apply: what `modified` adds to or changes in `current`, and what it no longer has of `original` (the
 * last-applied configuration). With `overwrite` off, a field that was changed otherwise in between is an error.
 * Source: CreateThreeWayMergePatch in strategicpatch/patch.go.
 */
export function createThreeWayPatch(
  schema: MergeSchema,
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  overwrite: boolean,
): JsonObject | Failure {
  return catchPatchError(() => {
    const delta = diffMaps(current, modified, schema, { additions: true, deletions: false, order: true }, false);
    const deletions = diffMaps(original, modified, schema, { additions: false, deletions: true, order: true }, false);
    const patch = mergeMap(deletions, delta, schema, 'combine');
    if (overwrite) return patch;
    const changed = diffMaps(original, current, schema, { additions: true, deletions: true, order: false }, false);
    return haveConflicts(patch, changed, schema) ? conflict(patch, changed) : patch;
  });
}

/** Do two patches set a field that both name to different values? Throws `PatchError`. Source: MergingMapsHaveConflicts. */
export function haveConflicts(left: JsonObject, right: JsonObject, container: MergeContainer): boolean {
  for (const key of Object.keys(left)) {
    const other = right[key];
    if (key === PATCH || key === RETAIN_KEYS || other === undefined) continue;
    const type = typeOfKey(container, key);
    if (type === undefined) throw new PatchError(noSuchField(container, key));
    if (valuesConflict(left[key] as Json, other, type)) return true;
  }
  return false;
}

function valuesConflict(left: Json, right: Json, type: MergeType): boolean {
  if (isJsonObject(left)) {
    if (!isJsonObject(right) || left[PATCH] !== right[PATCH]) return true;
    if (type.is === 'struct' && type.patch === 'replace') return false;
    return haveConflicts(left, right, containerOf(type));
  }
  if (isJsonArray(left)) return !isJsonArray(right) || listsConflict(left, right, type);
  return left !== right;
}

function listsConflict(left: readonly Json[], right: readonly Json[], type: MergeType): boolean {
  const items = type.is === 'list' ? type.items : type;
  const isObjects = elementType(left, right) === 'object';
  if (type.is === 'list' && type.patch.strategy === 'merge') {
    // Merged scalars only ever add up.
    return isObjects && keyedConflict(left, right, type.patch.mergeKey ?? '', items);
  }
  if (left.length !== right.length) return true;
  const [a, b] = isObjects ? [left, right] : [sortScalars(left), sortScalars(right)];
  return a.some((item, i) => valuesConflict(item, b[i] ?? null, items));
}

function keyedConflict(left: readonly Json[], right: readonly Json[], mergeKey: string, items: MergeType): boolean {
  const byKey = new Map(right.map((item) => [goPlain(mergeKeyValue(item, mergeKey)), item]));
  return left.some((item) => {
    const other = byKey.get(goPlain(mergeKeyValue(item, mergeKey)));
    return other !== undefined && valuesConflict(item, other, items);
  });
}

function sortScalars(items: readonly Json[]): readonly Json[] {
  return [...new Set(items)].sort((a, b) => compareBytes(goPlain(a), goPlain(b)));
}

function conflict(patch: JsonObject, changed: JsonObject): Failure {
  const head = 'patch:\n%p\nconflicts with changes made from original to current:\n%c\n';
  return fail(head.replace('%p', () => goJson(patch)).replace('%c', () => goJson(changed)));
}
