import type { KindDef } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { goPlain } from '../../api/machinery/go-format.ts';
import { goJsonTypeName, isJsonArray, isJsonObject, type Json } from '../../api/machinery/json.ts';
import { applyJsonPatch } from '../../api/machinery/json-patch.ts';
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
import { structOf } from './body.ts';

const PATCH_MAX = 3 * 1024 * 1024;
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
/** Server-side apply is not served yet, so it is not offered. */
const TYPES = [JSON_PATCH, 'application/merge-patch+json', STRATEGIC];

export type Patched = { readonly object: KubeObject } | { readonly refused: Status };

/**
 * The object that a PATCH asks for; the same reference when it asks for nothing new. `def` is absent for subresources
 * with a shape of their own (Scale), which take no strategic merge keys.
 * Source: AS/endpoints/handlers/patch.go.
 */
export function applyPatch(def: KindDef | undefined, current: KubeObject, request: ApiRequest): Patched {
  const type = request.headers?.['content-type']?.split(';')[0]?.trim() ?? '';
  if (!TYPES.includes(type)) return { refused: unsupportedMediaType(TYPES) };
  const text = request.body ?? '';
  if (text.length > PATCH_MAX) return { refused: tooLarge(`limit is ${PATCH_MAX}`) };
  const patch = parseJsonText(text);
  if (isFailure(patch)) return { refused: badRequest(patch.error) };
  return applyParsed(def, current, type, patch);
}

function applyParsed(def: KindDef | undefined, current: KubeObject, type: string, patch: Json): Patched {
  if (type === JSON_PATCH) {
    if (!isJsonArray(patch))
      return { refused: badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch') };
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

function objectOf(value: Json): Patched {
  return isJsonObject(value) ? { object: asObject(value) } : { refused: unprocessable() };
}
