import { expect, test } from 'vitest';
import { isFailure } from './failure.ts';
import { renderFieldError } from './field-error.ts';
import { checkNotMoreThan100Percent, checkPositiveIntOrPercent, resolveIntOrPercent } from './int-or-percent.ts';

test('a percentage is rounded up for surge and down for unavailable', () => {
  const both = (value: number | string, total: number): unknown[] => [
    resolveIntOrPercent(value, total, 'up'),
    resolveIntOrPercent(value, total, 'down'),
  ];
  expect([both('25%', 10), both('25%', 3), both('25%', 1), both('0%', 5), both('100%', 7), both(2, 10)]).toEqual([
    [3, 2],
    [1, 0],
    [1, 0],
    [0, 0],
    [7, 7],
    [2, 2],
  ]);
});

test('rounding is exact where doubles are not', () => {
  expect([
    resolveIntOrPercent('7%', 100, 'up'),
    resolveIntOrPercent('29%', 100, 'down'),
    resolveIntOrPercent('57%', 100, 'up'),
  ]).toEqual([7, 29, 57]);
});

test('other texts are refused', () => {
  expect(resolveIntOrPercent('5', 10, 'up')).toEqual({
    error: 'invalid value for IntOrString: invalid type: string is not a percentage',
  });
  expect(isFailure(resolveIntOrPercent('x%', 10, 'up'))).toBe(true);
});

test('validation has the texts of upstream', () => {
  const errors = [
    ...checkPositiveIntOrPercent(-1, 'f'),
    ...checkPositiveIntOrPercent('x', 'f'),
    ...checkPositiveIntOrPercent('25%', 'f'),
    ...checkNotMoreThan100Percent('101%', 'f'),
    ...checkNotMoreThan100Percent('100%', 'f'),
    ...checkNotMoreThan100Percent(500, 'f'),
  ];
  expect(errors.map(renderFieldError)).toEqual([
    'f: Invalid value: -1: must be greater than or equal to 0',
    "f: Invalid value: \"x\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    'f: Invalid value: "101%": must not be greater than 100%',
  ]);
});
