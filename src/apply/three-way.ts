import type { Failure } from '../api/machinery/failure.ts';
import { isFailure } from '../api/machinery/failure.ts';
import type { JsonObject } from '../api/machinery/json.ts';
import { createThreeWayMergePatch } from '../api/machinery/merge-patch.ts';
import { createThreeWayPatch } from '../api/machinery/strategic-three-way.ts';
import { SCHEMAS } from '../api/schema/served.ts';
import type { ApiResource } from './find-resource.ts';

/** A patch and how it is to be sent. */
export interface ThreeWayPatch {
  readonly patch: JsonObject;
  readonly contentType: string;
}

/**
 * What must change so that the live object has what is asked for and not what was only asked for before. `{}` when
 * nothing must. Kinds whose types are known are patched strategically, others by JSON merge, as kubectl does with
 * custom resources.
 */
export function threeWayPatch(
  previous: JsonObject | undefined,
  modified: JsonObject,
  live: JsonObject,
  resource: ApiResource,
): ThreeWayPatch | Failure {
  const schema = SCHEMAS.schemaOf(resource.group, resource.version, resource.kind);
  if (schema === undefined) {
    return {
      patch: createThreeWayMergePatch(previous ?? {}, modified, live),
      contentType: 'application/merge-patch+json',
    };
  }
  const patch = createThreeWayPatch(schema, previous ?? {}, modified, live, true);
  return isFailure(patch) ? patch : { patch, contentType: 'application/strategic-merge-patch+json' };
}
