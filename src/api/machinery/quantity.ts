import { assert } from '../../lib/assert.ts';
import type { Failure } from './failure.ts';
import { isFailure } from './failure.ts';
import { formatQuantity } from './quantity-format.ts';
import { parseQuantityText } from './quantity-parse.ts';

/** How a quantity likes to be written: 1Ki, 1k or 1e3. */
export type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An exact amount. Kubernetes keeps nothing below a nano, so nano units in a bigint are exact. */
export interface Quantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

const NANOS_PER_UNIT = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;
/** Manifests use a handful of distinct quantities; the bound only guards against hostile input. */
const CACHE_LIMIT = 4096;

interface Parsed {
  readonly quantity: Quantity;
  readonly canonical: string;
  readonly milli: number;
  readonly units: number;
}

const cache = new Map<string, Parsed>();

/**
 * Parses a quantity such as "500m", "1.5Gi" or 2, or gives upstream's error text.
 * Precision below a nano is rounded away from zero, binary values are capped at 2^63-1. Source: apimachinery pkg/api/resource/quantity.go.
 */
export function parseQuantity(text: string | number): Quantity | Failure {
  const parsed = lookUp(typeof text === 'number' ? String(text) : text);
  return isFailure(parsed) ? parsed : parsed.quantity;
}

/** The canonical text ("1024Mi" -> "1Gi", 0.5 -> "500m"), as the API server stores it, or upstream's error text. */
export function canonicalQuantity(text: string | number): string | Failure {
  const parsed = lookUp(typeof text === 'number' ? String(text) : text);
  return isFailure(parsed) ? parsed : parsed.canonical;
}

/** Thousandths of a unit, rounded up (CPU millis). The text must be a valid quantity. */
export function toMilli(text: string): number {
  return known(text).milli;
}

/** Whole units, rounded up (bytes, pods). The text must be a valid quantity. */
export function toBytes(text: string): number {
  return known(text).units;
}

/** The quantity of a stored, thus valid, text. */
export function quantityOf(text: string): Quantity {
  return known(text).quantity;
}

/** Makes a quantity of thousandths (CPU), written in decimal SI. */
export function fromMilli(milli: number): Quantity {
  return { nanos: BigInt(Math.round(milli)) * NANOS_PER_MILLI, format: 'DecimalSI' };
}

/** Makes a quantity of whole units; memory is usually BinarySI, counts DecimalSI. */
export function fromUnits(units: number, format: QuantityFormat): Quantity {
  return { nanos: BigInt(Math.round(units)) * NANOS_PER_UNIT, format };
}

/** -1, 0 or 1. */
export function compareQuantity(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nanos === b.nanos) return 0;
  return a.nanos < b.nanos ? -1 : 1;
}

/** a + b in a's format; a zero takes on b's format, as upstream does. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** a - b, format as in `addQuantity`. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** Rounds away from zero to a multiple of 10^scale (-9 to 18), and says whether nothing was lost. */
export function roundUpQuantity(
  quantity: Quantity,
  scale: number,
): { readonly quantity: Quantity; readonly exact: boolean } {
  const step = 10n ** BigInt(scale + 9);
  const rest = quantity.nanos % step;
  if (rest === 0n) return { quantity, exact: true };
  const nanos = quantity.nanos - rest + (quantity.nanos < 0n ? -step : step);
  return { quantity: { nanos, format: quantity.format }, exact: false };
}

/** Thousandths of a unit, rounded away from zero. */
export function milliOf(quantity: Quantity): number {
  return Number(divideUp(quantity.nanos, NANOS_PER_MILLI));
}

/** Whole units, rounded away from zero. */
export function unitsOf(quantity: Quantity): number {
  return Number(divideUp(quantity.nanos, NANOS_PER_UNIT));
}

function divideUp(nanos: bigint, per: bigint): bigint {
  const whole = nanos / per;
  if (whole * per === nanos) return whole;
  return nanos < 0n ? whole - 1n : whole + 1n;
}

function known(text: string): Parsed {
  const parsed = lookUp(text);
  assert(!isFailure(parsed), `not a quantity: ${text}`);
  return parsed;
}

function lookUp(text: string): Parsed | Failure {
  const hit = cache.get(text);
  if (hit !== undefined) return hit;
  const quantity = parseQuantityText(text);
  if (isFailure(quantity)) return quantity;
  const canonical = formatQuantity(quantity);
  const parsed = {
    quantity,
    canonical: canonical === text ? text : canonical,
    milli: milliOf(quantity),
    units: unitsOf(quantity),
  };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, parsed);
  return parsed;
}
