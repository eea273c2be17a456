import type { TableRef } from '../world.ts';
import type { ProbeKind } from './programs/behaviour.ts';

export type StageName = 'volumes' | 'sandbox' | 'pull' | 'start' | 'hook';

/** How a container will have ended, and when. */
export interface Ending {
  readonly atMs: number;
  readonly exitCode: number;
  readonly outOfMemory?: boolean;
}

/** A probe of a running container: the next try that changes something. */
export interface ProbeWork {
  readonly kind: ProbeKind;
  readonly atMs: number;
  /** Tries in a row that ended so before it. */
  readonly failures: number;
  readonly successes: number;
}

/** Source: client-go/util/flowcontrol/backoff.go. */
export interface BackOff {
  readonly delayMs: number;
  readonly updatedMs: number;
}

/** Why a container that does not run is not started yet. */
export interface Wait {
  /** `sync`: until the kubelet sees that it ended; `pull-sync`: that its pull failed; the others are delays. */
  readonly for: 'sync' | 'back-off' | 'pull-sync' | 'pull' | 'config';
  readonly untilMs: number;
  /** `sync`: the end that the back-off counts from. */
  readonly endedMs?: number;
  /** It is started again whatever its restart policy says. */
  readonly forced?: boolean;
}

/** What the status does not say of a container: kept while something is due, or must be remembered. */
export interface Run {
  readonly startMs?: number;
  /** When the program ends by itself. */
  readonly ends?: Ending;
  /** When the kubelet has killed it. */
  readonly kill?: Ending & { readonly forced?: boolean };
  /** Without probes: when the kubelet's next look counts it as ready. */
  readonly readyMs?: number;
  readonly probes?: readonly ProbeWork[];
  readonly wait?: Wait;
  readonly backOff?: BackOff;
  readonly pulls?: { readonly failures: number; readonly delayMs: number; readonly error: string };
}

/** A pod that is being stopped. */
export interface Stop {
  /** Per container that runs: when it ends, and how. */
  readonly exits: readonly (Ending & { readonly index: number })[];
  readonly graceSeconds: number;
  /** All have ended; the object is removed at this time. */
  readonly exited: boolean;
  readonly removeMs: number;
}

/**
 * What a kubelet still has to do for a pod, as data: kept while something is due, forgotten when the pod has come to
 * rest. The pod's status says the rest.
 */
export interface PodWork {
  readonly uid: string;
  /** The step that is under way: one container at a time is brought up. Undefined when there is none to start. */
  readonly stage: StageName | undefined;
  /** Which container the step is about. */
  readonly index: number;
  readonly sinceMs: number;
  readonly dueMs: number;
  /** Stage `pull`: when the node's puller turned to this image. */
  readonly pullStartMs?: number;
  /** By the container's place, init containers first. */
  readonly runs: readonly (Run | undefined)[];
  readonly stop?: Stop;
  /** Its machine was off: nothing of it runs any more. */
  readonly rebooted?: boolean;
}

/** By the key of the kubelet's look. */
export const POD_WORK: TableRef<PodWork> = { name: 'kubelet/pods' };
export const NO_RUNS: readonly (Run | undefined)[] = [];

/** A pod that is new to its kubelet. */
export function newWork(uid: string, nowMs: number): PodWork {
  return { uid, stage: 'volumes', index: -1, sinceMs: nowMs, dueMs: Number.NaN, runs: NO_RUNS };
}

/** A pod that has come to rest. */
export function restingWork(uid: string, nowMs: number): PodWork {
  return { uid, stage: undefined, index: -1, sinceMs: nowMs, dueMs: Number.POSITIVE_INFINITY, runs: NO_RUNS };
}
