import { expect, test } from 'vitest';
import { formatAge, formatClock, formatCpu, formatDate, formatMemory } from './format.ts';

test('ages are written as kubectl writes them', () => {
  const ages = [0, 45, 119, 120, 200, 600, 10_799, 10_800, 18_180, 28_800, 172_799, 172_800, 183_600, 691_200, 9e7];
  expect(ages.map((seconds) => formatAge(seconds * 1_000))).toEqual([
    '0s',
    '45s',
    '119s',
    '2m',
    '3m20s',
    '10m',
    '179m',
    '3h',
    '5h3m',
    '8h',
    '47h',
    '2d',
    '2d3h',
    '8d',
    '1041d',
  ]);
  expect(formatAge(-5)).toBe('0s');
});

test('times, quantities', () => {
  expect(formatClock(1_767_603_642_999)).toBe('09:00:42');
  expect(formatDate(1_767_603_642_999)).toBe('5 Jan 2026');
  expect([250, 4_000, 0].map(formatCpu)).toEqual(['250m', '4', '0']);
  expect([0, 1_023, 134_217_728, 8_589_934_592, 1_610_612_736].map(formatMemory)).toEqual([
    '0',
    '1023',
    '128Mi',
    '8Gi',
    '1.5Gi',
  ]);
});
