import type { ServiceRow } from '../../row.ts';
import { rowBase } from '../shared/row-base.ts';
import { balancerAddresses } from './columns.ts';
import type { Service } from './service.ts';
import { services } from './service.ts';

/** The Service as the stage sees it. */
export function projectService(service: Service): ServiceRow {
  const { spec } = service;
  return {
    type: 'service',
    ...rowBase(services, service),
    serviceType: spec.type ?? 'ClusterIP',
    clusterIp: spec.clusterIP ?? '',
    ports: (spec.ports ?? []).map(({ name = '', protocol = 'TCP', port, targetPort = port, nodePort = 0 }) => ({
      name,
      protocol,
      port,
      targetPort: String(targetPort),
      nodePort,
    })),
    ...(spec.selector !== undefined && { selector: spec.selector }),
    externalName: spec.externalName ?? '',
    ingress: balancerAddresses(service),
  };
}
