import type { Json, JsonObject } from './json.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import { PATCH } from './strategic-directives.ts';

/** Takes nulls out of objects, at any depth: where nothing was, they have nothing to delete. Shares what does not change. */
export function withoutNulls(value: Json): Json {
  if (isJsonArray(value)) return mapList(value, withoutNulls);
  return isJsonObject(value) ? mapObject(value, (child) => (child === null ? undefined : withoutNulls(child))) : value;
}

/** Takes away objects with a `$patch` order; undefined when the value itself is one. Shares what does not change. */
export function withoutDirectives(value: Json): Json | undefined {
  if (isJsonArray(value)) return mapList(value, withoutDirectives);
  if (!isJsonObject(value)) return value;
  return value[PATCH] === undefined ? mapObject(value, withoutDirectives) : undefined;
}

type Change = (child: Json) => Json | undefined;

function mapList(list: readonly Json[], change: Change): readonly Json[] {
  const changed = list.map(change).filter((item) => item !== undefined);
  return changed.length === list.length && changed.every((item, i) => item === list[i]) ? list : changed;
}

function mapObject(object: JsonObject, change: Change): JsonObject {
  const entries = Object.entries(object);
  const changed = entries.map(([key, value]): [string, Json | undefined] => [key, change(value)]);
  if (changed.every(([, value], i) => value === entries[i]?.[1])) return object;
  return Object.fromEntries(changed.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
