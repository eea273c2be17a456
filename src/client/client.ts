/**
 * The client layer: what a page holds of a cluster, wherever that cluster runs.
 *
 * It speaks only the typed wire of src/protocol: it sends requests and clock commands, and hands out deltas and
 * clock states as they come. It builds the requests that buttons make (`actions/`). It promises that an answer
 * belongs to its question, that an error keeps its text across the crossing, and that a delta is acknowledged only
 * after the listener is done with it. It knows no engine, no host and no React, and it interprets nothing of what
 * it carries.
 */
import type { Delta } from '../protocol/delta.ts';
import type { BootOptions, ClockCommand, ClockState } from '../protocol/messages.ts';
import type { ApiRequest, ApiResponse, Journal } from '../protocol/wire.ts';

/** Everything a simulation starts from. */
export interface BootInput {
  readonly options: BootOptions;
  /** Requests that make the scene, handled in order at the first moment. */
  readonly requests: readonly ApiRequest[];
  /** Virtual milliseconds to run before the first picture. */
  readonly warmupMs: number;
  readonly paused: boolean;
  readonly speed: number;
}

/** What is left when the simulation stopped on a bug: enough to play the session again. */
export interface Crash {
  readonly message: string;
  readonly seed: number;
  readonly journal: Journal;
}

/** Gets each delta; the next one is sent only when the returned promise is done. */
export type DeltaListener = (delta: Delta, clock: ClockState) => void | Promise<void>;

export type Unsubscribe = () => void;

export interface Client {
  /** Starts the simulation; done when its scene stands. May be called once. */
  boot(input: BootInput): Promise<void>;
  /** Asks the API server. Rejects only when there is nobody left to answer; a refusal is a Status in the response. */
  request(request: ApiRequest): Promise<ApiResponse>;
  clock(command: ClockCommand): void;
  /** All requests accepted so far, each at its exact place. */
  journal(): Promise<Journal>;
  /** One listener of deltas at a time: deltas are a stream for one reader. */
  onDelta(listener: DeltaListener): Unsubscribe;
  onClock(listener: (clock: ClockState) => void): Unsubscribe;
  /** Called at once when the crash was before. */
  onCrash(listener: (crash: Crash) => void): Unsubscribe;
  /** Ends the simulation. What is still open rejects. */
  close(): void;
}

/** Nobody will answer: the simulation stopped on a bug of its own, or was closed. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
}
