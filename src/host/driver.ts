/**
 * The host: the only importer of the engine. It gives the engine time and carries its answers out, in a Web Worker
 * (worker.ts), in process (local.ts) or, later, behind HTTP. The engine itself never sees a wall clock.
 */
import type { ClockCommand, ClockState, FromHost, ToHost } from '../protocol/messages.ts';
import { Sim } from '../engine/sim.ts';

/** What a driver needs of its surroundings. */
export interface Surroundings {
  /** Monotonic wall time in ms. */
  readonly wallMs: () => number;
  readonly post: (message: FromHost) => void;
  /** Calls `tick` again after about this many ms. */
  readonly later: (tick: () => void, delayMs: number) => void;
}

const FRAME_MS = 16;
/** The clock alone, with nothing else to tell, is posted no more often. */
const CLOCK_EVERY_MS = 100;
/** Wall time that one slice of work may take before messages get their turn. */
const SLICE_MS = 10;
/** A tab that slept does not catch up more than this. */
const CATCH_UP_MAX_MS = 250;
const SPEED_MIN = 0.05;
const SPEED_MAX = 1000;
/** Events that one press of Step may pass before it stops looking for a visible change. */
const STEP_EVENTS_MAX = 10_000;

/** Runs one simulation for one page: maps wall time to virtual time and posts what changed. */
export class Driver {
  readonly #around: Surroundings;
  #sim: Sim | undefined;
  #paused = true;
  #speed = 1;
  #targetMs = 0;
  #lastWallMs = 0;
  #sentRv = -1;
  #awaitingAck = false;
  #lastClock = '';
  #lastClockWallMs = Number.NEGATIVE_INFINITY;
  #crashed = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  receive(message: ToHost): void {
    try {
      this.#receive(message);
    } catch (error) {
      this.#crash(error);
    }
  }

  #receive(message: ToHost): void {
    switch (message.t) {
      case 'boot':
        return this.#boot(message);
      case 'ack':
        this.#awaitingAck = false;
        return this.#send();
      case 'clock':
        return this.#clock(message.command);
      case 'request': {
        const { id, request } = message;
        const response = this.#need().handle(request);
        if (response.watch !== undefined) this.#need().watches.close(response.watch.id);
        this.#around.post({ t: 'response', id, response });
        return this.#send();
      }
      case 'journal':
        return this.#around.post({ t: 'journal', id: message.id, journal: this.#need().journal });
    }
  }

  #boot(message: Extract<ToHost, { t: 'boot' }>): void {
    const first = this.#sim === undefined;
    const sim = new Sim(message.options);
    for (const request of message.requests) sim.handle(request, 'scene');
    sim.runFor(message.warmupMs);
    this.#sim = sim;
    this.#paused = message.paused;
    this.#setSpeed(message.speed);
    this.#targetMs = sim.nowMs;
    this.#lastWallMs = this.#around.wallMs();
    this.#sentRv = -1;
    this.#awaitingAck = false;
    this.#around.post({ t: 'booted' });
    this.#send();
    if (first) this.#around.later(() => this.#tick(), FRAME_MS);
  }

  #tick(): void {
    if (this.#crashed) return;
    try {
      this.#advance();
      this.#send();
      this.#around.later(() => this.#tick(), FRAME_MS);
    } catch (error) {
      this.#crash(error);
    }
  }

  #advance(): void {
    const sim = this.#need();
    const wallMs = this.#around.wallMs();
    const passedMs = Math.min(wallMs - this.#lastWallMs, CATCH_UP_MAX_MS);
    this.#lastWallMs = wallMs;
    const behind = this.#targetMs > sim.nowMs;
    if (!this.#paused && !behind) this.#targetMs += passedMs * this.#speed;
    if (this.#targetMs <= sim.nowMs) return;
    const untilMs = wallMs + SLICE_MS;
    sim.runUntil(this.#targetMs, { shouldYield: () => this.#around.wallMs() > untilMs });
  }

  #clock(command: ClockCommand): void {
    const sim = this.#need();
    switch (command.op) {
      case 'play':
        this.#paused = false;
        this.#targetMs = sim.nowMs;
        this.#lastWallMs = this.#around.wallMs();
        break;
      case 'pause':
        this.#paused = true;
        this.#targetMs = sim.nowMs;
        break;
      case 'speed':
        this.#setSpeed(command.speed);
        break;
      case 'step':
        this.#paused = true;
        this.#step(sim);
        this.#targetMs = sim.nowMs;
        break;
      case 'run':
        this.#targetMs = sim.nowMs + Math.max(0, command.ms);
        break;
    }
    this.#send();
  }

  /** To the next instant at which something is written, and through all of that instant. */
  #step(sim: Sim): void {
    const before = sim.store.rv;
    for (let n = 0; n < STEP_EVENTS_MAX && sim.store.rv === before; n++) if (!sim.step()) return;
    sim.runUntil(sim.nowMs);
  }

  #setSpeed(speed: number): void {
    if (Number.isFinite(speed)) this.#speed = Math.min(SPEED_MAX, Math.max(SPEED_MIN, speed));
  }

  /** Posts what changed since the last delta, one delta at a time: the page acknowledges each. */
  #send(): void {
    const sim = this.#sim;
    if (sim === undefined || this.#awaitingAck) return;
    const clock = this.#state(sim);
    if (sim.store.rv !== this.#sentRv) {
      const delta = sim.deltaSince(this.#sentRv);
      this.#sentRv = delta.toRv;
      this.#awaitingAck = true;
      this.#lastClock = JSON.stringify(clock);
      this.#around.post({ t: 'delta', delta, clock });
      return;
    }
    const text = JSON.stringify(clock);
    const wallMs = this.#around.wallMs();
    if (text === this.#lastClock || (!clock.paused && wallMs - this.#lastClockWallMs < CLOCK_EVERY_MS)) return;
    this.#lastClock = text;
    this.#lastClockWallMs = wallMs;
    this.#around.post({ t: 'clock', clock });
  }

  #state(sim: Sim): ClockState {
    return { nowMs: sim.nowMs, paused: this.#paused, speed: this.#speed, settled: sim.isSettled() };
  }

  #need(): Sim {
    if (this.#sim === undefined) throw new Error('the simulation has not been started');
    return this.#sim;
  }

  #crash(error: unknown): void {
    this.#crashed = true;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#around.post({ t: 'crash', message: text });
  }
}
