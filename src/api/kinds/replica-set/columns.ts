import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { selectorText } from '../shared/selector-text.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import type { ReplicaSet } from './replica-set.ts';

export const replicaSetColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Desired', 'integer'),
  column('Current', 'integer'),
  column('Ready', 'integer'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
  wideColumn('Selector'),
];

/** A row of `kubectl get replicasets`. Source: pkg/printers/internalversion/printers.go printReplicaSet. */
export function replicaSetTableRow({ metadata, spec, status }: ReplicaSet, nowMs: number): TableRow {
  const age = ageSince(metadata.creationTimestamp, nowMs);
  const counts = [spec.replicas ?? 0, status?.replicas ?? 0, status?.readyReplicas ?? 0];
  return {
    cells: [
      metadata.name ?? '',
      ...counts,
      age,
      ...containerCells(spec.template.spec.containers),
      selectorText(spec.selector),
    ],
  };
}
