/**
 * Two properties of every session, for the tests (few runs, one seed) and for `npm run fuzz` (many, new seeds): the
 * invariants hold after every event and at rest; and one jump, many frames, a replay and a restored checkpoint agree.
 */
import * as fc from 'fast-check';
import type { TimingName } from '../../protocol/messages.ts';
import { Sim } from '../sim.ts';
import { fullText } from './digest.ts';
import { always, atRest } from './invariants.ts';
import { act, OPTIONS, type Action } from './session.ts';

/** Virtual time within which a cluster comes to rest; what repeats for ever (crash loops, schedules) is cut off there. */
const REST_MS = 400_000;

type Session = fc.Arbitrary<readonly Action[]>;

/** Plays a session; `pass` lets time go by. */
export function play(
  actions: readonly Action[],
  pass: (sim: Sim, ms: number) => void = jump,
  sim: Sim = new Sim(OPTIONS),
): Sim {
  for (const what of actions) act(sim, what, pass);
  return sim;
}

/** Every invariant after every event; at rest, a second look of every controller writes nothing. */
export function invariantsHold(session: Session): fc.IProperty<[readonly Action[], TimingName]> {
  const timing = fc.constantFrom<TimingName>('classroom', 'instant', 'real');
  return fc.property(session, timing, (actions, name) => {
    const sim = play(actions, passWatched, new Sim({ ...OPTIONS, timing: name }));
    const untilMs = sim.nowMs + REST_MS;
    while (!sim.isSettled() && sim.nowMs < untilMs && sim.step()) throwAny(always(sim));
    if (sim.isSettled()) throwAny(atRest(sim));
  });
}

/** The same story, however time is cut into pieces and wherever it is taken up again. */
export function storiesAgree(session: Session): fc.IProperty<[readonly Action[], readonly Action[]]> {
  return fc.property(session, session, (first, second) => {
    const straight = play(first);
    const checkpoint = straight.checkpoint();
    jump(play(second, jump, straight), 5000);
    const text = fullText(straight);
    const framed = play(second, frames, play(first, frames));
    frames(framed, 5000);
    same(fullText(framed), text, 'many frames');
    const restored = play(second, jump, Sim.restore(checkpoint));
    jump(restored, 5000);
    same(fullText(restored), text, 'a restored checkpoint');
    same(fullText(Sim.replay(OPTIONS, straight.journal, straight.nowMs)), text, 'a replay of the journal');
  });
}

/** The smallest session that breaks a property, with what it breaks; undefined when none was found. */
export function brokenBy<T>(property: fc.IProperty<T>, options: fc.Parameters<T>): string | undefined {
  const result = fc.check(property, options);
  return result.failed ? fc.defaultReportMessage(result) : undefined;
}

/** One event at a time, with every invariant that must always hold. */
function passWatched(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  for (let next = sim.nextEventMs(); next !== undefined && next <= untilMs; next = sim.nextEventMs()) {
    sim.step();
    throwAny(always(sim));
  }
  sim.runUntil(untilMs);
}

function jump(sim: Sim, ms: number): void {
  sim.runFor(ms);
}

function frames(sim: Sim, ms: number): void {
  const untilMs = sim.nowMs + ms;
  while (sim.nowMs < untilMs) sim.runUntil(Math.min(untilMs, sim.nowMs + 160));
}

function throwAny(findings: readonly string[]): void {
  if (findings.length > 0) throw new Error(findings.join('\n'));
}

/** Names the first object that differs: whole stores are too long to read. */
function same(told: string, expected: string, how: string): void {
  if (told === expected) return;
  const [a, b] = [told.split('\n'), expected.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  throw new Error(`${how} tells another story than one jump:\n${a[at] ?? 'nothing'}\n${b[at] ?? 'nothing'}`);
}
