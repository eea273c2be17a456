import { isFailure } from '../machinery/failure.ts';
import { goQuote } from '../machinery/go-format.ts';
import type { JsonObject } from '../machinery/json.ts';
import type { KubeObject } from '../machinery/object.ts';
import { asObject, splitApiVersion } from '../machinery/object.ts';
import type { Status } from '../machinery/status.ts';
import { badRequest } from '../machinery/status.ts';
import { decodeStruct } from './decode.ts';
import type { Struct } from './types.ts';

/** The query parameter of that name: refuse, warn about, or silently drop fields that are unknown or stand twice. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An accepted body and the texts for Warning headers. */
export interface DecodedObject {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/**
 * Decodes the body of a create or update as kube-apiserver does, or gives its 400 Status.
 * `duplicates` are the paths of fields that stood twice in the text, which only the reader of the text can know.
 * Source: apiserver pkg/endpoints/handlers/create.go, rest.go (transformDecodeError).
 */
export function decodeObject(
  struct: Struct,
  body: JsonObject,
  fieldValidation: FieldValidation,
  duplicates: readonly string[] = [],
): DecodedObject | Status {
  const decoded = decodeStruct(struct, body);
  if (isFailure(decoded)) return undecodable(struct, body, decoded.error);
  const problems = strictProblems(decoded.unknownFields, duplicates);
  if (fieldValidation === 'Strict' && problems.length > 0) return undecodable(struct, body, strictError(problems));
  return { object: asObject(decoded.value), warnings: fieldValidation === 'Warn' ? problems : [] };
}

/** The texts of strict field validation: `unknown field "spec.foo"`, `duplicate field "spec.bar"`. */
export function strictProblems(
  unknownFields: readonly string[],
  duplicates: readonly string[] = [],
): readonly string[] {
  return [
    ...duplicates.map((path) => `duplicate field ${goQuote(path)}`),
    ...unknownFields.map((path) => `unknown field ${goQuote(path)}`),
  ];
}

/** The problems as one error: `strict decoding error: unknown field "a", unknown field "b"`. */
export function strictError(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(', ')}`;
}

/** 400 `Deployment in version "v1" cannot be handled as a Deployment: <error>`. */
export function undecodable(struct: Struct, body: JsonObject, error: string): Status {
  const kind = typeof body['kind'] === 'string' ? body['kind'] : '';
  const apiVersion = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : '';
  const { version } = splitApiVersion(apiVersion);
  return badRequest(`${kind} in version ${goQuote(version)} cannot be handled as a ${struct.name}: ${error}`);
}
