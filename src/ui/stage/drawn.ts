import type { Graph } from '../../graph/graph.ts';

/** A graph as it is to be drawn now. The graph changes in place, so a new one of these is what says: look again. */
export interface Drawn {
  readonly graph: Graph;
  readonly version: number;
  /** Counts arrangements for another shape of screen, which are no version that anybody outside knows. */
  readonly arranged: number;
}
