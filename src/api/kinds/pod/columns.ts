import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince, humanDuration } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN, NONE, wideColumn } from '../shared/table.ts';
import { podCondition } from './conditions.ts';
import type { Pod } from './pod.ts';
import type { PrintedStatus } from './printed-status.ts';
import { printedStatus } from './printed-status.ts';

export const podColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Ready'),
  column('Status'),
  column('Restarts'),
  AGE_COLUMN,
  wideColumn('IP'),
  wideColumn('Node'),
  wideColumn('Nominated Node'),
  wideColumn('Readiness Gates'),
];

/** A row of `kubectl get pods`. Source: pkg/printers/internalversion/printers.go printPod. */
export function podTableRow(pod: Pod, nowMs: number): TableRow {
  const printed = printedStatus(pod);
  const cells = [
    pod.metadata.name ?? '',
    `${printed.ready}/${printed.total}`,
    printed.status,
    restartsCell(printed, nowMs),
    ageSince(pod.metadata.creationTimestamp, nowMs),
    orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP),
    orNone(pod.spec.nodeName),
    orNone(pod.status?.nominatedNodeName),
    readinessGatesCell(pod),
  ];
  const conditions = rowConditions(pod);
  return conditions === undefined ? { cells } : { cells, conditions };
}

function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? NONE : text;
}

function restartsCell({ restarts, lastRestartMs }: PrintedStatus, nowMs: number): string {
  return restarts === 0 || lastRestartMs === undefined
    ? String(restarts)
    : `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`;
}

function readinessGatesCell(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }) => podCondition(pod, conditionType)?.status === 'True').length;
  return `${open}/${gates.length}`;
}

/** Marks finished Pods, so that clients can grey them out. */
function rowConditions(pod: Pod): TableRow['conditions'] {
  switch (pod.status?.phase) {
    case 'Succeeded':
      return [
        { type: 'Completed', status: 'True', reason: 'Succeeded', message: 'The pod has completed successfully.' },
      ];
    case 'Failed':
      return [{ type: 'Completed', status: 'True', reason: 'Failed', message: 'The pod failed.' }];
    default:
      return undefined;
  }
}
