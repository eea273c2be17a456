import { formatMicroTime, formatTime, parseTime } from '../../lib/time.ts';
import { isFailure } from '../machinery/failure.ts';
import type { Json } from '../machinery/json.ts';
import { canonicalQuantity } from '../machinery/quantity.ts';
import { checkBase64 } from './base64.ts';
import type { DecodeContext } from './decode-context.ts';
import { fatal, fatalMismatch, mismatch } from './decode-context.ts';
import { checkGoTime, isPlainTime } from './go-time.ts';
import type { NumberType, PlainType, StringType } from './types.ts';

const INT32_MAX = 2 ** 31;
const INT64_MAX = 2 ** 63;

/** Decodes a value that is not null into a scalar type; gives undefined after an error. */
export function decodeScalar(
  context: DecodeContext,
  type: StringType | NumberType | PlainType,
  value: Json,
): Json | undefined {
  switch (type.is) {
    case 'string':
      return typeof value === 'string' ? value : mismatch(context, value, type.go, 'scalar');
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(context, value, type.go, 'scalar');
    case 'int':
      return decodeInt(context, type.go, value);
    case 'float':
      return typeof value === 'number' ? value : mismatch(context, value, type.go, 'scalar');
    case 'quantity':
      return decodeQuantity(context, value);
    case 'intOrString':
      return decodeIntOrString(context, value);
    case 'time':
    case 'microTime':
      return decodeTime(context, value, type.is === 'microTime');
    case 'bytes':
      return decodeBytes(context, value);
    case 'any':
      return value;
  }
}

function decodeInt(context: DecodeContext, go: string, value: Json): Json | undefined {
  if (typeof value !== 'number') return mismatch(context, value, go, 'scalar');
  return fitsInt(value, go === 'int32' ? INT32_MAX : INT64_MAX)
    ? value
    : mismatch(context, value, go, 'scalar', `number ${value}`);
}

function fitsInt(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= -limit && value < limit;
}

function decodeQuantity(context: DecodeContext, value: Json): Json | undefined {
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  const canonical = canonicalQuantity(text);
  if (isFailure(canonical)) return fatal(context, canonical.error);
  return canonical;
}

function decodeIntOrString(context: DecodeContext, value: Json): Json | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return fatalMismatch(context, value, 'int32');
  return fitsInt(value, INT32_MAX) ? value : fatalMismatch(context, value, 'int32', `number ${value}`);
}

function decodeTime(context: DecodeContext, value: Json, isMicro: boolean): Json | undefined {
  if (typeof value !== 'string') return fatalMismatch(context, value, 'string');
  if (isPlainTime(value, isMicro)) return value;
  const error = checkGoTime(value, isMicro);
  if (error !== undefined) return fatal(context, error);
  const atMs = parseTime(value);
  if (atMs === undefined) return value;
  const canonical = isMicro ? formatMicroTime(atMs) : formatTime(atMs);
  // Below the millisecond a MicroTime keeps what it says: virtual time has no finer grain, but the text must not change.
  return canonical === value || (isMicro && value.endsWith('Z')) ? value : canonical;
}

function decodeBytes(context: DecodeContext, value: Json): Json | undefined {
  if (typeof value !== 'string') return mismatch(context, value, '[]uint8', 'slice');
  const wrongAt = checkBase64(value);
  if (wrongAt === undefined) return /[\r\n]/.test(value) ? value.replace(/[\r\n]/g, '') : value;
  const text = `illegal base64 data at input byte ${wrongAt}`;
  context.error ??= context.flavour === 'json' ? text : `error decoding from json: ${text}`;
  return undefined;
}
