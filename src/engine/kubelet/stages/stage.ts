import type { PodLook } from '../pod-look.ts';
import type { StageName } from '../pod-work.ts';

/** What comes after a stage: a stage and the container it is about. */
export interface Next {
  readonly stage: StageName;
  readonly index: number;
}

/**
 * One step of bringing up a pod or one of its containers: how long it takes, and what is different when it is over.
 * Steps follow one another in one look when they take no time.
 */
export interface Stage {
  /** Milliseconds from now until the step is over. Called once, when it begins. */
  readonly begin: (look: PodLook, index: number) => number;
  /**
   * What the step has brought about: the next one, `done` when the kubelet may turn to the next container, or when to
   * try again.
   */
  readonly finish: (look: PodLook, index: number) => Next | 'done' | { readonly retryAfterMs: number };
}
