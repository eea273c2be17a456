import { expect, test } from 'vitest';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

test('times are written as Kubernetes writes them and read back', () => {
  const ms = Date.UTC(2026, 0, 5, 9, 0, 1, 234);
  expect([formatTime(ms), formatMicroTime(ms)]).toEqual(['2026-01-05T09:00:01Z', '2026-01-05T09:00:01.234000Z']);
  expect(parseTime(formatMicroTime(ms))).toBe(ms);
  expect([parseTime(undefined), parseTime(null), parseTime('soon')]).toEqual([undefined, undefined, undefined]);
});
