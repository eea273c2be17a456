import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue, type SimEvent } from './event-queue.ts';

const brief = ({ atMs, handler, key }: SimEvent): string => `${atMs} ${handler} ${key}`;

function drain(queue: EventQueue): string[] {
  const out: string[] = [];
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) out.push(brief(event));
  return out;
}

test('events come in order of time, and at one time in order of arrival', () => {
  const queue = new EventQueue();
  queue.schedule('b', 'x', 5, 0);
  queue.schedule('a', 'x', 5, 0);
  queue.schedule('a', 'y', 1, 0);
  expect(drain(queue)).toEqual(['1 a y', '5 b x', '5 a x']);
});

test('asking twice is asking once, and the earlier time wins', () => {
  const queue = new EventQueue();
  queue.schedule('a', 'x', 5, 10);
  queue.schedule('a', 'x', 9, 11);
  queue.schedule('a', 'y', 7, 12);
  queue.schedule('a', 'y', 3, 13);
  expect(queue.size).toBe(2);
  expect(drain(queue)).toEqual(['3 a y', '5 a x']);
});

test('a cancelled event does not happen', () => {
  const queue = new EventQueue();
  queue.schedule('a', 'x', 5, 0);
  queue.cancel('a', 'x');
  queue.cancel('a', 'never asked');
  expect([queue.size, queue.pop()]).toEqual([0, undefined]);
});

test('a queue made from a snapshot goes on as the first one does', () => {
  const ask = fc.record({
    handler: fc.constantFrom('a', 'b'),
    key: fc.constantFrom('x', 'y', 'z'),
    atMs: fc.nat(9),
    take: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(ask), fc.array(ask), (first, second) => {
      const play = (queue: EventQueue, asks: typeof first): void => {
        for (const { handler, key, atMs, take } of asks) {
          queue.schedule(handler, key, atMs, 0);
          if (take) queue.pop();
        }
      };
      const queue = new EventQueue();
      play(queue, first);
      const copy = new EventQueue(structuredClone(queue.snapshot()));
      play(queue, second);
      play(copy, second);
      expect(drain(copy)).toEqual(drain(queue));
    }),
    { seed: 2 },
  );
});

test('memory follows the live events when times move earlier again and again', () => {
  const queue = new EventQueue();
  for (let i = 0; i < 5000; i++) queue.schedule('a', 'x', 10_000 - i, 0);
  expect(drain(queue)).toEqual(['5001 a x']);
});
