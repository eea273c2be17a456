import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, formatLabels, NAME_COLUMN, NONE, UNKNOWN, wideColumn } from '../shared/table.ts';
import type { Service, ServicePort } from './service.ts';

export const serviceColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Type'),
  column('Cluster-IP'),
  column('External-IP'),
  column('Port(s)'),
  AGE_COLUMN,
  wideColumn('Selector'),
];

/** A row of `kubectl get services`. Source: pkg/printers/internalversion/printers.go printService. */
export function serviceTableRow(service: Service, nowMs: number): TableRow {
  const { metadata, spec } = service;
  return {
    cells: [
      metadata.name ?? '',
      spec.type ?? '',
      spec.clusterIPs?.[0] ?? NONE,
      externalIp(service),
      (spec.ports ?? []).map(portText).join(',') || NONE,
      ageSince(metadata.creationTimestamp, nowMs),
      formatLabels(spec.selector),
    ],
  };
}

/** Addresses and host names that the load balancer answers at, each once, in order. */
export function balancerAddresses({ status }: Service): readonly string[] {
  const found = new Set<string>();
  for (const { ip = '', hostname = '' } of status?.loadBalancer?.ingress ?? []) {
    const address = ip === '' ? hostname : ip;
    if (address !== '') found.add(address);
  }
  return [...found].sort();
}

function externalIp(service: Service): string {
  const { type, externalIPs = [], externalName = '' } = service.spec;
  switch (type) {
    case 'ClusterIP':
    case 'NodePort':
      return externalIPs.join(',') || NONE;
    case 'LoadBalancer':
      return [...balancerAddresses(service), ...externalIPs].join(',') || '<pending>';
    case 'ExternalName':
      return externalName;
    default:
      return UNKNOWN;
  }
}

function portText({ port, nodePort = 0, protocol = 'TCP' }: ServicePort): string {
  return nodePort === 0 ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`;
}
