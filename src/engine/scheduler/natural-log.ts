/**
 * Natural logarithm by plain arithmetic. Math.log may differ in its last bit from one JavaScript engine to the next;
 * sums and products do not, and a score must be the same everywhere. `value` is 1 or more.
 */
export function naturalLog(value: number): number {
  const known = logarithms.get(value);
  if (known !== undefined) return known;
  const result = compute(value);
  if (logarithms.size < KNOWN_MAX) logarithms.set(value, result);
  return result;
}

/** A few whole numbers are asked for again and again. */
const logarithms = new Map<number, number>();
const KNOWN_MAX = 10_000;

function compute(value: number): number {
  let mantissa = value;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let term = ratio;
  let sum = ratio;
  for (let n = 3; n <= 25; n += 2) {
    term *= square;
    sum += term / n;
  }
  return exponent * Math.LN2 + 2 * sum;
}
