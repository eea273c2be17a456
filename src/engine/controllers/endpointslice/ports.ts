import type { EndpointPort } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Container } from '../../../api/kinds/pod/container.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service, ServicePort } from '../../../api/kinds/service/service.ts';
import { resolvePort } from '../shared/endpoint-facts.ts';

/** Ports of a Service as they are behind it, in some Pods. */
export interface PortGroup {
  readonly ports: readonly EndpointPort[];
  /** The same for the same ports, in whatever order. */
  readonly key: string;
}

type Groups = WeakMap<readonly Container[], PortGroup>;
const known = new WeakMap<readonly ServicePort[], Groups>();
const common = new WeakMap<readonly ServicePort[], PortGroup>();
const NO_SERVICE_PORTS: readonly ServicePort[] = [];
const keys = new WeakMap<readonly EndpointPort[], string>();

/**
 * Which ports a Pod offers to a Service. A named port that the Pod has not is left out.
 * Worked out once for each list of containers. Source: endpointslice/utils.go getEndpointPorts.
 */
export function portGroupOf(service: Service, pod: Pod): PortGroup {
  const { ports = NO_SERVICE_PORTS } = service.spec;
  let groups = known.get(ports);
  if (groups === undefined) {
    groups = new WeakMap();
    known.set(ports, groups);
  }
  const { containers, initContainers } = pod.spec;
  const hit = initContainers === undefined ? groups.get(containers) : undefined;
  if (hit !== undefined) return hit;
  const resolved = ports.flatMap((port) => {
    const number = resolvePort(port, pod);
    return number === undefined ? [] : [endpointPort(port, number)];
  });
  const group = { ports: resolved, key: portsKey(resolved) };
  if (initContainers === undefined) groups.set(containers, group);
  return group;
}

/** The ports that a Pod offers to a Service. */
export function portsOf(service: Service, pod: Pod): PortGroup {
  return commonPortGroup(service) ?? portGroupOf(service, pod);
}

/** The ports that every Pod offers, whatever it is; undefined when a named one asks each of them. */
export function commonPortGroup({ spec }: Service): PortGroup | undefined {
  const { ports = NO_SERVICE_PORTS } = spec;
  const hit = common.get(ports);
  if (hit !== undefined) return hit;
  if (ports.some((port) => typeof port.targetPort === 'string')) return undefined;
  const resolved = ports.map((port) =>
    endpointPort(port, typeof port.targetPort === 'number' && port.targetPort > 0 ? port.targetPort : port.port),
  );
  const group = { ports: resolved, key: portsKey(resolved) };
  common.set(ports, group);
  return group;
}

/** Text that is the same for the same ports. Source: endpointslice/util NewPortMapKey. */
export function portsKey(ports: readonly EndpointPort[] | null | undefined): string {
  if (ports === null || ports === undefined) return '';
  let key = keys.get(ports);
  if (key === undefined) {
    key = ports
      .map(({ name = '', protocol = '', port = 0, appProtocol = '' }) => `${name}|${protocol}|${port}|${appProtocol}`)
      .sort()
      .join(',');
    keys.set(ports, key);
  }
  return key;
}

function endpointPort({ name = '', protocol = 'TCP', appProtocol }: ServicePort, port: number): EndpointPort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
