import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from './heap.ts';

test('a heap gives its items in order, whatever the order they came in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, second) => {
      const heap = new Heap<number>((a, b) => a < b, first);
      for (const item of second) heap.push(item);
      const given = Array.from({ length: heap.size }, () => heap.pop());
      expect(given).toEqual([...first, ...second].sort((a, b) => a - b));
    }),
    { seed: 1 },
  );
});

test('an empty heap gives nothing', () => {
  const heap = new Heap<number>((a, b) => a < b);
  expect([heap.peek(), heap.pop(), heap.size]).toEqual([undefined, undefined, 0]);
});
