import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { fill, mapField, mapShared } from '../shared/share.ts';
import { endpointSliceColumns, endpointSliceTableRow } from './columns.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import { endpointSlices, SERVICE_NAME_LABEL } from './endpoint-slice.ts';
import { projectEndpointSlice } from './project.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validate.ts';

/** Everything that the API needs to know of EndpointSlices. Index `service`: `<namespace>/<name of the Service>`. */
export const endpointSliceDef: KindDef = defineKind<EndpointSlice>(endpointSlices, {
  hasStatus: false,
  hasGeneration: true,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultEndpointSlice,
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  indexes: [{ name: 'service', input: (slice) => slice.metadata.labels, values: serviceValues }],
  columns: endpointSliceColumns,
  tableRow: endpointSliceTableRow,
  project: projectEndpointSlice,
  example: {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-x7k2p', namespace: 'default', labels: { [SERVICE_NAME_LABEL]: 'web' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.244.0.2'], conditions: { ready: true } }],
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  },
});

/** Source: pkg/apis/discovery/v1/defaults.go. A slice without endpoints says `null`, as Go writes an empty list. */
function defaultEndpointSlice(slice: EndpointSlice): EndpointSlice {
  const complete = slice.endpoints === undefined ? { ...slice, endpoints: null } : slice;
  return mapField(complete, 'ports', (ports) => mapShared(ports, (port) => fill(port, { name: '', protocol: 'TCP' })));
}

function serviceValues({ metadata }: EndpointSlice): readonly string[] {
  const service = metadata.labels?.[SERVICE_NAME_LABEL];
  return service === undefined ? [] : [`${metadata.namespace ?? ''}/${service}`];
}
