import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimingName } from '../../protocol/messages.ts';
import { Sim } from '../sim.ts';
import { fullText } from './digest.ts';
import { always, atRest } from './invariants.ts';
import { act, OPTIONS, session, type Action } from './session.ts';

const SEED = 20260105;
const REST_MS = 400_000;

const timing = fc.constantFrom<TimingName>('classroom', 'instant', 'real');

/** One event at a time, with every invariant that must always hold. */
function passWatched(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  for (let next = sim.nextEventMs(); next !== undefined && next <= untilMs; next = sim.nextEventMs()) {
    sim.step();
    expect(always(sim)).toEqual([]);
  }
  sim.runUntil(untilMs);
}

function play(actions: readonly Action[], pass: (sim: Sim, ms: number) => void, sim = new Sim(OPTIONS)): Sim {
  for (const what of actions) act(sim, what, pass);
  return sim;
}

const jump = (sim: Sim, ms: number): void => sim.runFor(ms);

function frames(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  while (sim.nowMs < untilMs) sim.runUntil(Math.min(untilMs, sim.nowMs + 16));
}

test(`invariants hold after every event of a random session and when it has come to rest (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, timing, (actions, name) => {
      const sim = play(actions, passWatched, new Sim({ ...OPTIONS, timing: name }));
      const untilMs = sim.nowMs + REST_MS;
      while (!sim.isSettled() && sim.nowMs < untilMs && sim.step());
      expect(atRest(sim)).toEqual([]);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test(`one jump, many frames, a replay and a restored checkpoint tell the same story (seed ${SEED})`, () => {
  fc.assert(
    fc.property(session, session, (first, second) => {
      const straight = play(first, jump);
      const checkpoint = straight.checkpoint();
      play(second, jump, straight);
      jump(straight, 5000);
      const text = fullText(straight);
      const framed = play(second, frames, play(first, frames));
      frames(framed, 5000);
      expect(fullText(framed)).toBe(text);
      const restored = play(second, jump, Sim.restore(checkpoint));
      jump(restored, 5000);
      expect(fullText(restored)).toBe(text);
      expect(fullText(Sim.replay(OPTIONS, straight.journal, straight.nowMs))).toBe(text);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
