import { expect, test } from 'vitest';
import { addressBand, portBand, takeFrom } from './number-pool.ts';
import table from './testing/ip-and-port-allocators.json' with { type: 'json' };

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

test.each(table.clusterIPStaticBand.cases)('$cidr keeps $want addresses for people: $name', ({ cidr, want }) => {
  const bits = (cidr.includes(':') ? 128 : 32) - Number(cidr.split('/')[1]);
  expect(addressBand(2 ** bits)).toBe(want);
});

test.each(table.nodePortStaticBand.cases)('$size ports keep $want for people: $name', ({ size, want }) => {
  expect(portBand(size)).toBe(want);
});

test.each(table.iterateFromOffset.cases)('addresses are tried in order from a start: $name', ({ offset, want }) => {
  const size = want.length;
  const last = (address: string): number => Number(address.split('.')[3]);
  const taken = new Set<number>();
  const found = want.map(() => {
    const fraction = ((offset % size) + 0.5) / size;
    const next = takeFrom({ size, band: 0, isTaken: (each) => taken.has(each) }, fraction) ?? -1;
    taken.add(next);
    return next + 1;
  });
  expect(found).toEqual(want.map(last));
});

test('the static band is touched only when all else is taken', () => {
  const { usable, staticBand, dynamicAllocationsBeforeStaticIsTouched: dynamic } = table.reservedBand.scenario;
  expect(addressBand(usable + 2)).toBe(staticBand);
  const taken = new Set<number>();
  const pool = { size: usable, band: staticBand, isTaken: (each: number): boolean => taken.has(each) };
  const order = Array.from({ length: usable }, (_, i) => {
    const next = takeFrom(pool, (i * 0.37) % 1) ?? -1;
    taken.add(next);
    return next;
  });
  expect([order.findIndex((each) => each < staticBand), taken.size, takeFrom(pool, 0.5)]).toEqual([
    dynamic,
    usable,
    undefined,
  ]);
});
