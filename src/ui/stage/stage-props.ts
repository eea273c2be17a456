import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Graph } from '../../graph/graph.ts';

/** What a person asked for on the stage. The stage itself changes nothing but what it shows. */
export type StageAction =
  /** Set the replicas of a workload. */
  | { readonly type: 'scale'; readonly key: ObjectKey; readonly replicas: number }
  /** Delete was pressed on a thing: whoever listens asks back before doing it. */
  | { readonly type: 'delete'; readonly key: ObjectKey }
  /** Enter or double click: look closer. */
  | { readonly type: 'open'; readonly key: ObjectKey };

export interface StageProps {
  readonly graph: Graph;
  /** The graph's version to draw; a new number is what makes the stage look again. */
  readonly version: number;
  readonly nowMs: number;
  /** Virtual seconds a wall second. Above 8, changes are cut instead of animated. */
  readonly speed: number;
  readonly selection: ObjectKey | undefined;
  readonly onSelect: (key: ObjectKey | undefined) => void;
  readonly onAction: (action: StageAction) => void;
  readonly theme: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** False switches off keys that are a single character. Arrows, Enter, Escape and Delete always work. */
  readonly shortcuts?: boolean;
  /** A new value brings the whole picture into view again: give each scene its own. */
  readonly fitKey?: string | number;
}
