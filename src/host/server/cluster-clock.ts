import type { Sim } from '../../engine/sim.ts';

/** Work at one go before requests get their turn. */
const SLICE_MS = 25;
/** A cluster that could not keep up, or a machine that slept, catches up no more than this of wall time. */
const BEHIND_MAX_MS = 5_000;
const IDLE_MS = 500;

/** Lets a simulation's time follow the wall clock, `speed` virtual seconds a second, sleeping until its next event. */
export class ClusterClock {
  readonly #sim: Sim;
  readonly #speed: number;
  readonly #afterwards: () => void;
  readonly #failed: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #wallMs = performance.now();
  #targetMs: number;
  #stopped = false;

  /** `afterwards` is called whenever time has passed; `failed` once, when the simulation has a bug. */
  constructor(sim: Sim, speed: number, afterwards: () => void, failed: (error: unknown) => void) {
    this.#sim = sim;
    this.#speed = speed;
    this.#afterwards = afterwards;
    this.#failed = failed;
    this.#targetMs = sim.nowMs;
  }

  /** Brings the simulation to the present and plans the next look. Cheap: call it around every request. */
  tick(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    try {
      const wallMs = performance.now();
      const passed = (wallMs - this.#wallMs) * this.#speed;
      this.#wallMs = wallMs;
      this.#targetMs = Math.min(this.#targetMs + passed, this.#sim.nowMs + BEHIND_MAX_MS * Math.max(1, this.#speed));
      const untilMs = wallMs + SLICE_MS;
      const arrived = this.#sim.runUntil(Math.floor(this.#targetMs), {
        shouldYield: () => performance.now() > untilMs,
      });
      this.#afterwards();
      this.#timer = setTimeout(() => this.tick(), arrived ? this.#pauseMs() : 0);
    } catch (error) {
      this.stop();
      this.#failed(error);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #pauseMs(): number {
    const nextMs = this.#sim.nextEventMs();
    if (nextMs === undefined) return IDLE_MS;
    return Math.min(IDLE_MS, Math.max(1, Math.ceil((nextMs - this.#targetMs) / this.#speed)));
  }
}
