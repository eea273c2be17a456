import { expect, test } from 'vitest';
import { humanDuration, translateTimestampSince, translateTimestampUntil } from './printing.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

test.each<[number, string]>([
  [-2 * SECOND, '<invalid>'],
  [-1 * SECOND, '0s'],
  [-1, '0s'],
  [0, '0s'],
  [999, '0s'],
  [SECOND, '1s'],
  [2 * MINUTE - 1, '119s'],
  [2 * MINUTE, '2m'],
  [2 * MINUTE + SECOND, '2m1s'],
  [10 * MINUTE - SECOND, '9m59s'],
  [10 * MINUTE, '10m'],
  [10 * MINUTE + SECOND, '10m'],
  [3 * HOUR - SECOND, '179m'],
  [3 * HOUR, '3h'],
  [3 * HOUR + MINUTE, '3h1m'],
  [8 * HOUR - SECOND, '7h59m'],
  [8 * HOUR, '8h'],
  [8 * HOUR + 59 * MINUTE, '8h'],
  [2 * DAY - SECOND, '47h'],
  [2 * DAY, '2d'],
  [2 * DAY + HOUR, '2d1h'],
  [8 * DAY - SECOND, '7d23h'],
  [8 * DAY, '8d'],
  [8 * DAY + 23 * HOUR, '8d'],
  [2 * YEAR - SECOND, '729d'],
  [2 * YEAR, '2y'],
  [2 * YEAR + DAY, '2y1d'],
  [8 * YEAR - SECOND, '7y364d'],
  [8 * YEAR, '8y'],
  [8 * YEAR + 364 * DAY, '8y'],
])('%d ms is shown as %s', (durationMs, want) => {
  expect(humanDuration(durationMs)).toBe(want);
});

test('timestamps are shown against the clock', () => {
  const nowMs = Date.parse('2026-01-01T00:10:00Z');
  expect([translateTimestampSince('2026-01-01T00:00:00Z', nowMs), translateTimestampSince(undefined, nowMs)]).toEqual([
    '10m',
    '<unknown>',
  ]);
  expect([translateTimestampUntil('2026-01-01T00:15:30Z', nowMs), translateTimestampUntil(null, nowMs)]).toEqual([
    '5m30s',
    '<unknown>',
  ]);
});
