import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import table from './testing/quantity.json' with { type: 'json' };
import { isFailure } from './failure.ts';
import { formatQuantity } from './quantity-format.ts';
import type { Quantity, QuantityFormat } from './quantity.ts';
import {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  fromMilli,
  fromUnits,
  parseQuantity,
  quantityOf,
  roundUpQuantity,
  subtractQuantity,
  toBytes,
  toMilli,
} from './quantity.ts';

/** An exact decimal text such as "-9.01" in nano units. */
function nanosOf(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  const nanos = BigInt(whole + fraction.padEnd(9, '0'));
  return decimal.startsWith('-') ? -nanos : nanos;
}

describe('quantities, against upstream tables', () => {
  test.each(table.parse.cases)('$in is $want $format', ({ in: text, want, format }) => {
    expect(parseQuantity(text)).toEqual({ nanos: nanosOf(want), format });
    expect(parseQuantity(`+${text}`)).toEqual({ nanos: nanosOf(want), format });
    expect(parseQuantity(`-${text}`)).toEqual({ nanos: -nanosOf(want), format });
  });

  test.each(table.invalid.cases)('"%s" is no quantity', (text) => {
    expect(isFailure(parseQuantity(text))).toBe(true);
  });

  test.each(table.canonicalString.cases)(
    '$value $format is written $want',
    ({ value, format, want, alternateInput }) => {
      expect(formatQuantity({ nanos: nanosOf(value), format: format as QuantityFormat })).toBe(want);
      expect(canonicalQuantity(alternateInput === '' ? want : alternateInput)).toBe(want);
    },
  );

  test.each(table.parseThenString.cases)('$in becomes $want', ({ in: text, want }) => {
    expect(canonicalQuantity(text)).toBe(want);
  });

  test.each(table.roundUp.cases)('$in rounded up to 10^$scale is $want', ({ in: text, scale, want, exact }) => {
    const rounded = roundUpQuantity(quantityOf(text), scale);
    expect({ nanos: rounded.quantity.nanos, exact: rounded.exact }).toEqual({ nanos: nanosOf(want), exact });
  });

  test.each(table.compare.cases)('$a against $b is $want', ({ a, b, want }) => {
    expect(compareQuantity(quantityOf(a), quantityOf(b))).toBe(want);
  });
});

describe('quantities', () => {
  test('errors have the texts of upstream', () => {
    expect(['', 'aoeu', '1 ', '1.1.M', '-3.01e-', '10mm', '.5i'].map(parseQuantity)).toEqual([
      ...Array.from({ length: 4 }, () => ({
        error: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      })),
      ...Array.from({ length: 3 }, () => ({ error: "unable to parse quantity's suffix" })),
    ]);
  });

  test('CPU is read in millis and memory in bytes, rounded up', () => {
    expect(['1', '250m', '0.1', '1u', '-1u'].map(toMilli)).toEqual([1000, 250, 100, 1, -1]);
    expect(['128Mi', '1k', '500m', '1.5Gi'].map(toBytes)).toEqual([134217728, 1000, 1, 1610612736]);
  });

  test('numbers from a manifest are quantities too', () => {
    expect([1, 0.5, 1e21].map(canonicalQuantity)).toEqual(['1', '500m', '1e21']);
  });

  test('sums keep the format of the first, a zero takes the format of the other', () => {
    const sum = (a: string, b: string): string => formatQuantity(addQuantity(quantityOf(a), quantityOf(b)));
    expect([sum('1Gi', '1000'), sum('0', '1Gi'), sum('500m', '500m')]).toEqual(['1073742824', '1Gi', '1']);
    expect(formatQuantity(subtractQuantity(quantityOf('2Gi'), quantityOf('512Mi')))).toBe('1536Mi');
    expect([formatQuantity(fromMilli(1500)), formatQuantity(fromUnits(2 ** 30, 'BinarySI'))]).toEqual(['1500m', '1Gi']);
  });

  test('writing and reading gives the same amount (seed 20260701)', () => {
    const formats = fc.constantFrom<QuantityFormat>('BinarySI', 'DecimalSI', 'DecimalExponent');
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), formats, (nanos, format) => {
        const again = parseQuantity(formatQuantity({ nanos, format })) as Quantity;
        expect(again.nanos).toBe(nanos);
        expect(canonicalQuantity(formatQuantity(again))).toBe(formatQuantity(again));
      }),
      { seed: 20260701 },
    );
  });
});
