import type { Resource } from '../api/kind-def.ts';
import { assert } from '../lib/assert.ts';
import type { ActorWorld } from './actor-world.ts';
import { Audience, type Watcher } from './audience.ts';
import type { EventQueue, SimEvent } from './kernel/event-queue.ts';
import type { Change } from './store/change-log.ts';
import type { Outcome, Reconciler } from './world.ts';

/** When a paced reconciler last looked at a key: kept as data, so that a restored run goes on as the first did. */
const LAST_LOOK = { name: 'dispatcher/last-look' } as const;
const LAST_LOOK_MAX = 20_000;

/**
 * Turns changes into looks, and looks into reconcile calls. It marks and enqueues on every commit and works only when
 * the run loop says so.
 */
export class Dispatcher {
  readonly #world: ActorWorld;
  readonly #queue: EventQueue;
  readonly #reconcilers = new Map<string, Reconciler>();
  readonly #watchers = new Map<Resource, Audience>();

  readonly #tell = (watchers: readonly Watcher[], change: Change): void => {
    for (let i = 0; i < watchers.length; i++) {
      const watcher = watchers[i] as Watcher;
      const keys = watcher.watch.keys(change, this.#world);
      for (let k = 0; k < keys.length; k++) this.#ask(watcher, change, keys[k] as string);
    }
  };

  constructor(world: ActorWorld, queue: EventQueue, reconcilers: readonly Reconciler[]) {
    this.#world = world;
    this.#queue = queue;
    for (const reconciler of reconcilers) {
      assert(!this.#reconcilers.has(reconciler.name), `reconciler ${reconciler.name} is registered twice`);
      this.#reconcilers.set(reconciler.name, reconciler);
      for (const watch of reconciler.watches) {
        this.#enlist({ reconciler, watch });
      }
    }
  }

  /** Asks every reconciler to begin its periodic looks; once, at the first moment. */
  start(): void {
    for (const reconciler of this.#reconcilers.values()) {
      this.#become(reconciler.actor?.('') ?? reconciler.name, 0);
      reconciler.start?.(this.#world);
    }
  }

  /** Store listener: who should look at what because of this change? */
  notice(change: Change): void {
    this.#watchers.get(change.resource)?.each(change, this.#tell);
  }

  /** Run-loop handler: one look. */
  handle(event: SimEvent): void {
    const reconciler = this.#reconcilers.get(event.handler);
    assert(reconciler !== undefined, `no reconciler ${event.handler}`);
    this.#become(reconciler.actor?.(event.key) ?? reconciler.name, event.cause);
    if (reconciler.paced === true) this.#remember(event);
    this.#again(event, reconciler.reconcile(this.#world, event.key));
  }

  /** True when only looks that repeat for ever are pending. */
  isSettled(): boolean {
    return this.#queue.every((handler) => this.#reconcilers.get(handler)?.housekeeping === true);
  }

  #enlist(watcher: Watcher): void {
    const { resource } = watcher.watch;
    let audience = this.#watchers.get(resource);
    if (audience === undefined) {
      audience = new Audience();
      this.#watchers.set(resource, audience);
    }
    audience.add(watcher);
  }

  #ask({ reconciler, watch }: Watcher, change: Change, key: string): void {
    const world = this.#world;
    const delayMs =
      watch.delayMs?.(change, key, world) ?? world.draw(world.timing.watchMs, reconciler.name, key, change.rv);
    this.#queue.schedule(reconciler.name, key, this.#paced(reconciler, key, world.nowMs + delayMs), change.rv);
  }

  #again(event: SimEvent, outcome: Outcome): void {
    if (outcome === undefined) return;
    const { timing, nowMs } = this.#world;
    if ('requeueAfterMs' in outcome) {
      this.#queue.schedule(event.handler, event.key, nowMs + outcome.requeueAfterMs, 0);
      return;
    }
    const attempt = event.attempt + 1;
    const delayMs = Math.min(timing.retryFirstMs * 2 ** event.attempt, timing.retryMaxMs);
    this.#queue.schedule(event.handler, event.key, nowMs + delayMs, event.cause, attempt);
  }

  #paced(reconciler: Reconciler, key: string, atMs: number): number {
    const gapMs = this.#world.timing.resyncGapMs;
    if (reconciler.paced !== true || gapMs === 0) return atMs;
    const lastMs = this.#world.table<number>(LAST_LOOK).get(`${reconciler.name}|${key}`);
    return lastMs === undefined ? atMs : Math.max(atMs, lastMs + gapMs);
  }

  #remember(event: SimEvent): void {
    const { timing, nowMs } = this.#world;
    if (timing.resyncGapMs === 0) return;
    const table = this.#world.table<number>(LAST_LOOK);
    const id = `${event.handler}|${event.key}`;
    table.delete(id);
    table.set(id, nowMs);
    if (table.size <= LAST_LOOK_MAX) return;
    for (const [old, lastMs] of table) {
      if (lastMs + timing.resyncGapMs > nowMs) break;
      table.delete(old);
    }
  }

  #become(actor: string, cause: number): void {
    this.#world.actor = actor;
    this.#world.cause = cause;
  }
}
