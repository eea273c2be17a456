import type { Column, TableRow } from '../../kind-def.ts';
import { replicaSetColumns } from '../replica-set/columns.ts';
import { ageSince } from '../shared/human-duration.ts';
import { containerCells, formatLabels } from '../shared/table.ts';
import type { ReplicationController } from './replication-controller.ts';

/** The same as a ReplicaSet's. */
export const replicationControllerColumns: readonly Column[] = replicaSetColumns;

/** A row of `kubectl get rc`. Source: pkg/printers/internalversion/printers.go printReplicationController. */
export function replicationControllerTableRow(
  { metadata, spec, status }: ReplicationController,
  nowMs: number,
): TableRow {
  return {
    cells: [
      metadata.name ?? '',
      spec.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      ageSince(metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec.containers ?? []),
      formatLabels(spec.selector),
    ],
  };
}
