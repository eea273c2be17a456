import type { KindDef } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { goJson, goPlain } from '../../api/machinery/go-format.ts';
import { goJsonTypeName, isJsonArray, isJsonObject, type Json } from '../../api/machinery/json.ts';
import { applyJsonPatch } from '../../api/machinery/json-patch.ts';
import { duplicateFields } from '../../api/machinery/json-duplicates.ts';
import { parseJsonText } from '../../api/machinery/json-text.ts';
import { applyMergePatch } from '../../api/machinery/merge-patch.ts';
import { asJson, asObject, type KubeObject } from '../../api/machinery/object.ts';
import {
  badRequest,
  invalidPatch,
  tooLarge,
  unprocessable,
  unsupportedMediaType,
  type Status,
} from '../../api/machinery/status.ts';
import { applyStrategicMergePatch } from '../../api/machinery/strategic-merge.ts';
import { strategicMergeStatus } from '../../api/machinery/strategic-status.ts';
import { decodeStruct } from '../../api/schema/decode.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { BODY_MAX, structOf } from './body.ts';
import { APPLY_YAML, contentType } from './request-options.ts';

/** Source: AS/endpoints/handlers/patch.go maxJSONPatchOperations. */
const OPERATIONS_MAX = 10_000;
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const TYPES = [JSON_PATCH, 'application/merge-patch+json', STRATEGIC, APPLY_YAML];

export type Patched =
  | {
      readonly object: KubeObject;
      /** The patch as refusals show it. */
      readonly shown: () => string;
      /** Fields that stand twice in the patch. */
      readonly duplicates: readonly string[];
    }
  | { readonly refused: Status };

/** The 415 for a kind of patch that is not known: asked before anything else. */
export function patchTypeError(request: ApiRequest): Status | undefined {
  return TYPES.includes(contentType(request)) ? undefined : unsupportedMediaType(TYPES);
}

/**
 * The object that a PATCH asks for (other than by apply); the same reference when it asks for nothing new. `def` is absent for subresources
 * with a shape of their own (Scale), which take no strategic merge keys.
 * Source: AS/endpoints/handlers/patch.go.
 */
export function applyPatch(def: KindDef | undefined, current: KubeObject, request: ApiRequest): Patched {
  const type = contentType(request);
  const text = request.body ?? '';
  if (text.length > BODY_MAX) return { refused: tooLarge(`limit is ${BODY_MAX}`) };
  const patch = parseJsonText(text);
  if (isFailure(patch)) return { refused: badRequest(patch.error) };
  const patched = applyParsed(def, current, type, patch);
  if ('refused' in patched) return patched;
  const shown = (): string => (type === STRATEGIC ? goPlain(patch) : goJson(patched.object));
  return { object: patched.object, shown, duplicates: duplicateFields(text) };
}

type Merged = { readonly object: KubeObject } | { readonly refused: Status };

function applyParsed(def: KindDef | undefined, current: KubeObject, type: string, patch: Json): Merged {
  if (type === JSON_PATCH) {
    if (!isJsonArray(patch))
      return { refused: badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch') };
    if (patch.length > OPERATIONS_MAX) {
      const why = `The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${patch.length}`;
      return { refused: tooLarge(why) };
    }
    const patched = applyJsonPatch(asJson(current), patch);
    return isFailure(patched) ? { refused: unprocessable() } : objectOf(patched);
  }
  if (!isJsonObject(patch)) {
    const go = `json: cannot unmarshal ${goJsonTypeName(patch)} into Go value of type map[string]interface {}`;
    return { refused: badRequest(go) };
  }
  if (type !== STRATEGIC || def === undefined) return objectOf(applyMergePatch(asJson(current), patch));
  const merged = applyStrategicMergePatch(structOf(def), asJson(current), patch);
  if (isFailure(merged)) return { refused: strategicMergeStatus(merged.error) };
  // The converter that upstream uses after a strategic merge has words of its own for a wrong type.
  const fits = decodeStruct(structOf(def), merged, 'unstructured');
  return isFailure(fits) ? { refused: invalidPatch(goPlain(patch), fits.error) } : objectOf(merged);
}

function objectOf(value: Json): Merged {
  return isJsonObject(value) ? { object: asObject(value) } : { refused: unprocessable() };
}
