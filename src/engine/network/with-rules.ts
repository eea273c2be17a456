import type { KubeObject } from '../../api/machinery/object.ts';
import type { World } from '../world.ts';
import { endpointsFor, proxyRules } from './proxy-table.ts';

/** A KubeProxy with the rules that its node goes by now: what happens to a packet for each port of each Service. */
export function withRules(world: World, proxy: KubeObject): KubeObject {
  const rules = proxyRules(world, proxy.metadata.name ?? '').map((rule) => ({
    namespace: rule.namespace,
    service: rule.service,
    clusterIp: rule.clusterIp,
    protocol: rule.protocol,
    port: rule.port,
    nodePort: rule.nodePort,
    endpoints: endpointsFor(rule, 'internal').map(({ ip, port }) => `${ip}:${port}`),
  }));
  return { ...proxy, status: { ...(proxy.status as object), rules } };
}
