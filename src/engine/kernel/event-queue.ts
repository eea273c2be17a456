/**
 * The kernel: a virtual clock, a heap of data events and a run loop. It knows no Kubernetes.
 *
 * Promises: pending work is plain data; order is (time, sequence), so ties go by insertion; a handler has at most one
 * pending event for a key, so enqueueing twice is enqueueing once, and the earlier time wins.
 */
import { Heap } from '../../lib/heap.ts';

/** Pending work: data, so that it can be cloned, posted, linked and replayed. */
export interface SimEvent {
  readonly atMs: number;
  readonly seq: number;
  readonly handler: string;
  readonly key: string;
  /** Failed tries in a row, for back-off. */
  readonly attempt: number;
  /** resourceVersion of the change that made somebody look; 0 for the clock itself. */
  readonly cause: number;
}

export interface QueueSnapshot {
  readonly events: readonly SimEvent[];
  readonly nextSeq: number;
}

/** Set of (handler, key) with a time each. Replaced events stay in the heap as stale entries and are skipped. */
export class EventQueue {
  #heap: Heap<SimEvent>;
  #nextSeq: number;
  readonly #pending = new Map<string, Map<string, SimEvent>>();
  #live = 0;

  constructor(snapshot?: QueueSnapshot) {
    this.#heap = new Heap(before, snapshot?.events);
    this.#nextSeq = snapshot?.nextSeq ?? 1;
    for (const event of snapshot?.events ?? []) this.#keys(event.handler).set(event.key, event);
    this.#live = snapshot?.events.length ?? 0;
  }

  /** Number of events that will be handled. */
  get size(): number {
    return this.#live;
  }

  /**
   * Asks for `handler` to look at `key` at `atMs`. With an event already pending for both, the earlier one stays:
   * whoever looks reads everything, so one look serves both askers.
   */
  schedule(handler: string, key: string, atMs: number, cause: number, attempt = 0): void {
    const keys = this.#keys(handler);
    const known = keys.get(key);
    if (known !== undefined && known.atMs <= atMs) return;
    const event: SimEvent = { atMs, seq: this.#nextSeq++, handler, key, attempt, cause };
    keys.set(key, event);
    this.#heap.push(event);
    if (known === undefined) this.#live++;
    else this.#sweep();
  }

  /** Forgets what is pending for the key, if anything. */
  cancel(handler: string, key: string): void {
    if (this.#keys(handler).delete(key)) this.#live--;
  }

  pending(handler: string, key: string): SimEvent | undefined {
    return this.#pending.get(handler)?.get(key);
  }

  /** The next event without taking it. */
  peek(): SimEvent | undefined {
    for (;;) {
      const event = this.#heap.peek();
      if (event === undefined || this.#isLive(event)) return event;
      this.#heap.pop();
    }
  }

  /** Takes the next event. */
  pop(): SimEvent | undefined {
    const event = this.peek();
    if (event === undefined) return undefined;
    this.#heap.pop();
    this.#keys(event.handler).delete(event.key);
    this.#live--;
    return event;
  }

  /** Does every handler with something pending pass the test? */
  every(test: (handler: string) => boolean): boolean {
    for (const [handler, keys] of this.#pending) if (keys.size > 0 && !test(handler)) return false;
    return true;
  }

  /** Everything pending, soonest first. */
  list(): SimEvent[] {
    const all: SimEvent[] = [];
    for (const keys of this.#pending.values()) all.push(...keys.values());
    return all.sort((a, b) => (before(a, b) ? -1 : 1));
  }

  snapshot(): QueueSnapshot {
    return { events: this.list(), nextSeq: this.#nextSeq };
  }

  #isLive(event: SimEvent): boolean {
    return this.#pending.get(event.handler)?.get(event.key) === event;
  }

  #keys(handler: string): Map<string, SimEvent> {
    let keys = this.#pending.get(handler);
    if (keys === undefined) {
      keys = new Map();
      this.#pending.set(handler, keys);
    }
    return keys;
  }

  /** Rebuilds the heap when most of it is stale, so that memory follows the live events. */
  #sweep(): void {
    if (this.#heap.size < 1024 || this.#heap.size < 4 * this.#live) return;
    this.#heap = new Heap(before, this.list());
  }
}

function before(a: SimEvent, b: SimEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.seq < b.seq);
}
