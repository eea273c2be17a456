import type { ObjectKey } from '../api/machinery/key.ts';
import type { Row } from '../api/row.ts';

/** One entry of the causal trail: who wrote what because of which earlier change. */
export interface Trail {
  readonly rv: number;
  readonly cause: number;
  readonly atMs: number;
  readonly actor: string;
  readonly key: ObjectKey;
  readonly verb: 'create' | 'update' | 'delete';
}

/** What changed between two moments, for the stage. Squashed: the last row of each key only. */
export interface Delta {
  readonly fromRv: number;
  readonly toRv: number;
  readonly nowMs: number;
  readonly upserts: readonly Row[];
  readonly deletes: readonly ObjectKey[];
  readonly trail: readonly Trail[];
  /** True when this delta replaces everything the receiver holds (first one, after a restore). */
  readonly reset: boolean;
  /** True when more is waiting than one frame carries. */
  readonly more: boolean;
}
