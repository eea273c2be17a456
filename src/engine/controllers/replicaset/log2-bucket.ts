const NANOS_PER_MS = 1_000_000;
const UINT32 = 0x1_0000_0000;

/**
 * The whole part of the binary logarithm of an age in nanoseconds, -1 for none: ages in one bucket differ by less than
 * a factor of two. By counting bits, because a logarithm's last digits differ between machines.
 * Source: pkg/controller/controller_utils.go logarithmicRankDiff.
 */
export function log2Bucket(ageMs: number): number {
  const nanos = ageMs * NANOS_PER_MS;
  if (nanos < 1) return -1;
  const high = Math.floor(nanos / UINT32);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(nanos % UINT32);
}
