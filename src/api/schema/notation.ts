import { assert } from '../../lib/assert.ts';
import type { Field, ListType, Struct, StructType, Type } from './types.ts';

/**
 * A package of generated schemas, such as core/v1. A struct is one text:
 *
 * - fields `name:type` joined by ";", with `!` after the name if required, `~` if always written, `=value` after the type for a default;
 *   a leading "!" says that server-side apply treats the struct as atomic
 * - types: s string, b bool, i int32, l int64, n int, d float64, q Quantity, x IntOrString, t Time, u MicroTime, y bytes, j anything,
 *   `$Name` string of a named Go type, `[rules]T` list, `{}T` map, `{!}T` atomic map, `@Name` struct, `@package.Name` struct elsewhere
 * - rules of a list: "s" set, "=a,b" map keyed by a and b; "&key" strategic merge by key ("&" alone for scalars), "%" retains keys
 * - before "@": "%" strategic merge retains keys, "^" replaces, "+" is granular although the struct is atomic
 */
export interface SchemaPackage {
  readonly name: string;
  readonly enums: Readonly<Record<string, string>>;
  readonly structs: Readonly<Record<string, string>>;
}

/** Finds a struct by "package.Name". */
export type Resolve = (id: string) => Struct;

const PLAIN: Readonly<Record<string, Type>> = {
  s: { is: 'string', go: 'string', values: [] },
  b: { is: 'bool', go: 'bool' },
  i: { is: 'int', go: 'int32' },
  l: { is: 'int', go: 'int64' },
  n: { is: 'int', go: 'int' },
  d: { is: 'float', go: 'float64' },
  q: { is: 'quantity', go: 'resource.Quantity' },
  x: { is: 'intOrString', go: 'intstr.IntOrString' },
  t: { is: 'time', go: 'v1.Time' },
  u: { is: 'microTime', go: 'v1.MicroTime' },
  y: { is: 'bytes', go: '[]uint8' },
  j: { is: 'any', go: 'interface {}' },
};

/** Reads a struct's text. Structs inside are looked up when first needed, since types refer to each other in circles. */
export function parseStruct(pack: SchemaPackage, name: string, resolve: Resolve): Struct {
  const text = pack.structs[name];
  assert(text !== undefined, `no struct ${name} in ${pack.name}`);
  const isAtomic = text.startsWith('!');
  const body = isAtomic ? text.slice(1) : text;
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    name,
    go: goName(pack, name),
    id: `${pack.name}.${name}`,
    isAtomic,
    get fields() {
      fields ??= new Map(body === '' ? [] : body.split(';').map((part) => parseField(part, pack, resolve)));
      return fields;
    },
  };
}

function parseField(text: string, pack: SchemaPackage, resolve: Resolve): [string, Field] {
  const colon = text.indexOf(':');
  const head = text.slice(0, colon);
  const name = head.replace(/[!~]+$/, '');
  const flags = new Set(head.slice(name.length));
  const [typeText, defaultText] = splitDefault(text.slice(colon + 1));
  const type = parseType(typeText, pack, resolve);
  return [name, { name, type, isRequired: flags.has('!'), isAlwaysWritten: flags.has('~'), defaultText }];
}

/** "=" inside a list's rules is no default. */
function splitDefault(text: string): [string, string | undefined] {
  const equals = text.indexOf('=', text.lastIndexOf(']') + 1);
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

function parseType(text: string, pack: SchemaPackage, resolve: Resolve): Type {
  const plain = PLAIN[text];
  if (plain !== undefined) return plain;
  switch (text.charAt(0)) {
    case '$':
      return namedString(text.slice(1), pack);
    case '[':
      return listType(text, pack, resolve);
    case '{': {
      const isAtomic = text.charAt(1) === '!';
      const values = parseType(text.slice(isAtomic ? 3 : 2), pack, resolve);
      return {
        is: 'map',
        go: values.is === 'quantity' ? 'v1.ResourceList' : `map[string]${values.go}`,
        values,
        isAtomic,
      };
    }
    default:
      return structType(text, pack, resolve);
  }
}

function namedString(name: string, pack: SchemaPackage): Type {
  const go = name.includes('.') ? name : goName(pack, name);
  const values = pack.enums[name];
  return { is: 'string', go, values: values === undefined ? [] : values.split(',') };
}

function listType(text: string, pack: SchemaPackage, resolve: Resolve): ListType {
  const end = text.indexOf(']');
  const items = parseType(text.slice(end + 1), pack, resolve);
  const rules = /^(s?)(?:=([^&%]*))?(?:(&)([^%]*))?(%?)$/.exec(text.slice(1, end));
  assert(rules !== null, `bad rules of a list: ${text}`);
  const [, set, keys, merge, mergeKey, retain] = rules;
  const kind = set === 's' ? 'set' : 'atomic';
  return {
    is: 'list',
    go: `[]${items.go}`,
    items,
    listType: keys === undefined ? kind : 'map',
    keys: keys === undefined ? [] : keys.split(','),
    patch: {
      strategy: merge === '&' ? 'merge' : 'replace',
      mergeKey: mergeKey === '' ? undefined : mergeKey,
      retainKeys: retain === '%',
    },
  };
}

function structType(text: string, pack: SchemaPackage, resolve: Resolve): StructType {
  const at = text.indexOf('@');
  assert(at >= 0, `unknown type in ${pack.name}: ${text}`);
  const flags = new Set(text.slice(0, at));
  const reference = text.slice(at + 1);
  const id = reference.includes('.') ? reference : `${pack.name}.${reference}`;
  const name = id.slice(id.lastIndexOf('.') + 1);
  let struct: Struct | undefined;
  return {
    is: 'struct',
    go: `${id.slice(id.indexOf('/') + 1, id.lastIndexOf('.'))}.${name}`,
    get struct() {
      struct ??= resolve(id);
      return struct;
    },
    patch: flags.has('%') ? 'retainKeys' : flags.has('^') ? 'replace' : 'merge',
    isGranular: flags.has('+'),
  };
}

function goName(pack: SchemaPackage, name: string): string {
  return `${pack.name.slice(pack.name.indexOf('/') + 1)}.${name}`;
}
