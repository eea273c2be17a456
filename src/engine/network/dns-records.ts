import { endpointSlices, type Endpoint, type EndpointSlice } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { SERVICE_NAME_LABEL } from '../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { namespaces } from '../../api/kinds/namespace/namespace.ts';
import { services, type Service } from '../../api/kinds/service/service.ts';
import { isHeadless } from '../../api/kinds/service/service-types.ts';
import { isIpv4, isIpv6 } from '../../api/kinds/shared/ip.ts';
import type { DnsCode, DnsQuery, DnsRecord, DnsType } from '../../protocol/dns.ts';
import type { World } from '../world.ts';
import { CLUSTER_DOMAIN } from './resolv-conf.ts';

/** kubeadm's Corefile: `ttl 30`. */
const TTL_SECONDS = 30;
const REVERSE = '.in-addr.arpa';
/** The shares of several SRV records add up to this. */
const WEIGHT = 100;

/** Somebody who stands behind a name: where, and at which port. */
interface Target {
  readonly host: string;
  readonly ip: string;
  readonly port: number;
}

/** What stands behind a name; undefined when the name does not exist. */
interface Found {
  readonly targets: readonly Target[];
  readonly alias?: string;
}

const NOTHING: Found = { targets: [] };

/** One query for one full name, without the search path. Source: CoreDNS plugin/kubernetes handler.go, kubernetes.go Services. */
export function queryName(world: World, name: string, type: DnsType): DnsQuery {
  if (name.endsWith(REVERSE)) return reverse(world, name, type);
  if (name !== CLUSTER_DOMAIN && !name.endsWith(`.${CLUSTER_DOMAIN}`)) return { name, code: 'FORWARDED', records: [] };
  const found = lookUp(world, name === CLUSTER_DOMAIN ? [] : name.slice(0, -CLUSTER_DOMAIN.length - 1).split('.'));
  if (found === undefined) return { name, code: 'NXDOMAIN', records: [] };
  if (found.alias !== undefined) return answer(name, [record(name, 'CNAME', found.alias)]);
  return answer(name, recordsOf(name, type, found.targets));
}

function answer(name: string, records: readonly DnsRecord[], code: DnsCode = 'NOERROR'): DnsQuery {
  return { name, code, records };
}

function record(name: string, type: DnsType, data: string): DnsRecord {
  return { name, type, ttl: TTL_SECONDS, data };
}

function recordsOf(name: string, type: DnsType, targets: readonly Target[]): readonly DnsRecord[] {
  if (type === 'A' || type === 'AAAA') {
    const fits = type === 'A' ? isIpv4 : isIpv6;
    return [...new Set(targets.map(({ ip }) => ip))].filter(fits).map((ip) => record(name, type, ip));
  }
  if (type !== 'SRV') return [];
  const withPort = targets.filter(({ port }) => port > 0);
  const share = Math.floor(WEIGHT / Math.max(1, withPort.length));
  const data = withPort.map(({ port, host }) => `0 ${share} ${port} ${host}`);
  return [...new Set(data)].map((text) => record(name, 'SRV', text));
}

/** The labels before the cluster's domain, from the left. */
function lookUp(world: World, labels: readonly string[]): Found | undefined {
  const kind = labels.at(-1);
  if (kind === undefined) return NOTHING;
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  const namespace = labels.at(-2);
  if (namespace === undefined) return NOTHING;
  if (world.get(namespaces, '', namespace) === undefined) return undefined;
  const rest = labels.slice(0, -2);
  if (rest.length === 0) return NOTHING;
  return kind === 'pod' ? podByAddress(rest) : serviceRecords(world, namespace, rest);
}

/** `10-244-1-2.default.pod`: any address is echoed (`pods insecure`). */
function podByAddress(labels: readonly string[]): Found | undefined {
  const [dashed = ''] = labels;
  const ip = dashed.replaceAll('-', '.');
  return labels.length === 1 && isIpv4(ip) ? { targets: [{ host: '', ip, port: 0 }] } : undefined;
}

function serviceRecords(world: World, namespace: string, labels: readonly string[]): Found | undefined {
  const service = world.get(services, namespace, labels.at(-1) ?? '');
  if (service === undefined) return undefined;
  const before = labels.slice(0, -1);
  if (service.spec.type === 'ExternalName') {
    const alias = (service.spec.externalName ?? '').replace(/\.$/, '');
    return before.length === 0 ? { targets: [], alias } : undefined;
  }
  const [first = '', second = ''] = before;
  if (before.length > 2) return undefined;
  if (before.length === 2)
    return first.startsWith('_') && second.startsWith('_') ? byPort(world, service, first, second) : undefined;
  const targets =
    before.length === 0 && !isHeadless(service) ? virtual(service) : endpointTargets(world, service, first);
  return targets.length === 0 ? undefined : { targets };
}

