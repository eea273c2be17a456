import type { ListType } from '../../schema/types.ts';
import type { Failure } from '../failure.ts';
import { fail } from '../failure.ts';
import { compareBytes, goJson, goQuote } from '../go-format.ts';
import type { Json } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';

/** The path element of a struct's field or a map's key, as FieldsV1 writes it. */
export function fieldElement(name: string): string {
  return `f:${name}`;
}

/**
 * The path element of a list's item: `k:{"name":"web"}` by its keys, `v:"x"` in a set. Keys with a default may be left out.
 * Source: structured-merge-diff typed/helpers.go listItemToPathElement, fieldpath/serialize-pe.go.
 */
export function itemElement(list: ListType, item: Json): string | Failure {
  if (list.listType === 'map') return keyedElement(list, item);
  if (item === null) return fail("associative list without keys has an element that's an explicit null");
  if (isJsonArray(item)) return fail('not supported: associative list with lists as elements');
  if (isJsonObject(item)) return fail("associative list without keys has an element that's a map type");
  return `v:${goJson(item)}`;
}

/** A path element as error texts show it: `.name`, `[name="web"]`, `[="x"]`. */
export function formatElement(element: string): string {
  const rest = element.slice(2);
  switch (element.charAt(0)) {
    case 'f':
      return `.${rest}`;
    case 'k': {
      const key = parsed(rest);
      if (!isJsonObject(key)) return `[${rest}]`;
      return `[${Object.keys(key)
        .map((name) => `${name}=${formatValue(key[name] ?? null)}`)
        .join(',')}]`;
    }
    case 'v':
      return `[=${formatValue(parsed(rest))}]`;
    default:
      return `[${rest}]`;
  }
}

function keyedElement(list: ListType, item: Json): string | Failure {
  if (item === null) return fail('associative list with keys may not have a null element');
  if (!isJsonObject(item)) return fail('associative list with keys may not have non-map elements');
  const { items } = list;
  const key: Record<string, Json> = {};
  for (const name of [...list.keys].sort(compareBytes)) {
    const value = item[name] ?? (items.is === 'struct' ? items.struct.fields.get(name)?.defaultText : undefined);
    if (value === undefined) {
      const text = `associative list with keys has an element that omits key field ${goQuote(name)} (and doesn't have default value)`;
      return fail(text);
    }
    key[name] = value;
  }
  return `k:${goJson(key)}`;
}

/** Sets from outside may hold anything; what is no JSON is shown as it is. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function formatValue(value: Json): string {
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}
