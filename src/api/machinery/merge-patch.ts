import { deepEqual } from '../../lib/equal.ts';
import { mergePatch, setKey } from '../../lib/merge.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonObject } from './json.ts';

/** Applies a JSON merge patch (RFC 7386). Shares what does not change; the object itself comes back when nothing does. */
export function applyMergePatch(object: JsonObject, patch: Json): Json {
  return mergePatch<Json>(object, patch);
}

/** The merge patch that turns `original` into `modified`; `{}` when they are equal. Lists are replaced whole. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const key of Object.keys(modified)) {
    const before = original[key];
    const after = modified[key] as Json;
    if (isJsonObject(before) && isJsonObject(after)) {
      const difference = createMergePatch(before, after);
      if (Object.keys(difference).length > 0) setKey(patch, key, difference);
    } else if (before === undefined || !deepEqual(before, after)) {
      setKey(patch, key, after);
    }
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setKey(patch, key, null);
  return patch;
}

/**
 * The patch of a client-side apply for kinds without a strategic merge patch (custom resources): what `modified` adds to or changes in
 * `current`, and what it no longer has of `original`. Source: apimachinery pkg/util/jsonmergepatch.
 */
export function createThreeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const additions = keepNulls(createMergePatch(current, modified), false);
  const deletions = keepNulls(createMergePatch(original, modified), true);
  return combine(deletions, additions);
}

/** Either the deletions of a patch (`true`) or all but them. */
function keepNulls(patch: JsonObject, wanted: boolean): JsonObject {
  const kept: Record<string, Json> = {};
  for (const key of Object.keys(patch)) {
    const value = patch[key] as Json;
    if (isJsonObject(value) && Object.keys(value).length > 0) {
      const inner = keepNulls(value, wanted);
      if (Object.keys(inner).length > 0) setKey(kept, key, inner);
    } else if ((value === null) === wanted) {
      setKey(kept, key, value);
    }
  }
  return kept;
}

function combine(deletions: JsonObject, additions: JsonObject): JsonObject {
  const patch: Record<string, Json> = { ...deletions };
  for (const key of Object.keys(additions)) {
    const before = patch[key];
    const after = additions[key] as Json;
    setKey(patch, key, isJsonObject(before) && isJsonObject(after) ? combine(before, after) : after);
  }
  return patch;
}
