import type { TableRef } from '../world.ts';

export type StageName = 'sandbox' | 'pull' | 'start' | 'run';

/** A probe's answer that is due, or (without probes) the kubelet's next look at a container. */
export interface Check {
  /** The container's place, init containers first. */
  readonly index: number;
  readonly result: 'started' | 'ready';
  readonly atMs: number;
}

/** A pod that is being stopped. */
export interface Stop {
  /** Per container that runs: when it ends, and how. */
  readonly exits: readonly { readonly index: number; readonly atMs: number; readonly exitCode: number }[];
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
  /** The step that is under way; undefined when all containers have been started. */
  readonly stage: StageName | undefined;
  /** Which container the step is about. */
  readonly index: number;
  readonly sinceMs: number;
  readonly dueMs: number;
  /** Stage `pull`: when the node's puller turned to this image. */
  readonly pullStartMs?: number;
  readonly checks: readonly Check[];
  readonly stop?: Stop;
}

/** By the key of the kubelet's look. */
export const POD_WORK: TableRef<PodWork> = { name: 'kubelet/pods' };

/** A pod that is new to its kubelet. */
export function newWork(uid: string, nowMs: number): PodWork {
  return { uid, stage: 'sandbox', index: -1, sinceMs: nowMs, dueMs: Number.NaN, checks: [] };
}

/** A pod that has come to rest. */
export function restingWork(uid: string, nowMs: number): PodWork {
  return { uid, stage: undefined, index: -1, sinceMs: nowMs, dueMs: Number.POSITIVE_INFINITY, checks: [] };
}
