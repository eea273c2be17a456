import type { KubeObject } from '../../api/machinery/object.ts';
import type { Row } from '../../api/row.ts';
import type { Rows } from './relations.ts';

/** What a summary gets: the row at once, the object when its answer is there. */
export interface SummaryProps<R extends Row = Row> {
  readonly row: R;
  readonly rows: Rows;
  readonly nowMs: number;
  readonly object: KubeObject | undefined;
}
