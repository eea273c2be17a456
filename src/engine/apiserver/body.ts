import type { KindDef } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { isJsonObject, type JsonObject } from '../../api/machinery/json.ts';
import { parseJsonText } from '../../api/machinery/json-text.ts';
import { asJson, joinApiVersion, type KubeObject } from '../../api/machinery/object.ts';
import {
  badRequest,
  isFailureStatus,
  tooLarge,
  unsupportedMediaType,
  type Status,
} from '../../api/machinery/status.ts';
import { decodeObject as decode, type FieldValidation } from '../../api/schema/decode-object.ts';
import { SCHEMAS } from '../../api/schema/served.ts';
import type { Struct } from '../../api/schema/types.ts';
import type { ApiRequest } from '../../protocol/wire.ts';

/** Longest body read, in characters: apiserver's limit is 3 MiB. */
const BODY_MAX = 3 * 1024 * 1024;
const MEDIA_TYPES = ['application/json'];

export interface Decoded {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

export interface Refused {
  readonly refused: Status;
}

/** The query's fieldValidation; the server's default is Warn. */
export function fieldValidationOf(query: ReadonlyMap<string, string>): FieldValidation {
  const wish = query.get('fieldValidation');
  return wish === 'Strict' || wish === 'Ignore' ? wish : 'Warn';
}

/** The body of a create or update as an object of this kind, checked against its schema. */
export function decodeBody(def: KindDef, request: ApiRequest, validation: FieldValidation): Decoded | Refused {
  const type = request.headers?.['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  if (type !== 'application/json') return { refused: unsupportedMediaType(MEDIA_TYPES) };
  const body = parseJsonBody(request.body);
  if ('refused' in body) return body as Refused;
  const given = withType(def, body);
  return 'refused' in given ? (given as Refused) : decodeObject(def, given as unknown as KubeObject, validation, false);
}

/** A JSON object from a request's text, or the 400 or 413 that it earns. */
export function parseJsonBody(text: string | undefined): JsonObject | Refused {
  if (text === undefined || text === '') return { refused: badRequest('the body of the request was empty') };
  if (text.length > BODY_MAX) return { refused: tooLarge(`limit is ${BODY_MAX}`) };
  const value = parseJsonText(text);
  if (isFailure(value)) return { refused: badRequest(value.error) };
  return isJsonObject(value)
    ? value
    : { refused: badRequest('the object provided is unrecognized (must be a JSON object)') };
}

/** Checks an object against its kind's schema; `known` skips what the store already holds. */
export function decodeObject(
  def: KindDef,
  given: KubeObject,
  validation: FieldValidation,
  known: boolean,
): Decoded | Refused {
  if (known) return { object: given, warnings: [] };
  const decoded = decode(structOf(def), asJson(given), validation);
  if (isFailureStatus(decoded)) return { refused: decoded };
  const { object, warnings } = decoded;
  return { object: isJsonObject(object.metadata) ? object : { ...object, metadata: {} }, warnings };
}

const structs = new Map<KindDef, Struct>();

/** The schema of a kind. A kind in the registry without one is a bug. */
export function structOf(def: KindDef): Struct {
  let struct = structs.get(def);
  if (struct === undefined) {
    struct = SCHEMAS.schemaOf(def.group, def.version, def.kind);
    if (struct === undefined) throw new Error(`no schema of ${def.kind}`);
    structs.set(def, struct);
  }
  return struct;
}

/**
 * apiVersion and kind may be left out in a body sent to a typed path; others must be the path's.
 * Source: AS/endpoints/handlers/create.go and apimachinery's "no kind is registered" error.
 */
function withType(def: KindDef, body: JsonObject): JsonObject | Refused {
  const wanted = joinApiVersion(def.group, def.version);
  const apiVersion = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : wanted;
  const kind = typeof body['kind'] === 'string' ? body['kind'] : def.kind;
  if (apiVersion !== wanted) {
    const text = `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`;
    return { refused: badRequest(text) };
  }
  if (kind === def.kind) return { ...body, apiVersion, kind };
  const why = `no kind "${kind}" is registered for version "${wanted}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  return { refused: badRequest(`${kind} in version "${def.version}" cannot be handled as a ${def.kind}: ${why}`) };
}
