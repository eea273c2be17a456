import { expect, test } from 'vitest';
import { RunLoop } from './run-loop.ts';

function counting(): { loop: RunLoop; seen: string[] } {
  const seen: string[] = [];
  const loop = new RunLoop(0, ({ atMs, key }) => {
    seen.push(`${atMs} ${key}`);
    if (key === 'again' && atMs < 50) loop.queue.schedule('h', 'again', atMs + 10, 0);
  });
  loop.queue.schedule('h', 'again', 10, 0);
  loop.queue.schedule('h', 'once', 25, 0);
  return { loop, seen };
}

test('one jump handles the same events as many small steps of time', () => {
  const jump = counting();
  jump.loop.runUntil(60);
  const steps = counting();
  for (let ms = 0; ms <= 60; ms += 3) steps.loop.runUntil(ms);
  expect(steps.seen).toEqual(jump.seen);
  expect(jump.seen).toEqual(['10 again', '20 again', '25 once', '30 again', '40 again', '50 again']);
  expect([jump.loop.nowMs, jump.loop.eventsRun]).toEqual([60, 6]);
});

test('a run that is asked to yield stops early and can go on', () => {
  const { loop, seen } = counting();
  for (let i = 0; i < 1000; i++) loop.queue.schedule('many', String(i), 5, 0);
  expect(loop.runUntil(60, { shouldYield: () => true })).toBe(false);
  expect(seen.length).toBe(256);
  expect(loop.runUntil(60)).toBe(true);
  expect(seen.length).toBe(1006);
});
