import { goJsonTypeName, isJsonArray } from '../machinery/json.ts';
import type { Json } from '../machinery/json.ts';

/** Whose error texts: Go's encoding/json, or the converter that strategic merge patches go through. */
export type Flavour = 'json' | 'unstructured';

/** Where decoding stands and what it has found. One object for a decode, changed as it walks. */
export interface DecodeContext {
  readonly flavour: Flavour;
  /** Full path with list indexes and map keys, for unknown fields. */
  readonly path: (string | number)[];
  /** Names of struct fields only, as Go's errors show the way. */
  readonly fields: string[];
  /** The struct that holds the last of `fields`. */
  owner: string;
  readonly unknown: string[];
  /** The first value of a wrong type. Go reads on after it. */
  error: string | undefined;
  /** The first error of a type that decodes itself (quantities, times): Go stops there, so it wins over `error`. */
  fatalError: string | undefined;
}

/** kube-apiserver tells no more than this many strict errors of one body. */
const MAX_UNKNOWN = 100;

export function makeContext(flavour: Flavour): DecodeContext {
  return { flavour, path: [], fields: [], owner: '', unknown: [], error: undefined, fatalError: undefined };
}

/** Notes a field that the struct at the current path does not have. */
export function recordUnknown(context: DecodeContext, key: string): void {
  if (context.unknown.length >= MAX_UNKNOWN) return;
  const parent = formatPath(context.path);
  const path = parent === '' ? key : `${parent}.${key}`;
  if (!context.unknown.includes(path)) context.unknown.push(path);
}

/** Notes a value of the wrong type; `restored` is what the converter wanted to build from it, `word` replaces the JSON type's name. */
export function mismatch(
  context: DecodeContext,
  value: Json,
  go: string,
  restored: 'struct' | 'slice' | 'map' | 'scalar',
  word?: string,
): undefined {
  context.error ??=
    context.flavour === 'json'
      ? jsonMismatch(context, word ?? goJsonTypeName(value), go)
      : converterMismatch(value, go, restored);
  return undefined;
}

/** As `mismatch`, for types that decode themselves. The converter hands on their error without a place. */
export function fatalMismatch(context: DecodeContext, value: Json, go: string, word?: string): undefined {
  const name = word ?? goJsonTypeName(value);
  fatal(
    context,
    context.flavour === 'json'
      ? jsonMismatch(context, name, go)
      : `json: cannot unmarshal ${name} into Go value of type ${go}`,
  );
  return undefined;
}

/** Notes the error of a type that decodes itself. */
export function fatal(context: DecodeContext, text: string): undefined {
  context.fatalError ??= text;
  return undefined;
}

/** "spec.containers[0].ports". */
export function formatPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

function jsonMismatch(context: DecodeContext, word: string, go: string): string {
  const place =
    context.fields.length === 0
      ? `value of type ${go}`
      : `struct field ${context.owner}.${context.fields.join('.')} of type ${go}`;
  return `json: cannot unmarshal ${word} into Go ${place}`;
}

function converterMismatch(value: Json, go: string, restored: 'struct' | 'slice' | 'map' | 'scalar'): string {
  const from = goKind(value);
  if (restored === 'struct') return `cannot restore struct from: ${from}`;
  if (restored !== 'scalar') return `cannot restore ${restored} from ${from}`;
  // Go can turn an integer into a string and a float into an integer; JSON may not, so these have a text of their own.
  const isIntToString = from === 'int64' && !/^(int|float|bool)/.test(go);
  const isFloatToInt = from === 'float64' && go.startsWith('int');
  if (isIntToString || isFloatToInt || (from === 'int64' && go.startsWith('int')))
    return `cannot convert ${from} to ${go}`;
  return `unrecognized type: ${/^(int|float|bool)/.test(go) ? go : 'string'}`;
}

function goKind(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return isJsonArray(value) ? 'slice' : 'map';
}
