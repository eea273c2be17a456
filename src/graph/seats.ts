import { Slots } from './slots.ts';

/** Who sits where in one lane: the lowest free seat on coming, the same seat until leaving. */
export class Seats<T> {
  readonly #slots = new Slots<T>();
  readonly #seatOf = new Map<T, number>();

  get extent(): number {
    return this.#slots.extent;
  }

  slotOf(owner: T): number | undefined {
    return this.#seatOf.get(owner);
  }

  /** Gives the seat that the owner has, else `wanted` if it is free, else the lowest free one. */
  enter(owner: T, wanted?: number): number {
    const seat = this.#seatOf.get(owner);
    if (seat !== undefined) return seat;
    const slot = wanted === undefined ? this.#slots.take(owner, 0) : this.#slots.takeAt(owner, wanted, 0);
    this.#seatOf.set(owner, slot);
    return slot;
  }

  leave(owner: T): void {
    const seat = this.#seatOf.get(owner);
    if (seat === undefined) return;
    this.#seatOf.delete(owner);
    this.#slots.leave(seat, false);
  }
}
