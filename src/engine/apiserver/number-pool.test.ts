import { expect, test } from 'vitest';
import { addressBand, portBand, takeFrom } from './number-pool.ts';

test('the static band has the size that upstream gives it', () => {
  // Sizes of /32, /28, /27, /22 and /8, then of the port ranges in portallocator's own tests.
  expect([1, 16, 32, 1024, 1 << 24].map(addressBand)).toEqual([0, 0, 16, 64, 256]);
  expect([2768, 10, 16, 128, 2048, 4096, 8192].map(portBand)).toEqual([86, 0, 0, 16, 64, 128, 128]);
});

test('numbers come from the upper band first, then from the lower one, then no more', () => {
  const taken = new Set<number>();
  const order: (number | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    const offset = takeFrom({ size: 5, band: 2, isTaken: (n) => taken.has(n) }, 0.5);
    order.push(offset);
    if (offset !== undefined) taken.add(offset);
  }
  expect(order).toEqual([3, 4, 2, 1, 0, undefined]);
});
