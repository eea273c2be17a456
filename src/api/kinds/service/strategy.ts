import { sameJson } from '../shared/field-checks.ts';
import { mapField, mapShared, setField } from '../shared/share.ts';
import { withIpFamilies } from './ip-families.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';
import { isExternallyAccessible, needsClusterIp, needsHealthCheckPort, needsNodePort } from './service-types.ts';

/** A new Service: clusterIPs follows clusterIP, the load balancer has no address yet. Addresses and ports are allocated later. */
export function prepareService(service: Service): Service {
  const { clusterIP = '', clusterIPs = [] } = service.spec;
  const spec =
    clusterIP !== '' && clusterIPs.length === 0 ? { ...service.spec, clusterIPs: [clusterIP] } : service.spec;
  return withIpFamilies({ ...service, spec, status: { loadBalancer: {} } });
}

/**
 * An update that leaves out what was allocated keeps it; a change of type drops what the new type has no use for, unless the same
 * update changed it. Source: pkg/registry/core/service/storage/storage.go beginUpdate, strategy.go dropTypeDependentFields.
 */
export function prepareServiceUpdate(next: Service, previous: Service): Service {
  const kept = syncClusterIps(keepAllocated(next.spec, previous.spec), previous.spec);
  return withIpFamilies(setField(next, 'spec', dropUnused(kept, previous.spec)));
}

function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let kept = spec;
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if ((kept.clusterIP ?? '') === '') kept = setField(kept, 'clusterIP', old.clusterIP);
    if ((kept.clusterIPs ?? []).length === 0 && kept.clusterIP === old.clusterIP)
      kept = setField(kept, 'clusterIPs', old.clusterIPs);
  }
  if (needsNodePort(old) && needsNodePort(spec))
    kept = mapField(kept, 'ports', (ports) => keepNodePorts(ports, old.ports ?? []));
  if (needsHealthCheckPort(old) && needsHealthCheckPort(spec) && (kept.healthCheckNodePort ?? 0) === 0) {
    kept = setField(kept, 'healthCheckNodePort', old.healthCheckNodePort);
  }
  return kept;
}

/** Ports without a node port get back that of the old port of the same name, unless another port has it now. */
function keepNodePorts(ports: readonly ServicePort[], old: readonly ServicePort[]): readonly ServicePort[] {
  const before = new Map(old.map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  const used = new Set(ports.map(({ nodePort = 0 }) => nodePort));
  return mapShared(ports, (port) => {
    const nodePort = before.get(port.name ?? '') ?? 0;
    if ((port.nodePort ?? 0) !== 0 || nodePort === 0 || used.has(nodePort)) return port;
    used.add(nodePort);
    return { ...port, nodePort };
  });
}

/** Whoever changes one of clusterIP and clusterIPs means the other, too. */
function syncClusterIps(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const { clusterIP = '', clusterIPs = [] } = spec;
  const sameList = sameJson(clusterIPs, old.clusterIPs ?? []);
  if (clusterIP !== (old.clusterIP ?? '')) {
    if (!sameList) return spec;
    return setField(spec, 'clusterIPs', clusterIP === '' ? undefined : [clusterIP, ...clusterIPs.slice(1)]);
  }
  return clusterIPs.length === 0 && !sameList ? setField(spec, 'clusterIP', undefined) : spec;
}

function dropUnused(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let kept = spec;
  const drop = (field: keyof ServiceSpec): void => {
    if (sameJson(kept[field], old[field])) kept = setField(kept, field, undefined);
  };
  if (needsClusterIp(old) && !needsClusterIp(spec)) {
    if (spec.clusterIP === old.clusterIP && sameJson(spec.clusterIPs, old.clusterIPs)) {
      kept = setField(setField(kept, 'clusterIP', undefined), 'clusterIPs', undefined);
    }
    drop('ipFamilies');
    drop('ipFamilyPolicy');
  }
  if (needsNodePort(old) && !needsNodePort(spec) && !hasNewNodePorts(spec, old)) {
    kept = mapField(kept, 'ports', (ports) => mapShared(ports, (port) => setField(port, 'nodePort', undefined)));
  }
  if (needsHealthCheckPort(old) && !needsHealthCheckPort(spec)) drop('healthCheckNodePort');
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    drop('allocateLoadBalancerNodePorts');
    drop('loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) drop('externalTrafficPolicy');
  return kept;
}

function hasNewNodePorts({ ports = [] }: ServiceSpec, old: ServiceSpec): boolean {
  const before = new Set((old.ports ?? []).map(({ nodePort = 0 }) => nodePort));
  return ports.some(({ nodePort = 0 }) => nodePort !== 0 && !before.has(nodePort));
}
