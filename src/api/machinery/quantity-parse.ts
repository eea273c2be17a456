import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import type { Quantity, QuantityFormat } from './quantity.ts';

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = "unable to parse quantity's suffix";
const MAX_BINARY_NANOS = (2n ** 63n - 1n) * 1_000_000_000n;
/** Upstream's numbers are unbounded here; a manifest has no use for more, and bigint powers must not eat the machine. */
const MAX_DIGITS = 128;
const MAX_EXPONENT = 64;

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;

interface Scale {
  readonly base: 2n | 10n;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const SUFFIXES: ReadonlyMap<string, Scale> = new Map([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, i): [string, Scale] => [
    suffix,
    { base: 10n, exponent: (i - 3) * 3, format: 'DecimalSI' },
  ]),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, i): [string, Scale] => [
    suffix,
    { base: 2n, exponent: (i + 1) * 10, format: 'BinarySI' },
  ]),
]);

/** Parses without a cache; see `parseQuantity`. Blanks inside or around are errors, except that the JSON decoder trims before it calls. */
export function parseQuantityText(text: string): Quantity | Failure {
  const match = text.length > MAX_DIGITS ? null : SHAPE.exec(text);
  if (text === '' || match === null) return fail(FORMAT_WRONG);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const scale = parseSuffix(suffix);
  if (isFailure(scale)) return scale;

  const digits = BigInt(`0${whole}${fraction}`);
  if (digits === 0n) return { nanos: 0n, format: scale.format };
  const magnitude = toNanos(digits, fraction.length, scale);
  const isTinyBinary = scale.format === 'BinarySI' && magnitude < 1_000_000_000n;
  const capped = scale.format === 'BinarySI' && magnitude > MAX_BINARY_NANOS ? MAX_BINARY_NANOS : magnitude;
  return { nanos: sign === '-' ? -capped : capped, format: isTinyBinary ? 'DecimalSI' : scale.format };
}

function parseSuffix(suffix: string): Scale | Failure {
  const known = SUFFIXES.get(suffix);
  if (known !== undefined) return known;
  if (!/^[eE][-+]?\d+$/.test(suffix)) return fail(SUFFIX_WRONG);
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > MAX_EXPONENT) return fail(NUMERIC_WRONG);
  return { base: 10n, exponent, format: 'DecimalExponent' };
}

/** digits * 10^-fractionDigits * base^exponent in nanos, rounded up. */
function toNanos(digits: bigint, fractionDigits: number, scale: Scale): bigint {
  if (scale.base === 2n)
    return divideUp(digits * 2n ** BigInt(scale.exponent) * 1_000_000_000n, 10n ** BigInt(fractionDigits));
  const power = scale.exponent + 9 - fractionDigits;
  return power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
