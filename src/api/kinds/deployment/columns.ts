import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { selectorText } from '../shared/selector-text.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import type { Deployment } from './deployment.ts';

export const deploymentColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Ready'),
  column('Up-to-date', 'string'),
  column('Available', 'string'),
  AGE_COLUMN,
  wideColumn('Containers'),
  wideColumn('Images'),
  wideColumn('Selector'),
];

/** A row of `kubectl get deployments`. Source: pkg/printers/internalversion/printers.go printDeployment. */
export function deploymentTableRow({ metadata, spec, status }: Deployment, nowMs: number): TableRow {
  return {
    cells: [
      metadata.name ?? '',
      `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template.spec.containers),
      selectorText(spec.selector),
    ],
  };
}
