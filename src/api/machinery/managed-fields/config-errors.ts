import type { ListType, Type } from '../../schema/types.ts';
import { isFailure } from '../failure.ts';
import { goPlain } from '../go-format.ts';
import type { Json } from '../json.ts';
import { goJsonTypeName, isJsonArray, isJsonObject } from '../json.ts';
import { fieldElement, formatElement, itemElement } from './element.ts';
import { typeOfKey } from './shape.ts';

/** Most mistakes told of one configuration. */
const ERRORS_MAX = 100;

/**
 * What makes a configuration no object of its type, as one text: `.spec.replicaz: field not declared in schema`, or a list of those.
 * Undefined when it is fine. Source: structured-merge-diff typed/validate.go and helpers.go.
 */
export function configError(type: Type, config: Json): string | undefined {
  const errors: string[] = [];
  check(type, config, '', errors);
  if (errors.length < 2) return errors[0];
  return ['errors:', ...errors.slice(0, ERRORS_MAX).map((error) => `  ${error}`)].join('\n');
}

function check(type: Type, value: Json, path: string, errors: string[]): void {
  if (value === null) return;
  const wrong = mismatch(type, value);
  if (wrong !== undefined) errors.push(path === '' ? wrong : `${path}: ${wrong}`);
  else if (type.is === 'list') checkItems(type, value as readonly Json[], path, errors);
  else if ((type.is === 'struct' || type.is === 'map') && isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = typeOfKey(type, key);
      const at = path + formatElement(fieldElement(key));
      if (inner === undefined) errors.push(`${at}: field not declared in schema`);
      else check(inner, value[key] as Json, at, errors);
    }
  }
}

function checkItems(type: ListType, items: readonly Json[], path: string, errors: string[]): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    const element = type.listType === 'atomic' ? `i:${i}` : itemElement(type, item);
    if (isFailure(element)) {
      errors.push(`${path}: element ${i}: ${element.error}`);
      return;
    }
    const shown = formatElement(element);
    if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${shown}`);
    seen.add(element);
    check(type.items, item, path + shown, errors);
  });
}

function mismatch(type: Type, value: Json): string | undefined {
  const isPlain = !isJsonArray(value) && !isJsonObject(value);
  switch (type.is) {
    case 'int':
    case 'float':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'string':
    case 'bytes':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goPlain(value)}}`;
    case 'bool':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goPlain(value)}}`;
    case 'list':
      return isJsonArray(value) ? undefined : `expected list, got &{${goPlain(value)}}`;
    case 'map':
    case 'struct':
      return isJsonObject(value) ? undefined : `expected map, got &{${goPlain(value)}}`;
    case 'any':
      return undefined;
    default:
      return isPlain ? undefined : `expected any scalar, got &{${goPlain(value)}}`;
  }
}

/** The Go type of decoded JSON, as %T prints it. */
function goType(value: Json): string {
  if (isJsonArray(value)) return '[]interface {}';
  return isJsonObject(value) ? 'map[string]interface {}' : goJsonTypeName(value);
}
