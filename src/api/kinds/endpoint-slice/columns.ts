import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, firstThree, MAX_SHOWN, NAME_COLUMN, UNSET } from '../shared/table.ts';
import type { EndpointPort, EndpointSlice } from './endpoint-slice.ts';

export const endpointSliceColumns: readonly Column[] = [
  NAME_COLUMN,
  column('AddressType'),
  column('Ports'),
  column('Endpoints'),
  AGE_COLUMN,
];

/** A row of `kubectl get endpointslices`. Source: pkg/printers/internalversion/printers.go printEndpointSlice. */
export function endpointSliceTableRow(
  { metadata, addressType, ports, endpoints }: EndpointSlice,
  nowMs: number,
): TableRow {
  const portTexts = (ports ?? []).map(portText);
  return {
    cells: [
      metadata.name ?? '',
      addressType,
      firstThree(portTexts, portTexts.length) || UNSET,
      addressesCell(endpoints) || UNSET,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  };
}

function portText({ name, port }: EndpointPort): string {
  return port === undefined || port === null ? (name ?? '*') : String(port);
}

function addressesCell(endpoints: EndpointSlice['endpoints']): string {
  const shown: string[] = [];
  let total = 0;
  for (const { addresses } of endpoints ?? []) {
    total += addresses.length;
    if (shown.length < MAX_SHOWN) shown.push(...addresses.slice(0, MAX_SHOWN - shown.length));
  }
  return firstThree(shown, total);
}
