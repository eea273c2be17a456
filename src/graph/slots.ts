/**
 * A row of numbered places. Who comes takes the lowest free one and keeps it until leaving. A place can be held back
 * for a while after it was left (a ghost stands there); it is given away only when the room would have to grow.
 */
export class Slots<T> {
  readonly #taken: (T | undefined)[] = [];
  readonly #held = new Set<number>();
  #lowest = 0;
  #used = 0;

  /** One more than the highest number in use or held. */
  get extent(): number {
    return this.#taken.length;
  }

  get used(): number {
    return this.#used;
  }

  at(slot: number): T | undefined {
    return this.#taken[slot];
  }

  /** Everybody, in the order of their slots. */
  owners(): T[] {
    return this.#taken.filter((owner) => owner !== undefined);
  }

  /** Gives the lowest free slot below `room` that is not held; else the lowest held one; else the next new one. */
  take(owner: T, room: number): number {
    const slot = this.#choose(room);
    this.#held.delete(slot);
    this.#taken[slot] = owner;
    this.#used++;
    this.#settle();
    return slot;
  }

  /** Takes this very slot if it is free and not held; else chooses as `take` does. */
  takeAt(owner: T, wanted: number, room: number): number {
    if (this.#taken[wanted] !== undefined || this.#held.has(wanted)) return this.take(owner, room);
    this.#taken[wanted] = owner;
    this.#used++;
    this.#settle();
    return wanted;
  }

  /** Frees a slot. With `hold` it stays out of use until `release`. */
  leave(slot: number, hold: boolean): void {
    if (this.#taken[slot] !== undefined) this.#used--;
    this.#taken[slot] = undefined;
    if (hold) this.#held.add(slot);
    this.#lowest = Math.min(this.#lowest, slot);
    this.#trim();
  }

  /** Ends the hold on a slot, if there is one. */
  release(slot: number): void {
    if (!this.#held.delete(slot)) return;
    this.#lowest = Math.min(this.#lowest, slot);
    this.#trim();
  }

  isHeld(slot: number): boolean {
    return this.#held.has(slot);
  }

  #choose(room: number): number {
    let firstHeld = -1;
    const limit = Math.max(room, this.#taken.length);
    for (let slot = this.#lowest; slot < limit; slot++) {
      if (this.#taken[slot] !== undefined) continue;
      if (!this.#held.has(slot)) return slot;
      if (firstHeld < 0) firstHeld = slot;
    }
    return firstHeld >= 0 ? firstHeld : limit;
  }

  #settle(): void {
    while (this.#lowest < this.#taken.length && this.#taken[this.#lowest] !== undefined) this.#lowest++;
  }

  #trim(): void {
    const taken = this.#taken;
    while (taken.length > 0 && taken.at(-1) === undefined && !this.#held.has(taken.length - 1)) taken.pop();
    this.#lowest = Math.min(this.#lowest, taken.length);
  }
}
