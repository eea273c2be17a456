import { expect, test } from 'vitest';
import { hash32, hashUnit } from './hash.ts';

test('the same question has the same answer, and each part of it counts', () => {
  const answers = [
    hash32(1, 'name', 'web', 0),
    hash32(2, 'name', 'web', 0),
    hash32(1, 'uid', 'web', 0),
    hash32(1, 'name', 'weC', 0),
    hash32(1, 'name', 'web', 1),
    hash32(1, 'nam', 'eweb', 0),
  ];
  expect(new Set(answers).size).toBe(answers.length);
  expect(hash32(1, 'name', 'web', 0)).toBe(answers[0]);
});

test('fractions spread evenly over tenths', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i++) {
    const tenth = Math.floor(hashUnit(7, 'spread', `pod-${i}`) * 10);
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1100);
});
