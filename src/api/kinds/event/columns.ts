import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { column, NAME_COLUMN, wideColumn } from '../shared/table.ts';
import type { Event } from './event.ts';

export const eventColumns: readonly Column[] = [
  column('Last Seen'),
  column('Type'),
  column('Reason'),
  column('Object'),
  wideColumn('Subobject'),
  wideColumn('Source'),
  column('Message'),
  wideColumn('First Seen'),
  wideColumn('Count'),
  { ...NAME_COLUMN, priority: 1 },
];

/** A row of `kubectl get events`. Source: pkg/printers/internalversion/printers.go printEvent. */
export function eventTableRow(event: Event, nowMs: number): TableRow {
  const { metadata, involvedObject: about, series, count = 0 } = event;
  const first = ageSince(event.firstTimestamp ?? event.eventTime, nowMs);
  const last = series === undefined ? lastSeen(event, first, nowMs) : ageSince(series.lastObservedTime, nowMs);
  const kind = (about.kind ?? '').toLowerCase();
  return {
    cells: [
      last,
      event.type ?? '',
      event.reason ?? '',
      about.name === undefined || about.name === '' ? kind : `${kind}/${about.name}`,
      about.fieldPath ?? '',
      sourceText(event),
      (event.message ?? '').trim(),
      first,
      series?.count ?? (count === 0 ? 1 : count),
      metadata.name ?? '',
    ],
  };
}

function lastSeen({ lastTimestamp }: Event, first: string, nowMs: number): string {
  return lastTimestamp === undefined || lastTimestamp === null ? first : ageSince(lastTimestamp, nowMs);
}

/** `kubelet, node-1`; events of the newer API have the reporting controller instead of a source. */
function sourceText({ source, reportingComponent = '', reportingInstance = '' }: Event): string {
  const component = source?.component || reportingComponent;
  const host = source?.host || reportingInstance;
  return host === '' ? component : `${component}, ${host}`;
}