/** `_http._tcp.web.default.svc`: only named ports have a name. */
function byPort(world: World, service: Service, portLabel: string, protocolLabel: string): Found | undefined {
  const [name, protocol] = [portLabel.slice(1), protocolLabel.slice(1).toUpperCase()];
  const targets = isHeadless(service)
    ? endpointTargets(world, service, '', { name, protocol })
    : virtual(service, { name, protocol });
  return targets.length === 0 ? undefined : { targets };
}

interface PortName {
  readonly name: string;
  readonly protocol: string;
}

/** The Service's own address, once a port. */
function virtual(service: Service, wanted?: PortName): readonly Target[] {
  const { clusterIPs = [], ports = [] } = service.spec;
  const host = serviceName(service);
  const chosen = ports.filter(({ name = '', protocol = 'TCP' }) => fits(wanted, name, protocol));
  return clusterIPs.flatMap((ip) => chosen.map(({ port }) => ({ host, ip, port })));
}

/** Ready endpoints, by slice; only those that a host name means, if one is given. */
function endpointTargets(world: World, service: Service, hostname: string, wanted?: PortName): readonly Target[] {
  const { namespace = '', name = '' } = service.metadata;
  const found: Target[] = [];
  for (const { endpoints, ports } of world.indexed(endpointSlices, 'service', `${namespace}/${name}`)) {
    const known = (ports ?? []).length === 0 ? [{ name: '', port: 0, protocol: '' }] : (ports ?? []);
    for (const endpoint of endpoints ?? []) {
      if (!isPublished(endpoint) || (hostname !== '' && hostOf(endpoint) !== hostname)) continue;
      for (const { name: portName = '', port = 0, protocol = 'TCP' } of known) {
        if (!fits(wanted, portName, protocol)) continue;
        for (const ip of endpoint.addresses)
          found.push({ host: `${hostOf(endpoint)}.${serviceName(service)}`, ip, port });
      }
    }
  }
  return found;
}

function fits(wanted: PortName | undefined, name: string, protocol: string): boolean {
  return wanted === undefined || (name !== '' && wanted.name === name && wanted.protocol === protocol);
}

/** A slice that does not say means yes. */
function isPublished({ conditions }: Endpoint): boolean {
  return conditions?.ready !== false;
}

/** Its host name, else its address with dashes. Source: CoreDNS plugin/kubernetes endpointHostname. */
function hostOf({ hostname = '', addresses }: Endpoint): string {
  return hostname === '' ? (addresses[0] ?? '').replaceAll(/[.:]/g, '-') : hostname;
}

function serviceName({ metadata }: Service): string {
  return `${metadata.name ?? ''}.${metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`;
}

/** `2.1.244.10.in-addr.arpa`: the Service of a cluster IP, else whoever is an endpoint. Source: reverse.go. */
function reverse(world: World, name: string, type: DnsType): DnsQuery {
  const ip = name.slice(0, -REVERSE.length).split('.').reverse().join('.');
  if (!isIpv4(ip)) return answer(name, [], 'NXDOMAIN');
  const names: string[] = [];
  for (const service of world.list(services)) {
    if (service.spec.clusterIPs?.includes(ip) === true) names.push(serviceName(service));
  }
  if (names.length === 0) {
    for (const slice of world.list(endpointSlices)) names.push(...endpointNames(slice, ip));
  }
  if (names.length === 0) return answer(name, [], 'FORWARDED');
  return answer(name, type === 'PTR' ? [...new Set(names)].map((each) => record(name, 'PTR', each)) : []);
}

function endpointNames({ metadata, endpoints }: EndpointSlice, ip: string): readonly string[] {
  const service = metadata.labels?.[SERVICE_NAME_LABEL];
  if (service === undefined) return [];
  const domain = `${service}.${metadata.namespace ?? ''}.svc.${CLUSTER_DOMAIN}`;
  return (endpoints ?? [])
    .filter((endpoint) => endpoint.addresses.includes(ip) && isPublished(endpoint))
    .map((endpoint) => `${hostOf(endpoint)}.${domain}`);
}
