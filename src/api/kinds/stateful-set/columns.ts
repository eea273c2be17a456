import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import type { StatefulSet } from './stateful-set.ts';

export const statefulSetColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Ready'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
];

/** A row of `kubectl get statefulsets`. Source: pkg/printers/internalversion/printers.go printStatefulSet. */
export function statefulSetTableRow({ metadata, spec, status }: StatefulSet, nowMs: number): TableRow {
  return {
    cells: [
      metadata.name ?? '',
      `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec.containers),
    ],
  };
}
