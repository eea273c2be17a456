/**
 * Keyed randomness: a number is a hash of who asks and why, never the next value of a stream. So an extra question
 * asked somewhere changes no other answer, and the same seed tells the same story on every machine.
 */

/** 32-bit hash of a text, continuing from `state`. FNV-1a over UTF-16 units. */
export function hashText(state: number, text: string): number {
  let h = state;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h | 0;
}

/** Spreads the bits of a 32-bit state, so that near inputs give far outputs. Result is unsigned. */
export function mix(state: number): number {
  let h = state | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** Unsigned 32-bit hash of a seed, a purpose, a key and a number (a time, a counter). */
export function hash32(seed: number, purpose: string, key: string, salt = 0): number {
  let h = mix(seed ^ 0x811c9dc5);
  h = hashText(h, purpose);
  h = hashText(h ^ 0x2f, key);
  return mix(h ^ mix(salt));
}

/** The same as a fraction in [0, 1). */
export function hashUnit(seed: number, purpose: string, key: string, salt = 0): number {
  return hash32(seed, purpose, key, salt) / 0x1_0000_0000;
}
