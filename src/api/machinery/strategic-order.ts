import type { Json } from './json.ts';
import { mergeKeyValue } from './strategic-directives.ts';

/** How items of a list are told apart: by their merge key, or, for scalars, by themselves. */
export type Identify = (item: Json) => Json;

/** Identity by merge key; undefined for lists of scalars. */
export function identifyBy(mergeKey: string | undefined): Identify {
  return mergeKey === undefined ? (item) => item : (item) => mergeKeyValue(item, mergeKey);
}

/**
 * Orders a merged list: items that `order` names stand in its order, the others (only the server knows them) in that of `live`;
 * the two are interleaved as far as `live` tells which comes first. Source: normalizeElementOrder and mergeSortedSlice in
 * strategicpatch/patch.go.
 */
export function orderElements(
  merged: readonly Json[],
  order: readonly Json[],
  live: readonly Json[],
  identify: Identify,
): readonly Json[] {
  const orderIndex = indexOf(order, identify);
  const liveIndex = indexOf(live, identify);
  const named = sortBy(
    merged.filter((item) => orderIndex.has(identify(item))),
    orderIndex,
    identify,
  );
  const serverOnly = sortBy(
    merged.filter((item) => !orderIndex.has(identify(item))),
    liveIndex,
    identify,
  );
  const all: Json[] = [];
  let next = 0;
  for (const item of named) {
    next = pushBefore(all, serverOnly, next, liveIndex.get(identify(item)), liveIndex, identify);
    all.push(item);
  }
  all.push(...serverOnly.slice(next));
  return all;
}

/** Moves server-only items over as long as they stood before `place` in the live list; gives how many have been moved in all. */
function pushBefore(
  all: Json[],
  serverOnly: readonly Json[],
  start: number,
  place: number | undefined,
  liveIndex: ReadonlyMap<Json, number>,
  identify: Identify,
): number {
  if (place === undefined) return start;
  let next = start;
  for (; next < serverOnly.length; next++) {
    const item = serverOnly[next] as Json;
    if ((liveIndex.get(identify(item)) ?? place) >= place) break;
    all.push(item);
  }
  return next;
}

/** Sorts by the place in `index`; what is not in it stays behind. The sort is stable. */
export function sortBy(items: readonly Json[], index: ReadonlyMap<Json, number>, identify: Identify): readonly Json[] {
  const place = (item: Json): number => index.get(identify(item)) ?? Number.MAX_SAFE_INTEGER;
  return [...items].sort((a, b) => place(a) - place(b));
}

/** The first place of each item. */
export function indexOf(items: readonly Json[], identify: Identify): ReadonlyMap<Json, number> {
  const index = new Map<Json, number>();
  items.forEach((item, i) => {
    const key = identify(item);
    if (!index.has(key)) index.set(key, i);
  });
  return index;
}
