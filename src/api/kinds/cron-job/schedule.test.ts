import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTime, parseTime } from '../../../lib/time.ts';
import { isFailure } from '../../machinery/failure.ts';
import { civilOf } from './calendar.ts';
import { nextTime, parseSchedule } from './schedule.ts';
import { zoneOffsetMs } from './time-zone.ts';

function after(schedule: string, time: string, offsetMs = 0): string {
  const parsed = parseSchedule(schedule);
  if (isFailure(parsed)) return parsed.error;
  const next = nextTime(parsed, parseTime(time) ?? 0, offsetMs);
  return next === undefined ? 'never' : formatTime(next);
}

/** Cases of robfig/cron's own spec_test.go, in UTC. */
test.each([
  ['0/15 * * * *', '2012-07-09T14:45:00Z', '2012-07-09T15:00:00Z'],
  ['0/15 * * * *', '2012-07-09T14:59:59Z', '2012-07-09T15:00:00Z'],
  ['20-35/15 * * * *', '2012-07-09T15:45:00Z', '2012-07-09T16:20:00Z'],
  ['*/15 * * * *', '2012-07-09T23:46:00Z', '2012-07-10T00:00:00Z'],
  ['0 0 9 Apr-Oct ?', '2012-07-09T23:35:00Z', '2012-08-09T00:00:00Z'],
  ['0 0 */5 Apr,Aug,Oct Mon', '2012-07-09T23:35:00Z', '2012-08-01T00:00:00Z'],
  ['0 0 * Feb Mon', '2012-07-09T23:35:00Z', '2013-02-04T00:00:00Z'],
  ['0 0 29 Feb ?', '2012-07-09T23:35:00Z', '2016-02-29T00:00:00Z'],
  ['0 0 30 Feb ?', '2012-07-09T23:35:00Z', 'never'],
  ['0 0 31 Apr ?', '2012-07-09T23:35:00Z', 'never'],
  ['0 0 1,15 * Sun', '2012-07-13T00:00:00Z', '2012-07-15T00:00:00Z'],
  ['0 0 1,15 * Sun', '2012-07-15T00:00:00Z', '2012-07-22T00:00:00Z'],
  ['0 0 * * Mon', '2012-07-15T00:00:00Z', '2012-07-16T00:00:00Z'],
  ['0 0 */10 * Sun', '2012-07-15T00:00:00Z', '2012-07-21T00:00:00Z'],
  ['@hourly', '2026-12-31T23:00:00Z', '2027-01-01T00:00:00Z'],
  ['@weekly', '2026-01-05T09:00:00Z', '2026-01-11T00:00:00Z'],
  ['@monthly', '2026-01-31T09:00:00Z', '2026-02-01T00:00:00Z'],
  ['@yearly', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['@every 1h30m', '2026-01-05T09:00:10Z', '2026-01-05T10:30:10Z'],
])('%s after %s comes at %s', (schedule, time, expected) => {
  expect(after(schedule, time)).toBe(expected);
});

test.each([
  ['never', 'expected exactly 5 fields, found 1: [never]'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['@often', 'unrecognized descriptor: @often'],
  ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
])('%s is refused: %s', (schedule, error) => {
  expect(parseSchedule(schedule)).toEqual({ error });
});

describe('the calendar', () => {
  test('agrees with the one that the machine has', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        const { year, month, dayOfMonth } = civilOf(day);
        expect(Date.UTC(year, month - 1, dayOfMonth)).toBe(day * 86_400_000);
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  test('moves with the offset of a zone', () => {
    expect(zoneOffsetMs('Etc/GMT+3')).toBe(-3 * 3_600_000);
    expect(after('0 3 * * *', '2026-01-05T05:59:00Z', zoneOffsetMs('Etc/GMT+3'))).toBe('2026-01-05T06:00:00Z');
    expect(['UTC', 'Etc/UTC', 'GMT', undefined].map(zoneOffsetMs)).toEqual([0, 0, 0, 0]);
    expect(['Europe/Berlin', 'Etc/GMT+13', 'Etc/GMT-05', 'utc'].map(zoneOffsetMs)).toEqual(Array(4).fill(undefined));
  });
});
