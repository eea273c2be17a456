import type { KindDef } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { isJsonArray, isJsonObject, type Json } from '../../api/machinery/json.ts';
import { applyJsonPatch } from '../../api/machinery/json-patch.ts';
import { applyMergePatch } from '../../api/machinery/merge-patch.ts';
import { asJson, asObject, type KubeObject } from '../../api/machinery/object.ts';
import { applyStrategicMergePatch } from '../../api/machinery/strategic-merge.ts';
import { badRequest, tooLarge, unsupportedMediaType, type Status } from '../../api/machinery/status.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { structOf } from './body.ts';

const PATCH_MAX = 3 * 1024 * 1024;
const TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

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
  let patch: Json;
  try {
    patch = JSON.parse(text) as Json;
  } catch (error) {
    return { refused: badRequest(error instanceof Error ? error.message : 'the patch is not JSON') };
  }
  return applyParsed(def, current, type, patch);
}

function applyParsed(def: KindDef | undefined, current: KubeObject, type: string, patch: Json): Patched {
  if (type === 'application/json-patch+json') {
    if (!isJsonArray(patch)) return { refused: badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch') };
    return result(applyJsonPatch(asJson(current), patch));
  }
  if (!isJsonObject(patch)) return { refused: badRequest('json: cannot unmarshal into Go value of type map[string]interface {}') };
  if (type === 'application/strategic-merge-patch+json' && def !== undefined) {
    return result(applyStrategicMergePatch(structOf(def), asJson(current), patch));
  }
  if (type === 'application/apply-patch+yaml') return { refused: unsupportedMediaType(TYPES.slice(0, 3)) };
  return result(applyMergePatch(asJson(current), patch));
}

function result(value: unknown): Patched {
  if (isFailure(value)) return { refused: badRequest(value.error) };
  return isJsonObject(value) ? { object: asObject(value) } : { refused: badRequest('the patched value is not an object') };
}
