import type { Json } from '../../api/machinery/json.ts';
import type { ListType, MapType, Struct, Type } from '../../api/schema/types.ts';
import { formatMicroTime, formatTime } from '../../lib/time.ts';
import { readFields, readPacked } from './wire.ts';

/** Decodes a message inside. */
export type Nested = (bytes: Uint8Array, struct: Struct) => Json;
type Value = bigint | Uint8Array;

const MS_PER_SECOND = 1000;
const NANOS_PER_MS = 1_000_000;
const text = new TextDecoder();

/** One occurrence of a field as JSON, with what earlier occurrences gave (lists and maps come piece by piece); undefined: not set. */
export function decodeValue(value: Value, type: Type, before: Json | undefined, nested: Nested): Json | undefined {
  switch (type.is) {
    case 'list':
      return decodeItems(value, type, before, nested);
    case 'map':
      return decodeEntry(value, type, before, nested);
    case 'struct':
      return nested(bytesOf(value), type.struct);
    case 'string':
      return text.decode(bytesOf(value));
    case 'bool':
      return value !== 0n;
    case 'int':
      return Number(BigInt.asIntN(64, numberOf(value)));
    case 'float':
      return decodeDouble(numberOf(value));
    case 'bytes':
      return toBase64(bytesOf(value));
    default:
      return decodeSpecial(bytesOf(value), type.is);
  }
}

function decodeItems(value: Value, type: ListType, before: Json | undefined, nested: Nested): Json {
  const items = Array.isArray(before) ? [...(before as readonly Json[])] : [];
  const packed = typeof value !== 'bigint' && (type.items.is === 'int' || type.items.is === 'bool');
  for (const one of packed ? readPacked(value) : [value]) {
    const item = decodeValue(one, type.items, undefined, nested);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** 1 key, 2 value; a value that is a list is a message of its own: 1 items. */
function decodeEntry(value: Value, type: MapType, before: Json | undefined, nested: Nested): Json {
  let key = '';
  let held: Json | undefined;
  for (const part of readFields(bytesOf(value))) {
    if (part.number === 1) key = text.decode(bytesOf(part.value));
    if (part.number === 2)
      held =
        type.values.is === 'list'
          ? listIn(part.value, type.values, nested)
          : decodeValue(part.value, type.values, undefined, nested);
  }
  const entry = held ?? (type.values.is === 'string' || type.values.is === 'bytes' ? '' : null);
  return Object.fromEntries([...Object.entries((before ?? {}) as Record<string, Json>), [key, entry]]);
}

function listIn(value: Value, type: ListType, nested: Nested): Json {
  let items: Json = [];
  for (const part of readFields(bytesOf(value)))
    if (part.number === 1) items = decodeItems(part.value, type, items, nested);
  return items;
}

/** Messages that JSON writes as one value. */
function decodeSpecial(bytes: Uint8Array, is: string): Json | undefined {
  const parts = new Map([...readFields(bytes)].map(({ number, value }) => [number, value]));
  switch (is) {
    case 'quantity':
      return text.decode(bytesOf(parts.get(1))) || '0';
    case 'intOrString':
      return parts.get(1) === 1n
        ? text.decode(bytesOf(parts.get(3)))
        : Number(BigInt.asIntN(32, numberOf(parts.get(2))));
    case 'time':
    case 'microTime':
      return decodeTime(parts, is);
    default: {
      const raw = text.decode(bytesOf(parts.get(1)));
      return raw === '' ? undefined : (JSON.parse(raw) as Json);
    }
  }
}

/** 1 seconds, 2 nanoseconds; an empty message is no time. */
function decodeTime(parts: ReadonlyMap<number, Value>, is: string): string | undefined {
  if (parts.size === 0) return undefined;
  const seconds = Number(BigInt.asIntN(64, numberOf(parts.get(1))));
  const ms = seconds * MS_PER_SECOND + Number(numberOf(parts.get(2))) / NANOS_PER_MS;
  return is === 'time' ? formatTime(ms) : formatMicroTime(ms);
}

function decodeDouble(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function bytesOf(value: Value | undefined): Uint8Array {
  return value === undefined || typeof value === 'bigint' ? new Uint8Array(0) : value;
}

function numberOf(value: Value | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}
