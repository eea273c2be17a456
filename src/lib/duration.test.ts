import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

test('durations are read as Go reads them', () => {
  expect(['30s', '1h15m30.5s', '500ms', '0', '-1m', '.5s', '2us', '+5s'].map(parseDuration)).toEqual([
    30_000, 4_530_500, 500, 0, -60_000, 500, 0.002, 5000,
  ]);
  expect(['', '5', 's', '1x', '-', '1h 5m', '1d'].map(parseDuration)).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
});

test('durations are written as Go writes them', () => {
  expect([0, 250, 1500, 90_500, 3_600_000, 4_530_000, -60_000, 60_000].map(formatDuration)).toEqual([
    '0s',
    '250ms',
    '1.5s',
    '1m30.5s',
    '1h0m0s',
    '1h15m30s',
    '-1m0s',
    '1m0s',
  ]);
});
