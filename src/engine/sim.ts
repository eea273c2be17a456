/**
 * The engine: a synchronous, deterministic simulation of a Kubernetes cluster. This file puts its parts together.
 *
 * Promises: the same options and the same journal give the same objects, names, addresses and times, bit for bit; one
 * long jump equals many short frames; a checkpoint is data, and a restored run goes on as the first one did.
 * It never looks at a wall clock: whoever hosts it decides how much virtual time passes.
 */
import { kubeProxies } from '../api/kinds/kube-proxy/kube-proxy.ts';
import { KINDS } from '../api/registry.ts';
import { resourceOf } from '../api/kind-def.ts';
import { enableFreezing } from '../lib/freeze.ts';
import type { Delta } from '../protocol/delta.ts';
import type { BootOptions } from '../protocol/messages.ts';
import type { ApiRequest, ApiResponse, Journal, JournalEntry } from '../protocol/wire.ts';
import { ActorWorld, type Tables } from './actor-world.ts';
import { ADMISSION } from './apiserver/admission/index.ts';
import { handle, isWrite } from './apiserver/api-server.ts';
import type { Core } from './apiserver/core.ts';
import { ServiceAllocator } from './apiserver/service-allocator.ts';
import { WatchHub } from './apiserver/watch.ts';
import { BOOT_MS, bootstrap } from './bootstrap.ts';
import { CONTROLLERS } from './controllers/index.ts';
import { Dispatcher } from './dispatcher.ts';
import { RunLoop, type LoopSnapshot, type RunOptions } from './kernel/run-loop.ts';
import { KUBELET } from './kubelet/index.ts';
import { DNS_PATH, readDns } from './network/dns-read.ts';
import { NETWORK, withRules } from './network/index.ts';
import { deltaSince } from './projector.ts';
import { SCHEDULER } from './scheduler/index.ts';
import { Store, type StoreSnapshot } from './store/store.ts';
import { TIMINGS } from './timing.ts';
import type { Reconciler } from './world.ts';

/** Most requests kept for replay; a longer session can no longer be told from its beginning. */
export const JOURNAL_MAX = 20_000;

export const RECONCILERS: readonly Reconciler[] = [...CONTROLLERS, ...SCHEDULER, ...KUBELET, ...NETWORK];

export interface SimOptions extends BootOptions {
  /** Freeze what is stored and validate what the cluster's own actors write (tests, development). */
  readonly strict?: boolean;
  /** Changes kept in the log; the store's own limit when absent. */
  readonly logLimit?: number;
}

/** A simulation at one moment, as data. */
export interface Checkpoint {
  readonly options: SimOptions;
  readonly store: StoreSnapshot;
  readonly loop: LoopSnapshot;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  readonly journal: Journal;
}

export class Sim {
  readonly options: SimOptions;
  readonly store: Store;
  readonly world: ActorWorld;
  readonly watches: WatchHub;
  readonly #loop: RunLoop;
  readonly #core: Core;
  readonly #dispatcher: Dispatcher;
  readonly #journal: JournalEntry[];
  #journalWhole = true;

  constructor(options: SimOptions, from?: Checkpoint) {
    this.options = options;
    enableFreezing(options.strict === true);
    this.store = new Store(new Map(KINDS.map((def) => [resourceOf(def), def.indexes])), from?.store, options.logLimit);
    this.#loop = new RunLoop(options.startMs - BOOT_MS, (event) => this.#dispatcher.handle(event), from?.loop);
    this.#core = {
      store: this.store,
      seed: options.seed,
      nowMs: () => this.#loop.nowMs,
      admission: ADMISSION,
      allocators: new ServiceAllocator(this.store, options.seed),
      enrich: new Map([[kubeProxies.resource, (proxy) => withRules(this.world, proxy)]]),
      answers: new Map([[DNS_PATH, (query) => readDns(this.world, query)]]),
      paranoid: options.strict === true,
    };
    this.world = new ActorWorld(this.#core, this.#loop.queue, TIMINGS[options.timing], copyTables(from?.tables));
    this.#dispatcher = new Dispatcher(this.world, this.#loop.queue, RECONCILERS);
    this.watches = new WatchHub(this.store, this.#core.nowMs);
    this.#journal = [...(from?.journal ?? [])];
    this.store.onCommit((change) => this.#dispatcher.notice(change));
    if (from === undefined) this.#boot();
  }

  get nowMs(): number {
    return this.#loop.nowMs;
  }

  /** Events handled so far: with the time, the exact place in the story. */
  get eventsRun(): number {
    return this.#loop.eventsRun;
  }

  get journal(): Journal {
    return this.#journal;
  }

  /** False once more was asked than the journal keeps. */
  get journalIsWhole(): boolean {
    return this.#journalWhole;
  }

  /** Answers one API request at this moment. Writes are journalled, whatever the answer. */
  handle(request: ApiRequest, actor = 'user'): ApiResponse {
    if (isWrite(request)) {
      if (this.#journal.length < JOURNAL_MAX)
        this.#journal.push({ atMs: this.nowMs, afterEvents: this.eventsRun, request, actor });
      else this.#journalWhole = false;
    }
    return handle(this.#core, this.watches, request, actor);
  }

  /** Lets virtual time pass. Returns false when `shouldYield` stopped it before. */
  runUntil(untilMs: number, options?: RunOptions): boolean {
    return this.#loop.runUntil(untilMs, options);
  }

  runFor(ms: number): void {
    this.#loop.runUntil(this.nowMs + ms);
  }

  /** Handles the next event. */
  step(): boolean {
    return this.#loop.step();
  }

  /** When the next event is due. */
  nextEventMs(): number | undefined {
    return this.#loop.queue.peek()?.atMs;
  }

  /** True when nothing is pending but what repeats for ever (heartbeats, periodic checks). */
  isSettled(): boolean {
    return this.#dispatcher.isSettled();
  }

  deltaSince(rv: number): Delta {
    return deltaSince(this.store, rv, this.nowMs);
  }

  checkpoint(): Checkpoint {
    return {
      options: this.options,
      store: this.store.snapshot(),
      loop: this.#loop.snapshot(),
      tables: copyTables(this.world.tables),
      journal: [...this.#journal],
    };
  }

  static restore(checkpoint: Checkpoint): Sim {
    return new Sim(checkpoint.options, checkpoint);
  }

  /** A new simulation that has handled the same requests at the same places. */
  static replay(options: SimOptions, journal: Journal, untilMs: number): Sim {
    const sim = new Sim(options);
    for (const { atMs, afterEvents, request, actor } of journal) {
      while (sim.eventsRun < afterEvents && sim.step());
      sim.#loop.nowMs = Math.max(sim.nowMs, atMs);
      sim.handle(request, actor);
    }
    sim.runUntil(untilMs);
    return sim;
  }

  #boot(): void {
    this.world.actor = 'bootstrap';
    bootstrap(this.world, this.options.nodes);
    this.#dispatcher.start();
    this.runUntil(this.options.startMs);
  }
}

function copyTables(tables: ReadonlyMap<string, ReadonlyMap<string, unknown>> | undefined): Tables {
  return new Map([...(tables ?? [])].map(([name, table]) => [name, new Map(table)]));
}
