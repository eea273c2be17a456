import { AssertionError } from '../../lib/assert.ts';
import { EventQueue, type QueueSnapshot, type SimEvent } from './event-queue.ts';

/** Most events that may happen at one instant before the run stops with an error: a loop, not a cluster. */
const EVENTS_AT_ONE_INSTANT_MAX = 10_000_000;

export interface RunOptions {
  /** Asked every 256 events; true leaves the loop early, with the clock at the last event handled. */
  readonly shouldYield?: () => boolean;
}

export interface LoopSnapshot {
  readonly nowMs: number;
  readonly eventsRun: number;
  readonly queue: QueueSnapshot;
}

/** Virtual clock and run loop. The host decides how much virtual time passes; nothing here looks at a wall clock. */
export class RunLoop {
  nowMs: number;
  /** Events handled since the first moment; with the time it names a place in the story exactly. */
  eventsRun: number;
  readonly queue: EventQueue;
  readonly #handle: (event: SimEvent) => void;
  #instantMs = -1;
  #instantCount = 0;

  constructor(startMs: number, handle: (event: SimEvent) => void, snapshot?: LoopSnapshot) {
    this.nowMs = snapshot?.nowMs ?? startMs;
    this.eventsRun = snapshot?.eventsRun ?? 0;
    this.queue = new EventQueue(snapshot?.queue);
    this.#handle = handle;
  }

  /**
   * Handles every event up to and at `untilMs`, then sets the clock to it. Returns false when `shouldYield` stopped
   * it before; call again to go on.
   */
  runUntil(untilMs: number, options: RunOptions = {}): boolean {
    const { shouldYield } = options;
    for (let n = 1; ; n++) {
      const next = this.queue.peek();
      if (next === undefined || next.atMs > untilMs) break;
      this.step();
      if (shouldYield !== undefined && (n & 255) === 0 && shouldYield()) return false;
    }
    if (untilMs > this.nowMs) this.nowMs = untilMs;
    return true;
  }

  /** Handles exactly the next event. False when nothing is pending. */
  step(): boolean {
    const event = this.queue.pop();
    if (event === undefined) return false;
    if (event.atMs > this.nowMs) this.nowMs = event.atMs;
    this.#countInstant(event);
    this.eventsRun++;
    this.#handle(event);
    return true;
  }

  snapshot(): LoopSnapshot {
    return { nowMs: this.nowMs, eventsRun: this.eventsRun, queue: this.queue.snapshot() };
  }

  #countInstant(event: SimEvent): void {
    if (this.nowMs !== this.#instantMs) {
      this.#instantMs = this.nowMs;
      this.#instantCount = 0;
    }
    if (++this.#instantCount <= EVENTS_AT_ONE_INSTANT_MAX) return;
    throw new AssertionError(
      `more than ${EVENTS_AT_ONE_INSTANT_MAX} events at one instant; the last was ${event.handler} for ${event.key}: ` +
        'give its requeue a delay, or find what writes without a difference',
    );
  }
}
