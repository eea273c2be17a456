import type { EndpointsPort } from '../../../api/kinds/endpoints/endpoints.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service, ServicePort } from '../../../api/kinds/service/service.ts';
import { resolvePort } from '../shared/endpoint-facts.ts';

const common = new WeakMap<readonly ServicePort[], readonly EndpointsPort[]>();
const texts = new WeakMap<readonly EndpointsPort[], string>();
const NO_PORTS: readonly EndpointsPort[] = [];

/**
 * The ports that a Pod answers at, in order. Undefined when it offers none of the Service's: it is left out then. Only a
 * headless Service may have no ports at all. Source: endpoints_controller.go syncService.
 */
export function portsFor(service: Service, pod: Pod): readonly EndpointsPort[] | undefined {
  const { ports, clusterIP } = service.spec;
  if (ports === undefined || ports.length === 0) return clusterIP === 'None' ? NO_PORTS : undefined;
  const fixed = fixedPorts(ports);
  if (fixed !== undefined) return fixed;
  const resolved = ports.flatMap((port) => {
    const number = resolvePort(port, pod);
    return number === undefined ? [] : [endpointsPort(port, number)];
  });
  return resolved.length === 0 ? undefined : resolved.sort(byPort);
}

/** Text that is the same for the same ports in the same order. */
export function portsText(ports: readonly EndpointsPort[]): string {
  let text = texts.get(ports);
  if (text === undefined) {
    text = ports
      .map(({ name = '', port, protocol = '', appProtocol = '' }) => `${name}|${port}|${protocol}|${appProtocol}`)
      .join(',');
    texts.set(ports, text);
  }
  return text;
}

export function byPort(a: EndpointsPort, b: EndpointsPort): number {
  const [first, second] = [portsText([a]), portsText([b])];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The same for every Pod, when no port is named. */
function fixedPorts(ports: readonly ServicePort[]): readonly EndpointsPort[] | undefined {
  const hit = common.get(ports);
  if (hit !== undefined) return hit;
  if (ports.some((port) => typeof port.targetPort === 'string')) return undefined;
  const resolved = ports
    .map((port) =>
      endpointsPort(port, typeof port.targetPort === 'number' && port.targetPort > 0 ? port.targetPort : port.port),
    )
    .sort(byPort);
  common.set(ports, resolved);
  return resolved;
}

function endpointsPort({ name = '', protocol = 'TCP', appProtocol }: ServicePort, port: number): EndpointsPort {
  return { ...(name === '' ? {} : { name }), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}
