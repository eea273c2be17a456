import {
  endpointSlices,
  SERVICE_NAME_LABEL,
  type EndpointSlice,
} from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { services, type Service, type ServicePort } from '../../api/kinds/service/service.ts';
import type { World } from '../world.ts';
import {
  categorizeEndpoints,
  type Categories,
  type Place,
  type ProxyEndpoint,
  type TrafficPolicy,
} from './categorize-endpoints.ts';
import { PROXY_NODES } from './proxy-tables.ts';
import { isServedService, isServedSlice, objectsAt } from './versions.ts';

/** What a node does with packets to one port of one Service, by what it has learned. */
export interface ProxyRule {
  readonly namespace: string;
  readonly service: string;
  readonly portName: string;
  readonly protocol: string;
  readonly clusterIp: string;
  readonly port: number;
  /** 0 when there is none. */
  readonly nodePort: number;
  /** Addresses of the load balancer, and external addresses. */
  readonly externalIps: readonly string[];
  readonly policy: TrafficPolicy;
  readonly endpoints: Categories;
}

const ZONE_LABEL = 'topology.kubernetes.io/zone';

/**
 * The rules of one node's kube-proxy. Pure reading: what the node has not learned yet is not in them, so a packet may
 * still go to a pod that is gone. Empty for a node that has no kube-proxy yet.
 */
export function proxyRules(world: World, nodeName: string): readonly ProxyRule[] {
  const proxy = world.table(PROXY_NODES).get(nodeName);
  if (proxy === undefined) return [];
  const zone = world.get(nodes, '', nodeName)?.metadata.labels?.[ZONE_LABEL] ?? '';
  const slices = slicesByService(world, proxy.learnedRv);
  const rules: ProxyRule[] = [];
  for (const service of objectsAt(world, services, proxy.learnedRv)) {
    if (!isServedService(service)) continue;
    const own = slices.get(`${service.metadata.namespace ?? ''}/${service.metadata.name ?? ''}`) ?? [];
    for (const port of service.spec.ports ?? []) rules.push(ruleOf(service, port, own, { nodeName, zone }));
  }
  return rules;
}

/** Which endpoints answer traffic from inside (to the cluster IP) or from outside; empty: refused, or dropped if `hasAny`. */
export function endpointsFor(
  { endpoints, policy }: ProxyRule,
  traffic: 'internal' | 'external',
): readonly ProxyEndpoint[] {
  const isLocal = traffic === 'internal' ? policy.internalLocal : policy.externalLocal;
  return (isLocal ? endpoints.local : endpoints.cluster) ?? [];
}

/** One endpoint by even chance, as iptables rules choose: not in turn. `connection` names the connection. */
export function pickEndpoint(
  world: World,
  endpoints: readonly ProxyEndpoint[],
  connection: string,
): ProxyEndpoint | undefined {
  return endpoints[Math.floor(world.random('proxy/pick', connection, world.nowMs) * endpoints.length)];
}

function slicesByService(world: World, learnedRv: number): ReadonlyMap<string, readonly EndpointSlice[]> {
  const found = new Map<string, EndpointSlice[]>();
  for (const slice of objectsAt(world, endpointSlices, learnedRv)) {
    const name = slice.metadata.labels?.[SERVICE_NAME_LABEL];
    if (name === undefined || !isServedSlice(slice)) continue;
    const id = `${slice.metadata.namespace ?? ''}/${name}`;
    const list = found.get(id);
    if (list === undefined) found.set(id, [slice]);
    else list.push(slice);
  }
  return found;
}

function ruleOf(
  { metadata, spec, status }: Service,
  port: ServicePort,
  slices: readonly EndpointSlice[],
  place: Place,
): ProxyRule {
  const { name: portName = '', protocol = 'TCP', nodePort = 0 } = port;
  const ingress = status?.loadBalancer?.ingress?.flatMap(({ ip }) => (ip === undefined ? [] : [ip])) ?? [];
  const externalIps = [...ingress, ...(spec.externalIPs ?? [])];
  const policy: TrafficPolicy = {
    internalLocal: spec.internalTrafficPolicy === 'Local',
    externalLocal: spec.externalTrafficPolicy === 'Local',
    external: nodePort !== 0 || externalIps.length > 0,
  };
  return {
    namespace: metadata.namespace ?? '',
    service: metadata.name ?? '',
    portName,
    protocol,
    clusterIp: spec.clusterIP ?? '',
    port: port.port,
    nodePort,
    externalIps,
    policy,
    endpoints: categorizeEndpoints(endpointsOf(slices, portName, protocol, place), policy, place),
  };
}

/** Endpoints behind one port, each address once. Source: pkg/proxy/endpointslicecache.go. */
function endpointsOf(
  slices: readonly EndpointSlice[],
  portName: string,
  protocol: string,
  place: Place,
): readonly ProxyEndpoint[] {
  const found = new Map<string, ProxyEndpoint>();
  for (const slice of slices) {
    const port = slice.ports?.find(
      (each) => (each.name ?? '') === portName && (each.protocol ?? 'TCP') === protocol,
    )?.port;
    if (port === undefined) continue;
    for (const { addresses, conditions, nodeName = '', targetRef, hints } of slice.endpoints ?? []) {
      const ip = addresses[0];
      if (ip === undefined) continue;
      const ready = conditions?.ready ?? true;
      found.set(`${ip}:${port}`, {
        ip,
        port,
        nodeName,
        podUid: targetRef?.uid ?? '',
        ready,
        serving: conditions?.serving ?? true,
        terminating: conditions?.terminating ?? false,
        local: nodeName !== '' && nodeName === place.nodeName,
        zoneHints: hints?.forZones?.map(({ name }) => name) ?? [],
        nodeHints: hints?.forNodes?.map(({ name }) => name) ?? [],
      });
    }
  }
  return [...found.values()];
}
