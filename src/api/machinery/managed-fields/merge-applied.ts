import type { ListType, Type } from '../../schema/types.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { setKey } from '../../../lib/merge.ts';
import { isFailure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { itemElement } from './element.ts';
import { isNothing, isOneValue, itemsByElement, typeOfKey } from './shape.ts';

/**
 * The live object with what a configuration says laid over it: leaves and atomic values are replaced, maps and structs merged, items of
 * keyed lists and sets merged by key. Nothing is removed here. Shares what stays the same.
 * Source: structured-merge-diff typed/merge.go.
 */
export function mergeApplied(type: Type, live: Json | undefined, config: Json | undefined): Json | undefined {
  if (config === undefined) return live;
  if (live === undefined) return config;
  if (isOneValue(type) || isNothing(live)) return deepEqual(live, config) ? live : config;
  if (isNothing(config)) return live;
  if (type.is === 'list') return mergeLists(type, live, config);
  return isJsonObject(live) && isJsonObject(config) ? mergeFields(type, live, config) : config;
}

function mergeFields(type: Type, live: JsonObject, config: JsonObject): JsonObject {
  let changed: Record<string, Json> | undefined;
  for (const key of Object.keys(config)) {
    const inner = typeOfKey(type, key);
    const before = Object.hasOwn(live, key) ? live[key] : undefined;
    const after = inner === undefined ? config[key] : mergeApplied(inner, before, config[key]);
    if (after === before || after === undefined) continue;
    changed ??= { ...live };
    setKey(changed, key, after);
  }
  return changed ?? live;
}

/** Items that both have come in the order of the configuration, live ones stay where they are between them. */
function mergeLists(type: ListType, live: Json, config: Json): Json {
  if (!isJsonArray(live) || !isJsonArray(config)) return config;
  const wanted = itemsByElement(type, config);
  const elements = live.map((item) => itemElement(type, item));
  const known = new Map<string, Json | undefined>();
  elements.forEach((element, i) => {
    // An item that stands twice cannot be merged with: the configuration's takes its place.
    if (!isFailure(element)) known.set(element, known.has(element) ? undefined : live[i]);
  });
  const merged: Json[] = [];
  const order = [...wanted.keys()];
  let next = 0;
  const takeNext = (): string => {
    const element = order[next++] as string;
    merged.push(mergeApplied(type.items, known.get(element), wanted.get(element)) ?? null);
    return element;
  };
  for (const [i, element] of elements.entries()) {
    if (isFailure(element) || !wanted.has(element)) merged.push(live[i] as Json);
    // A shared item out of order is skipped: it comes where the configuration has it.
    else if (order.find((each, n) => n >= next && known.has(each)) === element) while (takeNext() !== element);
  }
  while (next < order.length) takeNext();
  return merged.length === live.length && merged.every((item, i) => item === live[i]) ? live : merged;
}
