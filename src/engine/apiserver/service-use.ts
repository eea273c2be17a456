import { services, type Service } from '../../api/kinds/service/service.ts';
import type { Change } from '../store/change-log.ts';
import type { Derived } from '../store/store.ts';

/** Cluster IPs and node ports in use, counted from the stored Services. */
export class ServiceUse implements Derived {
  readonly resources = [services.resource];
  readonly #addresses = new Map<string, number>();
  readonly #ports = new Map<number, number>();

  apply(change: Pick<Change, 'resource' | 'prev' | 'next'>): void {
    if (change.resource !== services.resource) return;
    this.#count(change.prev as Service | undefined, -1);
    this.#count(change.next as Service | undefined, 1);
  }

  hasAddress(address: string): boolean {
    return this.#addresses.has(address);
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port);
  }

  #count(service: Service | undefined, by: number): void {
    if (service === undefined) return;
    for (const address of service.spec.clusterIPs ?? []) if (address !== 'None') add(this.#addresses, address, by);
    for (const port of service.spec.ports ?? []) if ((port.nodePort ?? 0) > 0) add(this.#ports, port.nodePort ?? 0, by);
    const health = service.spec.healthCheckNodePort ?? 0;
    if (health > 0) add(this.#ports, health, by);
  }
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
