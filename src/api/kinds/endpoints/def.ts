import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNulls, fill, mapField, mapShared } from '../shared/share.ts';
import { AGE_COLUMN, column, firstThree, MAX_SHOWN, NAME_COLUMN, NONE } from '../shared/table.ts';
import type { Endpoints, EndpointSubset } from './endpoints.ts';
import { endpoints } from './endpoints.ts';
import { validateEndpoints, validateEndpointsUpdate } from './validate.ts';

/** What clients are told whenever they use this API. */
export const ENDPOINTS_DEPRECATION = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** Everything that the API needs to know of Endpoints. Source: pkg/registry/core/endpoint/strategy.go. */
export const endpointsDef: KindDef = defineKind<Endpoints>(endpoints, {
  shortNames: ['ep'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (object) => mapField(object, 'subsets', (subsets) => mapShared(dropNulls(subsets), defaultSubset)),
  validate: validateEndpoints,
  validateUpdate: validateEndpointsUpdate,
  indexes: [],
  columns: [NAME_COLUMN, column('Endpoints'), AGE_COLUMN],
  tableRow: ({ metadata, subsets = [] }, nowMs) => ({
    cells: [metadata.name ?? '', addressesCell(subsets), ageSince(metadata.creationTimestamp, nowMs)],
  }),
  readWarnings: [ENDPOINTS_DEPRECATION],
  example: {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', namespace: 'default' },
    subsets: [{ addresses: [{ ip: '10.244.0.2' }], ports: [{ port: 8080 }] }],
  },
});

function defaultSubset(subset: EndpointSubset): EndpointSubset {
  return mapField(subset, 'ports', (ports) => mapShared(ports, (port) => fill(port, { protocol: 'TCP' })));
}

/** The first three `ip:port`; only ready ones count, so the cell may be empty. Source: printers.go formatEndpoints. */
function addressesCell(subsets: readonly EndpointSubset[]): string {
  if (subsets.length === 0) return NONE;
  const shown: string[] = [];
  let total = 0;
  for (const { addresses = [], ports = [] } of subsets) {
    const suffixes = ports.length === 0 ? [''] : ports.map(({ port }) => `:${port}`);
    for (const suffix of suffixes) {
      total += addresses.length;
      for (const { ip } of addresses.slice(0, MAX_SHOWN - shown.length)) shown.push(hostAndPort(ip, suffix));
    }
  }
  return firstThree(shown, total);
}

function hostAndPort(ip: string, suffix: string): string {
  return suffix !== '' && ip.includes(':') ? `[${ip}]${suffix}` : `${ip}${suffix}`;
}
