/** Letters and digits of generated names: no vowels and no 0, 1, 3, so that no words appear. Source: apimachinery pkg/util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
export const SUFFIX_LENGTH = 5;
const MAX_GENERATED_BASE = 58;

/** A suffix as `generateName` appends it, from a hash (at least 32 bits) instead of a random stream. */
export function suffixFrom(hash: number | bigint, length: number = SUFFIX_LENGTH): string {
  let rest = typeof hash === 'bigint' ? hash : BigInt(Math.trunc(hash));
  if (rest < 0n) rest = -rest;
  const base = BigInt(ALPHABET.length);
  let suffix = '';
  for (let i = 0; i < length; i++) {
    suffix += ALPHABET.charAt(Number(rest % base));
    rest /= base;
  }
  return suffix;
}

/** generateName's base plus suffix; the base is cut to 58 characters. Source: apiserver pkg/storage/names. */
export function generatedName(base: string, suffix: string): string {
  return base.slice(0, MAX_GENERATED_BASE) + suffix;
}

/** A 32-bit hash as pod-template-hash and revision hashes show it: its decimal digits in the safe alphabet (code modulo 27). */
export function safeEncode(hash32: number): string {
  const digits = String(hash32 >>> 0);
  let encoded = '';
  for (let i = 0; i < digits.length; i++) encoded += ALPHABET.charAt(digits.charCodeAt(i) % ALPHABET.length);
  return encoded;
}
