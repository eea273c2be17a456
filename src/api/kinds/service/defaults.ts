import { dropNulls, fill, mapField, mapShared, setField } from '../shared/share.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';
import { isExternallyAccessible } from './service-types.ts';

const AFFINITY_SECONDS = 10_800;

/** Everything that needs no allocator. Source: pkg/apis/core/v1/defaults.go SetDefaults_Service. */
export function defaultService(service: Service): Service {
  return mapField(setField(service, 'spec', defaultSpec(dropNulls(service.spec ?? {}))), 'status', (status) =>
    mapField(status, 'loadBalancer', (balancer) =>
      mapField(balancer, 'ingress', (ingress) =>
        mapShared(ingress, (entry) => (entry.ip === undefined ? entry : fill(entry, { ipMode: 'VIP' }))),
      ),
    ),
  );
}

function defaultSpec(spec: ServiceSpec): ServiceSpec {
  let next = fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  next = setField(next, 'sessionAffinityConfig', affinityConfig(next));
  next = mapField(next, 'ports', (ports) => mapShared(ports, defaultPort));
  if (isExternallyAccessible(next)) next = fill(next, { externalTrafficPolicy: 'Cluster' });
  if (next.type === 'ClusterIP' || next.type === 'NodePort' || next.type === 'LoadBalancer')
    next = fill(next, { internalTrafficPolicy: 'Cluster' });
  return next.type === 'LoadBalancer' ? fill(next, { allocateLoadBalancerNodePorts: true }) : next;
}

function affinityConfig({
  sessionAffinity,
  sessionAffinityConfig: config,
}: ServiceSpec): ServiceSpec['sessionAffinityConfig'] {
  if (sessionAffinity === 'None') return undefined;
  if (sessionAffinity !== 'ClientIP') return config;
  return setField(config ?? {}, 'clientIP', fill(config?.clientIP ?? {}, { timeoutSeconds: AFFINITY_SECONDS }));
}

function defaultPort(port: ServicePort): ServicePort {
  const withProtocol = fill(port, { protocol: 'TCP' });
  const { targetPort } = withProtocol;
  return targetPort === undefined || targetPort === 0 || targetPort === ''
    ? { ...withProtocol, targetPort: port.port }
    : withProtocol;
}
