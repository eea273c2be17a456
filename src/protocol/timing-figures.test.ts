import { expect, test } from 'vitest';
import { shortened, TIMING_FIGURES, type TimingFigure } from './timing-figures.ts';

const figures: readonly TimingFigure[] = Object.values(TIMING_FIGURES);

test('every figure says what it is and where it is from', () => {
  for (const { label, source } of figures) expect([label.length > 8, source.length > 5]).toEqual([true, true]);
});

test('what a lesson shortens can be shown, the longest waits first, and no constant of Kubernetes is among it', () => {
  const list = shortened();
  expect(list.slice(0, 3).map(({ label }) => label)).toEqual([
    'a load balancer gets its address',
    'a disk grows',
    'pulling an image',
  ]);
  expect(list.every(({ real, classroom }) => classroom !== undefined && classroom[1] < real[1])).toBe(true);
  expect(figures.filter(({ real }) => typeof real === 'number').every(({ classroom }) => classroom === undefined)).toBe(
    true,
  );
});
