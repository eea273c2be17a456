/**
 * How endpoints are put into slices, without objects: as few writes as possible, never repacked.
 * Source: endpointslice/reconciler.go reconcileByPortMapping and finalize.
 */

/** A slice as it is stored, and what of it is still wanted. */
export interface Existing<S, E> {
  readonly slice: S;
  /** Endpoints to keep, with those that changed replaced. */
  readonly kept: readonly E[];
  /** Something in it changed or went. */
  readonly isDirty: boolean;
}

export interface Packed<S, E> {
  readonly creates: readonly (readonly E[])[];
  readonly updates: readonly { readonly slice: S; readonly endpoints: readonly E[] }[];
  readonly deletes: readonly S[];
}

interface Bin<S, E> {
  readonly slice: S;
  endpoints: E[] | undefined;
  readonly kept: readonly E[];
}

/** Packs the endpoints of one group of ports. `added` are those in no slice yet. */
export function pack<S, E>(existing: readonly Existing<S, E>[], added: readonly E[], max: number): Packed<S, E> {
  const deletes = existing.filter((each) => each.isDirty && each.kept.length === 0).map((each) => each.slice);
  const rest = existing.filter((each) => !each.isDirty || each.kept.length > 0);
  const bins = rest.map(({ slice, kept, isDirty }): Bin<S, E> => ({
    slice,
    kept,
    endpoints: isDirty ? [...kept] : undefined,
  }));
  const creates: E[][] = [];
  let next = fillDirty(bins, added, max);
  while (next < added.length) {
    const left = added.length - next;
    const target = left < max ? bestFit(bins, left, max) : undefined;
    const portion = added.slice(next, next + max);
    if (target === undefined) creates.push(portion);
    else target.endpoints = [...target.kept, ...portion];
    next += portion.length;
  }
  const updates = bins.flatMap(({ slice, endpoints }) => (endpoints === undefined ? [] : [{ slice, endpoints }]));
  return { creates, updates, deletes };
}

/** Slices that are written anyway take new endpoints first, the fullest one first. Returns how many found a place. */
function fillDirty<S, E>(bins: readonly Bin<S, E>[], added: readonly E[], max: number): number {
  const dirty = bins.flatMap((bin) => (bin.endpoints === undefined ? [] : [bin.endpoints]));
  dirty.sort((a, b) => b.length - a.length);
  let next = 0;
  for (const endpoints of dirty) {
    while (next < added.length && endpoints.length < max) endpoints.push(added[next++] as E);
  }
  return next;
}

/** The untouched slice that takes them all and has the least room left then. Source: getSliceToFill. */
function bestFit<S, E>(bins: readonly Bin<S, E>[], count: number, max: number): Bin<S, E> | undefined {
  let best: Bin<S, E> | undefined;
  for (const bin of bins) {
    if (bin.endpoints !== undefined || bin.kept.length + count > max) continue;
    if (best === undefined || bin.kept.length > best.kept.length) best = bin;
  }
  return best;
}

/**
 * Joins what the groups of ports need. A slice that would go takes the place of one that would come, so that its name
 * stays; the last to come is the first to find one.
 */
export function recycle<S, C>(
  creates: readonly C[],
  deletes: readonly S[],
): {
  readonly creates: readonly C[];
  readonly reused: readonly { readonly slice: S; readonly content: C }[];
  readonly deletes: readonly S[];
} {
  const count = Math.min(creates.length, deletes.length);
  const reused = deletes
    .slice(0, count)
    .map((slice, index) => ({ slice, content: creates[creates.length - 1 - index] as C }));
  return { creates: creates.slice(0, creates.length - count), reused, deletes: deletes.slice(count) };
}
