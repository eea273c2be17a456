import type { Json } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
// Control and format characters, unpaired surrogates, private use, and all white space but the plain blank: unprintable for Go.
const NEEDS_ESCAPE = /["\\]|[\p{C}\p{Z}]/u;
const EACH_ESCAPE = /["\\]|[\p{C}\p{Z}]/gu;

/** Quotes a string as Go's %q does. Most error texts of Kubernetes show values so. */
export function goQuote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `"${text.replace(EACH_ESCAPE, escapeChar)}"` : `"${text}"`;
}

function escapeChar(char: string): string {
  if (char === ' ') return char;
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Compact JSON as Go's json.Marshal writes it: <, > and & are escaped. Key order is the value's own (Go structs keep field order). */
export function goJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/[<>&\u2028\u2029]/g, (char) => HTML_ESCAPES[char] ?? char);
}

/** The same object with its keys in byte order, as Go writes a map. For labels and other string maps in error texts. */
export function sortKeys<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  const sorted: Record<string, T> = {};
  for (const key of Object.keys(map).sort(compareBytes)) sorted[key] = map[key] as T;
  return sorted;
}

/** Orders strings as Go does. UTF-16 order differs from byte order only above U+FFFF, which no Kubernetes name may hold. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A value as Go's %v prints decoded JSON: map[a:1 b:[x y]], keys in order. */
export function goPlain(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonArray(value)) return `[${value.map(goPlain).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const pairs = Object.keys(value)
    .sort(compareBytes)
    .map((key) => `${key}:${goPlain(value[key] as Json)}`);
  return `map[${pairs.join(' ')}]`;
}

/** Length in UTF-8 bytes, which is what Go's len and so every Kubernetes length limit counts. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code >= 0xd800 && code <= 0xdbff && i + 1 < text.length) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}
