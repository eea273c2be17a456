import type { PodLook } from '../pod-look.ts';
import type { StageName } from '../pod-work.ts';

/** What comes after a stage: a stage and the container it is about, or nothing more to start. */
export interface Next {
  readonly stage: StageName;
  readonly index: number;
}

/**
 * One step of a pod's life on a node: how long it takes, and what is different when it is over. Steps follow one
 * another in one look when they take no time.
 */
export interface Stage {
  /** Milliseconds from now until the step is over. Called once, when it begins. */
  readonly begin: (look: PodLook, index: number) => number;
  /** What the step has brought about; undefined when it must be tried again later. */
  readonly finish: (look: PodLook, index: number) => Next | 'done' | { readonly retryAfterMs: number };
}

/** Begins with the next container, or ends when all have been started. */
export function afterContainer(look: PodLook, index: number): Next | 'done' {
  return index + 1 < look.containers.length ? { stage: 'pull', index: index + 1 } : 'done';
}
