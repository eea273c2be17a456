import type { Failure } from '../machinery/failure.ts';
import { fail, isFailure } from '../machinery/failure.ts';
import { compareBytes } from '../machinery/go-format.ts';
import type { Json, JsonObject } from '../machinery/json.ts';
import { isJsonArray, isJsonObject } from '../machinery/json.ts';
import type { DecodeContext, Flavour } from './decode-context.ts';
import { makeContext, mismatch, recordUnknown } from './decode-context.ts';
import { decodeScalar } from './decode-scalar.ts';
import { setKey } from '../../lib/merge.ts';
import type { ListType, MapType, Struct, Type } from './types.ts';

/** A decoded value, and the paths of the fields that its type does not have ("spec.containers[0].foo"); they are left out of the value. */
export interface Decoded {
  readonly value: JsonObject;
  readonly unknownFields: readonly string[];
}

/** Deeper than any kind goes; CustomResourceDefinitions nest by themselves. */
const MAX_DEPTH = 1000;

/**
 * Decodes JSON as kube-apiserver decodes it into the kind's Go type, or gives the text of the first error.
 *
 * null counts as absent, quantities and times become canonical, empty lists and maps that Go leaves out are left out. Unknown fields are
 * left out and told. The input is shared where nothing changes; equal input and output are the same reference.
 * `json` is how bodies are decoded (Go's encoding/json), `unstructured` how the result of a strategic merge patch is (apimachinery
 * pkg/runtime/converter.go); they differ in texts and in the order of unknown fields.
 */
export function decodeStruct(struct: Struct, value: Json, flavour: Flavour = 'json'): Decoded | Failure {
  const context = makeContext(flavour);
  const decoded = decodeFields(context, struct, value, struct.go);
  const error = context.fatalError ?? context.error;
  if (error !== undefined) return fail(error);
  const unknownFields = flavour === 'json' ? context.unknown : [...context.unknown].sort(compareBytes);
  return { value: (decoded ?? {}) as JsonObject, unknownFields };
}

/** True when the value fits the struct without any change: no unknown fields, nothing to make canonical. */
export function fitsStruct(struct: Struct, value: Json): boolean {
  const decoded = decodeStruct(struct, value);
  return !isFailure(decoded) && decoded.value === value;
}

/** Gives undefined for what is absent (null, or empty where Go leaves it out). */
function decodeValue(context: DecodeContext, type: Type, value: Json, keepsEmpty: boolean): Json | undefined {
  if (value === null) return undefined;
  switch (type.is) {
    case 'struct':
      return decodeFields(context, type.struct, value, type.go);
    case 'list':
      return decodeList(context, type, value, keepsEmpty);
    case 'map':
      return decodeMap(context, type, value, keepsEmpty);
    default:
      return decodeScalar(context, type, value);
  }
}

function decodeFields(context: DecodeContext, struct: Struct, value: Json, go: string): Json | undefined {
  if (!isJsonObject(value)) return mismatch(context, value, go, 'struct');
  if (context.path.length > MAX_DEPTH) return exceeded(context);
  const { fields } = struct;
  const owner = context.owner;
  const keys = Object.keys(value);
  let changed: Record<string, Json> | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const before = value[key];
    const field = fields.get(key);
    let after: Json | undefined;
    if (field === undefined) {
      recordUnknown(context, key);
    } else if (before !== undefined) {
      context.owner = struct.name;
      context.fields.push(key);
      context.path.push(key);
      after = decodeValue(context, field.type, before, field.isRequired);
      context.path.pop();
      context.fields.pop();
    }
    if (changed === undefined && after !== before) changed = copyKeys(value, keys, i);
    if (changed !== undefined && after !== undefined) setKey(changed, key, after);
  }
  context.owner = owner;
  return changed ?? value;
}

function decodeList(context: DecodeContext, type: ListType, value: Json, keepsEmpty: boolean): Json | undefined {
  if (!isJsonArray(value)) return mismatch(context, value, type.go, 'slice');
  if (value.length === 0) return keepsEmpty ? value : undefined;
  let changed: Json[] | undefined;
  for (let i = 0; i < value.length; i++) {
    const before = value[i] as Json;
    context.path.push(i);
    const after = decodeValue(context, type.items, before, true) ?? zeroOf(type.items);
    context.path.pop();
    if (changed === undefined && after !== before) changed = value.slice(0, i);
    changed?.push(after);
  }
  return changed ?? value;
}

function decodeMap(context: DecodeContext, type: MapType, value: Json, keepsEmpty: boolean): Json | undefined {
  if (!isJsonObject(value)) return mismatch(context, value, type.go, 'map');
  const keys = Object.keys(value);
  if (keys.length === 0) return keepsEmpty ? value : undefined;
  let changed: Record<string, Json> | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const before = value[key] as Json;
    context.path.push(key);
    const after = decodeValue(context, type.values, before, true) ?? zeroOf(type.values);
    context.path.pop();
    if (changed === undefined && after !== before) changed = copyKeys(value, keys, i);
    if (changed !== undefined) setKey(changed, key, after);
  }
  return changed ?? value;
}

/** What Go keeps for a null inside a list or a map: the zero value of the type. */
function zeroOf(type: Type): Json {
  switch (type.is) {
    case 'string':
    case 'bytes':
      return '';
    case 'int':
    case 'float':
    case 'intOrString':
      return 0;
    case 'bool':
      return false;
    case 'quantity':
      return '0';
    case 'struct':
      return {};
    default:
      return null;
  }
}

function copyKeys(source: JsonObject, keys: readonly string[], count: number): Record<string, Json> {
  const copy: Record<string, Json> = {};
  for (let i = 0; i < count; i++) setKey(copy, keys[i] as string, source[keys[i] as string] as Json);
  return copy;
}

function exceeded(context: DecodeContext): undefined {
  context.fatalError ??= 'exceeded max depth';
  return undefined;
}
