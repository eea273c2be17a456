import type { Delta } from './delta.ts';
import type { ApiRequest, ApiResponse, Journal } from './wire.ts';

export type TimingName = 'real' | 'classroom' | 'instant';

/** A machine to start with. Quantities as Kubernetes writes them. */
export interface NodeSpec {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods?: number;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Everything that decides how a simulation goes, before the first request. */
export interface BootOptions {
  readonly seed: number;
  readonly timing: TimingName;
  /** Virtual time of the first moment, ms since the epoch. */
  readonly startMs: number;
  readonly nodes: readonly NodeSpec[];
}

export interface ClockState {
  readonly nowMs: number;
  readonly paused: boolean;
  /** Virtual seconds a wall second. */
  readonly speed: number;
  /** True when nothing but heartbeats is pending. */
  readonly settled: boolean;
}

export type ClockCommand =
  | { readonly op: 'play' }
  | { readonly op: 'pause' }
  | { readonly op: 'speed'; readonly speed: number }
  /** Handle the next event and everything at its instant. */
  | { readonly op: 'step' }
  /** Run this much virtual time as fast as possible. */
  | { readonly op: 'run'; readonly ms: number };

/** Page to worker. */
export type ToHost =
  | {
      readonly t: 'boot';
      readonly options: BootOptions;
      /** Requests that make the scene, handled in order at the first moment. */
      readonly requests: readonly ApiRequest[];
      /** Virtual ms to run before the first picture. */
      readonly warmupMs: number;
      readonly paused: boolean;
      readonly speed: number;
    }
  | { readonly t: 'request'; readonly id: number; readonly request: ApiRequest }
  | { readonly t: 'clock'; readonly command: ClockCommand }
  | { readonly t: 'ack' }
  | { readonly t: 'journal'; readonly id: number };

/** Worker to page. */
export type FromHost =
  | { readonly t: 'booted' }
  | { readonly t: 'response'; readonly id: number; readonly response: ApiResponse }
  | { readonly t: 'delta'; readonly delta: Delta; readonly clock: ClockState }
  | { readonly t: 'clock'; readonly clock: ClockState }
  | { readonly t: 'journal'; readonly id: number; readonly journal: Journal }
  | { readonly t: 'crash'; readonly message: string };
