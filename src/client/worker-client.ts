import type { FromHost, ToHost } from '../protocol/messages.ts';
import type { ApiRequest, ApiResponse, Journal, JournalEntry } from '../protocol/wire.ts';
import type { ClockCommand, ClockState } from '../protocol/messages.ts';
import { ClientError } from './client.ts';
import type { BootInput, Client, Crash, DeltaListener, Unsubscribe } from './client.ts';

/** The part of a Worker that the client uses; tests give a pair of functions. */
export interface HostPort {
  post(message: ToHost): void;
  listen(onMessage: (message: FromHost) => void, onError: (message: string) => void): void;
  terminate(): void;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: ClientError) => void;
}

/** More unanswered requests than this is a loop in the page, not a person. */
const MAX_PENDING_REQUESTS = 5_000;
/** How many of the sent requests are kept, for the report of a crash whose host does not answer any more. */
const MAX_SENT = 5_000;
/** How long a crashed host may take to hand over its journal. */
const JOURNAL_TIMEOUT_MS = 1_000;

/** A client of a simulation in a worker. */
export class WorkerClient implements Client {
  readonly #port: HostPort;
  readonly #requests = new Map<number, Waiting<ApiResponse>>();
  readonly #journals = new Map<number, Waiting<Journal>>();
  readonly #sent: JournalEntry[] = [];
  readonly #clockListeners = new Set<(clock: ClockState) => void>();
  readonly #crashListeners = new Set<(crash: Crash) => void>();
  #deltaListener: DeltaListener | undefined;
  #heldBack: { delta: Parameters<DeltaListener>[0]; clock: ClockState } | undefined;
  #booting: Waiting<void> | undefined;
  #booted = false;
  #nextId = 1;
  #seed = 0;
  #nowMs = 0;
  #ended: ClientError | undefined;
  #crash: Crash | undefined;

  constructor(port: HostPort) {
    this.#port = port;
    port.listen(
      (message) => this.#receive(message),
      (message) => void this.#crashed(message),
    );
  }

  boot(input: BootInput): Promise<void> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#booted)
      return Promise.reject(new ClientError('this simulation was booted before; make a new client for a new one'));
    this.#booted = true;
    this.#seed = input.options.seed;
    this.#nowMs = input.options.startMs;
    return new Promise((resolve, reject) => {
      this.#booting = { resolve, reject };
      this.#port.post({ t: 'boot', ...input });
    });
  }

  request(request: ApiRequest): Promise<ApiResponse> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#requests.size >= MAX_PENDING_REQUESTS) {
      return Promise.reject(
        new ClientError(`${MAX_PENDING_REQUESTS} requests are unanswered; wait for some of them before sending more`),
      );
    }
    if (request.method !== 'GET' && this.#sent.length < MAX_SENT) {
      this.#sent.push({ atMs: this.#nowMs, afterEvents: -1, request, actor: 'user' });
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, { resolve, reject });
      this.#port.post({ t: 'request', id, request });
    });
  }

  clock(command: ClockCommand): void {
    if (this.#ended === undefined) this.#port.post({ t: 'clock', command });
  }

  journal(): Promise<Journal> {
    if (this.#crash !== undefined) return Promise.resolve(this.#crash.journal);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return this.#askJournal();
  }

  onDelta(listener: DeltaListener): Unsubscribe {
    this.#deltaListener = listener;
    const held = this.#heldBack;
    if (held !== undefined) {
      this.#heldBack = undefined;
      void this.#deliver(held.delta, held.clock);
    }
    return () => {
      if (this.#deltaListener === listener) this.#deltaListener = undefined;
    };
  }

  onClock(listener: (clock: ClockState) => void): Unsubscribe {
    this.#clockListeners.add(listener);
    return () => this.#clockListeners.delete(listener);
  }

  onCrash(listener: (crash: Crash) => void): Unsubscribe {
    this.#crashListeners.add(listener);
    if (this.#crash !== undefined) listener(this.#crash);
    return () => this.#crashListeners.delete(listener);
  }

  close(): void {
    this.#end(new ClientError('the simulation was closed'));
    this.#port.terminate();
  }

  #receive(message: FromHost): void {
    switch (message.t) {
      case 'booted':
        this.#booting?.resolve();
        this.#booting = undefined;
        return;
      case 'response':
        take(this.#requests, message.id)?.resolve(message.response);
        return;
      case 'journal':
        take(this.#journals, message.id)?.resolve(message.journal);
        return;
      case 'delta':
        this.#tick(message.clock);
        void this.#deliver(message.delta, message.clock);
        return;
      case 'clock':
        this.#tick(message.clock);
        return;
      case 'crash':
        void this.#crashed(message.message);
    }
  }

  #tick(clock: ClockState): void {
    this.#nowMs = clock.nowMs;
    for (const listener of this.#clockListeners) listener(clock);
  }

  async #deliver(delta: Parameters<DeltaListener>[0], clock: ClockState): Promise<void> {
    if (this.#deltaListener === undefined) {
      // The host waits for our ack before it sends another one, so there is never a second one to hold.
      this.#heldBack = { delta, clock };
      return;
    }
    try {
      await this.#deltaListener(delta, clock);
      if (this.#ended === undefined) this.#port.post({ t: 'ack' });
    } catch (error) {
      await this.#crashed(
        `the page could not draw a change: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  async #crashed(message: string): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#end(new ClientError(`the simulation stopped: ${message}`));
    const timeout = new Promise<Journal>((resolve) => {
      setTimeout(() => resolve(this.#sent), JOURNAL_TIMEOUT_MS);
    });
    const journal = await Promise.race([this.#askJournal(), timeout]).catch((): Journal => this.#sent);
    this.#crash = { message, seed: this.#seed, journal };
    for (const listener of this.#crashListeners) listener(this.#crash);
  }

  #askJournal(): Promise<Journal> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#journals.set(id, { resolve, reject });
      this.#port.post({ t: 'journal', id });
    });
  }

  #end(error: ClientError): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#booting?.reject(error);
    for (const waiting of this.#requests.values()) waiting.reject(error);
    for (const waiting of this.#journals.values()) waiting.reject(error);
    this.#booting = undefined;
    this.#requests.clear();
    this.#journals.clear();
  }
}

function take<T>(waiting: Map<number, T>, id: number): T | undefined {
  const found = waiting.get(id);
  waiting.delete(id);
  return found;
}
