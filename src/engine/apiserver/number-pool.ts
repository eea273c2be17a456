/** A range of numbers with what is taken of it: node ports, or offsets in a CIDR. */
export interface Pool {
  readonly size: number;
  /** The first `band` numbers are left for people who choose by hand, until the rest is full. */
  readonly band: number;
  readonly isTaken: (offset: number) => boolean;
}

/**
 * The next free offset: a random start in the upper band, then upward with wrap; when that is full the same in the
 * lower band. `fraction` in [0, 1) chooses the start. Undefined when everything is taken.
 * Source: pkg/registry/core/service/ipallocator, portallocator (static and dynamic bands).
 */
export function takeFrom(pool: Pool, fraction: number): number | undefined {
  return scan(pool, pool.band, pool.size - pool.band, fraction) ?? scan(pool, 0, pool.band, fraction);
}

function scan(pool: Pool, first: number, count: number, fraction: number): number | undefined {
  if (count <= 0) return undefined;
  const start = Math.floor(fraction * count);
  for (let i = 0; i < count; i++) {
    const offset = first + ((start + i) % count);
    if (!pool.isTaken(offset)) return offset;
  }
  return undefined;
}

/** Size of the lower band: none for small ranges, else size/16 within 16..256 (addresses). */
export function addressBand(size: number): number {
  return size <= 16 ? 0 : Math.min(256, Math.max(16, Math.floor(size / 16)));
}

/** Size of the lower band: none for small ranges, else size/32 within 16..128 (ports). */
export function portBand(size: number): number {
  return size <= 16 ? 0 : Math.min(128, Math.max(16, Math.floor(size / 32)));
}
