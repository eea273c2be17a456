import type { KindDef } from '../../api/kind-def.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { isJsonObject, type JsonObject } from '../../api/machinery/json.ts';
import { parseJsonText } from '../../api/machinery/json-text.ts';
import { duplicateFields } from '../../api/machinery/json-duplicates.ts';
import { asJson, asObject, joinApiVersion, splitApiVersion, type KubeObject } from '../../api/machinery/object.ts';
import {
  badRequest,
  invalidPatch,
  isFailureStatus,
  tooLarge,
  unsupportedMediaType,
  type Status,
} from '../../api/machinery/status.ts';
import { kindFor } from '../../api/registry.ts';
import { decodeStruct } from '../../api/schema/decode.ts';
import {
  decodeObject as decode,
  strictError,
  strictProblems,
  type FieldValidation,
} from '../../api/schema/decode-object.ts';
import { SCHEMAS } from '../../api/schema/served.ts';
import type { Struct } from '../../api/schema/types.ts';
import type { ApiRequest } from '../../protocol/wire.ts';
import { contentType } from './request-options.ts';

/** Longest body read, in characters: apiserver's limit is 3 MiB. */
export const BODY_MAX = 3 * 1024 * 1024;
/** YAML arrives here as JSON, which is YAML, too: see host/yaml-body.ts. */
export const MEDIA_TYPES = ['application/json', 'application/yaml'];

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
  const type = contentType(request);
  if (type !== '' && !MEDIA_TYPES.includes(type)) return { refused: unsupportedMediaType(MEDIA_TYPES) };
  const body = parseJsonBody(request.body);
  if ('refused' in body) return body as Refused;
  const given = withType(def, body);
  if ('refused' in given) return given as Refused;
  const duplicates = validation === 'Ignore' ? [] : duplicateFields(request.body ?? '');
  const decoded = decode(structOf(def), given, validation, duplicates);
  return isFailureStatus(decoded) ? { refused: decoded } : withMetadata(decoded);
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

/** What strict validation has to tell of a patched object, which upstream refuses with 422; `shown` is how it shows the patch. */
export function decodePatched(
  def: KindDef,
  given: KubeObject,
  validation: FieldValidation,
  shown: () => string,
  duplicates: readonly string[],
): Decoded | Refused {
  const decoded = decodeStruct(structOf(def), asJson(given));
  if (isFailure(decoded)) return { refused: invalidPatch(shown(), decoded.error) };
  const problems = strictProblems(decoded.unknownFields, duplicates);
  if (validation === 'Strict' && problems.length > 0) return { refused: invalidPatch(shown(), strictError(problems)) };
  return withMetadata({ object: asObject(decoded.value), warnings: validation === 'Warn' ? problems : [] });
}

function withMetadata({ object, warnings }: Decoded): Decoded {
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
 * apiVersion and kind may be left out in a body sent to a typed path; others must be the path's. A kind that the server knows cannot be
 * converted, one that it does not know is not registered. Source: AS/endpoints/handlers/create.go, AM/runtime/error.go.
 */
function withType(def: KindDef, body: JsonObject): JsonObject | Refused {
  const wanted = joinApiVersion(def.group, def.version);
  const apiVersion = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : wanted;
  const kind = typeof body['kind'] === 'string' ? body['kind'] : def.kind;
  if (apiVersion === wanted && kind === def.kind) return { ...body, apiVersion, kind };
  const { group, version } = splitApiVersion(apiVersion);
  const isKnown = kindFor(group, version, kind) !== undefined || (apiVersion === 'v1' && kind === 'List');
  if (isKnown && kind === def.kind) {
    const text = `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`;
    return { refused: badRequest(text) };
  }
  const why = isKnown
    ? `converting (${goPackage(version, 'v1')}.${kind}) to (${goPackage(def.group, 'core')}.${def.kind}): unknown conversion`
    : `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  return { refused: badRequest(`${kind} in version "${version}" cannot be handled as a ${def.kind}: ${why}`) };
}

function goPackage(group: string, none: string): string {
  return group === '' ? none : (group.split('.')[0] ?? group);
}
