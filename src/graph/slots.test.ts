import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('slots', () => {
  it('gives the lowest free number, and one that was left again', () => {
    const slots = new Slots<string>();
    expect(['a', 'b', 'c'].map((owner) => slots.take(owner, 0))).toEqual([0, 1, 2]);
    slots.leave(1, false);
    expect([slots.take('d', 0), slots.take('e', 0), slots.owners()]).toEqual([1, 3, ['a', 'd', 'c', 'e']]);
  });

  it('keeps a held slot out of use while there is room beside it', () => {
    const slots = new Slots<string>();
    slots.take('a', 4);
    slots.take('b', 4);
    slots.leave(0, true);
    expect([slots.take('c', 4), slots.take('d', 4)]).toEqual([2, 3]);
    expect([slots.isHeld(0), slots.take('e', 4), slots.isHeld(0), slots.take('f', 4)]).toEqual([true, 0, false, 4]);
  });

  it('gives a held slot back when the hold ends', () => {
    const slots = new Slots<string>();
    slots.take('a', 9);
    slots.take('b', 9);
    slots.leave(0, true);
    slots.release(0);
    expect(slots.take('c', 9)).toBe(0);
  });

  it('is as long as its last used or held slot', () => {
    const slots = new Slots<string>();
    for (const owner of ['a', 'b', 'c']) slots.take(owner, 0);
    slots.leave(2, true);
    slots.leave(1, false);
    expect(slots.extent).toBe(3);
    slots.release(2);
    expect(slots.extent).toBe(1);
  });

  it('never gives one slot to two (seed 7)', () => {
    const step = fc.record({ come: fc.boolean(), which: fc.nat(20), hold: fc.boolean(), room: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const slots = new Slots<number>();
        const seats = new Map<number, number>();
        steps.forEach(({ come, which, hold, room }, owner) => {
          const [leaver, seat] = [...seats][which] ?? [];
          if (come) seats.set(owner, slots.take(owner, room));
          else if (leaver !== undefined && seat !== undefined) {
            slots.leave(seat, hold);
            seats.delete(leaver);
          }
        });
        expect(new Set(seats.values()).size).toBe(seats.size);
        for (const [owner, seat] of seats) expect(slots.at(seat)).toBe(owner);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
