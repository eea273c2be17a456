import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { selectorText } from '../shared/selector-text.ts';
import { AGE_COLUMN, column, containerCells, formatLabels, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import type { DaemonSet } from './daemon-set.ts';

export const daemonSetColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Desired', 'integer'),
  column('Current', 'integer'),
  column('Ready', 'integer'),
  column('Up-to-date', 'integer'),
  column('Available', 'integer'),
  column('Node Selector'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
  wideColumn('Selector'),
];

/** A row of `kubectl get daemonsets`. Source: pkg/printers/internalversion/printers.go printDaemonSet. */
export function daemonSetTableRow({ metadata, spec, status }: DaemonSet, nowMs: number): TableRow {
  return {
    cells: [
      metadata.name ?? '',
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      formatLabels(spec.template.spec.nodeSelector),
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec.containers),
      selectorText(spec.selector),
    ],
  };
}
