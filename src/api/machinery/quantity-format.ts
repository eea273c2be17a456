import type { Quantity } from './quantity.ts';

const NANOS_PER_UNIT = 1_000_000_000n;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/**
 * The canonical text: the largest suffix that needs no fraction, no precision lost.
 * A binary quantity below 1024 or with a fraction is written in decimal SI. Source: apimachinery pkg/api/resource/quantity.go.
 */
export function formatQuantity(quantity: Quantity): string {
  const { nanos, format } = quantity;
  if (nanos === 0n) return '0';
  const isSmall = nanos > -1024n * NANOS_PER_UNIT && nanos < 1024n * NANOS_PER_UNIT;
  if (format === 'BinarySI' && !isSmall && nanos % NANOS_PER_UNIT === 0n) return formatBinary(nanos / NANOS_PER_UNIT);
  return formatDecimal(nanos, format === 'DecimalExponent');
}

function formatBinary(units: bigint): string {
  let value = units;
  let step = 0;
  while (step < BINARY_SUFFIXES.length - 1 && value % 1024n === 0n) {
    value /= 1024n;
    step++;
  }
  return `${value}${BINARY_SUFFIXES[step]}`;
}

function formatDecimal(nanos: bigint, asExponent: boolean): string {
  let value = nanos;
  let step = 0;
  const lastStep = asExponent ? Number.MAX_SAFE_INTEGER : DECIMAL_SUFFIXES.length - 1;
  while (step < lastStep && value % 1000n === 0n) {
    value /= 1000n;
    step++;
  }
  if (!asExponent) return `${value}${DECIMAL_SUFFIXES[step]}`;
  return step === 3 ? `${value}` : `${value}e${(step - 3) * 3}`;
}
