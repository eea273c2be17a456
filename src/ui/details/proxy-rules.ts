import type { ServicePortRow, ServiceRow } from '../../api/row.ts';
import { endpointsOf } from './relations.ts';
import type { Rows } from './relations.ts';

/** Where what is addressed to one port of a Service goes. */
export interface ProxyTarget {
  /** `80/TCP`. */
  readonly port: string;
  /** `10.244.1.2:9376`; none: it is refused. */
  readonly addresses: readonly string[];
}

/** A rule as the simulation may tell it with a node's kube-proxy. */
interface ProxyRule {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly protocol: string;
  readonly endpoints: readonly string[];
}

/** GET /apis/sim.kubarium.dev/v1/kubeproxies/<node>, as far as it is used here. */
export interface KubeProxyAnswer {
  readonly status?: { readonly rules?: readonly ProxyRule[] };
}

/** The node's own rules by Service; undefined when the answer has none. */
export function proxyRulesOf(answer: KubeProxyAnswer): ((service: ServiceRow) => readonly ProxyTarget[]) | undefined {
  const rules = answer.status?.rules;
  if (rules === undefined) return undefined;
  return ({ namespace, name }) =>
    rules
      .filter((rule) => rule.namespace === namespace && rule.service === name)
      .map((rule) => ({ port: `${rule.port}/${rule.protocol}`, addresses: rule.endpoints }));
}

/** What the rules are once a node has learned the latest slices: ready endpoints, else those that still serve. */
export function targetsBySlices(rows: Rows, service: ServiceRow): readonly ProxyTarget[] {
  const endpoints = endpointsOf(rows, service);
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const used = ready.length > 0 ? ready : endpoints.filter((endpoint) => endpoint.serving && endpoint.terminating);
  return service.ports.map((port) => ({
    port: `${port.port}/${port.protocol}`,
    addresses: used.map((endpoint) => `${endpoint.address}:${numberOf(endpoint.slice.ports, port)}`),
  }));
}

/** The number behind a target port, which may be a name: slices list ports as `name:number/protocol`. */
function numberOf(slicePorts: readonly string[], port: ServicePortRow): string {
  const found = slicePorts.find((listed) => listed.startsWith(`${port.name}:`));
  return found?.slice(port.name.length + 1).split('/')[0] ?? port.targetPort;
}
