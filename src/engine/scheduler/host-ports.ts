import type { Container } from '../../api/kinds/pod/container.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import { isSidecar } from '../../api/kinds/pod/requests.ts';

/** A port of the node that a pod takes for itself. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const NONE: readonly HostPort[] = [];
const ANY_IP = '0.0.0.0';

/** Host ports of a pod's containers and sidecars. Source: pkg/scheduler/util GetHostPorts. */
export function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined;
  for (const container of spec.containers) found = addPorts(container, spec.hostNetwork === true, found);
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) found = addPorts(container, spec.hostNetwork === true, found);
  }
  return found ?? NONE;
}

function addPorts({ ports }: Container, isHostNetwork: boolean, known: HostPort[] | undefined): HostPort[] | undefined {
  let found = known;
  if (ports === undefined) return found;
  for (const { hostPort = 0, containerPort, hostIP = '', protocol = 'TCP' } of ports) {
    const port = hostPort === 0 && isHostNetwork ? containerPort : hostPort;
    if (port > 0) (found ??= []).push({ ip: hostIP === '' ? ANY_IP : hostIP, protocol, port });
  }
  return found;
}

/** Host ports taken on one node, counted. Source: pkg/scheduler/framework/types.go HostPortInfo. */
export class TakenPorts {
  /** By `TCP/80/10.0.0.1`, and by `TCP/80` for all addresses together. */
  readonly #counts = new Map<string, number>();

  add({ ip, protocol, port }: HostPort, by: 1 | -1): void {
    const id = `${protocol}/${port}`;
    this.#count(id, by);
    this.#count(`${id}/${ip}`, by);
  }

  /** 0.0.0.0 clashes with every address. */
  clashes({ ip, protocol, port }: HostPort): boolean {
    const id = `${protocol}/${port}`;
    if (ip === ANY_IP) return this.#counts.has(id);
    return this.#counts.has(`${id}/${ip}`) || this.#counts.has(`${id}/${ANY_IP}`);
  }

  #count(id: string, by: number): void {
    const count = (this.#counts.get(id) ?? 0) + by;
    if (count === 0) this.#counts.delete(id);
    else this.#counts.set(id, count);
  }
}
