import { describe, expect, test } from 'vitest';
import { ageSince, humanDuration } from './human-duration.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

describe('an age', () => {
  test.each([
    [-2 * SECOND, '<invalid>'],
    [-SECOND, '0s'],
    [0, '0s'],
    [SECOND - 1, '0s'],
    [2 * MINUTE - 1, '119s'],
    [2 * MINUTE, '2m'],
    [9 * MINUTE + 5 * SECOND, '9m5s'],
    [10 * MINUTE + SECOND, '10m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + MINUTE, '3h1m'],
    [8 * HOUR, '8h'],
    [48 * HOUR - 1, '47h'],
    [48 * HOUR, '2d'],
    [3 * DAY + 2 * HOUR, '3d2h'],
    [8 * DAY, '8d'],
    [730 * DAY - 1, '729d'],
    [730 * DAY, '2y'],
    [740 * DAY, '2y10d'],
    [8 * 365 * DAY, '8y'],
  ])('of %i ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });

  test('needs a time', () => {
    expect([ageSince(undefined, 0), ageSince(null, 0), ageSince('1970-01-01T00:00:00Z', 5000)]).toEqual([
      '<unknown>',
      '<unknown>',
      '5s',
    ]);
  });
});
