/**
 * Kubernetes' protobuf bodies as JSON: typed clients such as kubectl send them, and the engine reads JSON only.
 *
 * Promises: a message of a kind whose schema is known becomes the JSON that the same client would have sent; anything
 * else is an error with a reason. It does not write protobuf: answers are JSON, which every client accepts as well.
 */
import type { Json, JsonObject } from '../../api/machinery/json.ts';
import { splitApiVersion } from '../../api/machinery/object.ts';
import type { Schemas } from '../../api/schema/schema.ts';
import type { Field, Struct } from '../../api/schema/types.ts';
import { messageFields } from './messages.ts';
import { POINTERS } from './pointers.ts';
import { decodeValue } from './values.ts';
import { readFields } from './wire.ts';

/** `k8s` and a zero byte open every message. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];
const DEPTH_MAX = 64;
/** Kinds that every group version has. */
const ANY_GROUP = new Map([['DeleteOptions', 'meta/v1.DeleteOptions']]);
const text = new TextDecoder();

/** True for the media type that typed clients send. */
export function isProtobuf(contentType: string | null): boolean {
  return contentType?.split(';')[0]?.trim() === 'application/vnd.kubernetes.protobuf';
}

/** The object in a protobuf body. Throws an Error that says why when it is none. */
export function decodeProtobuf(bytes: Uint8Array, schemas: Schemas): JsonObject {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new Error('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  const { apiVersion, kind, raw } = readEnvelope(bytes.subarray(MAGIC.length));
  const { group, version } = splitApiVersion(apiVersion);
  const shared = ANY_GROUP.get(kind);
  const struct = shared === undefined ? schemas.schemaOf(group, version, kind) : schemas.structOf(shared);
  if (struct === undefined) throw new Error(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...decodeStruct(raw, struct, struct.id, 0) };
}

/** runtime.Unknown: 1 TypeMeta {1 apiVersion, 2 kind}, 2 the object's own bytes. */
function readEnvelope(bytes: Uint8Array): { apiVersion: string; kind: string; raw: Uint8Array } {
  let apiVersion = '';
  let kind = '';
  let raw = new Uint8Array(0);
  for (const { number, value } of readFields(bytes)) {
    if (typeof value === 'bigint') continue;
    if (number === 2) raw = new Uint8Array(value);
    if (number !== 1) continue;
    for (const part of readFields(value)) {
      if (typeof part.value === 'bigint') continue;
      if (part.number === 1) apiVersion = text.decode(part.value);
      if (part.number === 2) kind = text.decode(part.value);
    }
  }
  return { apiVersion, kind, raw };
}

/** A message as the JSON of its struct; `id` names the message, which for parts is not the struct. */
export function decodeStruct(bytes: Uint8Array, struct: Struct, id: string, depth: number): JsonObject {
  if (depth > DEPTH_MAX) throw new Error(`nested more than ${DEPTH_MAX} levels deep`);
  const out: Record<string, Json> = {};
  const fields = messageFields(id);
  for (const { number, value } of readFields(bytes)) {
    const known = fields.get(number);
    if (known === undefined) continue;
    if (known.part !== undefined) {
      if (typeof value !== 'bigint') Object.assign(out, decodeStruct(value, struct, known.part, depth + 1));
      continue;
    }
    const field = struct.fields.get(known.name);
    if (field === undefined) continue;
    put(
      out,
      field,
      decodeValue(value, field.type, out[field.name], (inside, inner) =>
        decodeStruct(inside, inner, inner.id, depth + 1),
      ),
    );
  }
  return out;
}

/** Leaves out what Go's JSON would leave out. */
function put(out: Record<string, Json>, field: Field, value: Json | undefined): void {
  if (value === undefined) return;
  const isZero = value === '' || value === 0 || value === false;
  if (!isZero || field.isRequired || POINTERS.has(field.name)) out[field.name] = value;
}
