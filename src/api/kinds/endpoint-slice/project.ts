import type { EndpointRow, SliceRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './endpoint-slice.ts';
import { endpointSlices, SERVICE_NAME_LABEL } from './endpoint-slice.ts';

/** The EndpointSlice as the stage sees it. */
export function projectEndpointSlice(slice: EndpointSlice): SliceRow {
  return {
    type: 'slice',
    ...rowBase(endpointSlices, slice),
    service: slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? '',
    addressType: slice.addressType,
    ports: (slice.ports ?? []).map(portText),
    endpoints: (slice.endpoints ?? []).map(endpointRow),
  };
}

/** `http:80/TCP`; without a name `80/TCP`; `*` for every port. */
function portText({ name = '', port, protocol = 'TCP' }: EndpointPort): string {
  const number = `${port ?? '*'}/${protocol}`;
  return name === '' ? number : `${name}:${number}`;
}

/** An unknown condition counts as ready and serving, as consumers are told to read it. */
function endpointRow({ addresses, conditions, targetRef, nodeName }: Endpoint): EndpointRow {
  const isPod = targetRef?.kind === 'Pod';
  const ready = conditions?.ready ?? true;
  return {
    address: addresses[0] ?? '',
    podUid: isPod ? (targetRef.uid ?? '') : '',
    podName: isPod ? (targetRef.name ?? '') : '',
    node: nodeName ?? '',
    ready,
    serving: conditions?.serving ?? ready,
    terminating: conditions?.terminating ?? false,
  };
}
