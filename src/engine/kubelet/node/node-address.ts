import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { TableRef, World } from '../../world.ts';

const HOSTS_PER_BLOCK = 250;
const NEXT: TableRef<number> = { name: 'kubelet/next-machine' };

/** An address of the machines' own network for a node that has none: 192.168.0.0/16 in order of arrival. */
export function freeNodeAddress(world: World): string {
  const taken = world.derived('kubelet/node-addresses', () => new NodeAddresses());
  const counter = world.table(NEXT);
  for (let host = counter.get('host') ?? 10; ; host++) {
    const address = `192.168.${Math.floor(host / HOSTS_PER_BLOCK)}.${(host % HOSTS_PER_BLOCK) + 1}`;
    if (taken.has(address)) continue;
    counter.set('host', host + 1);
    return address;
  }
}

/** Addresses that Node objects have. */
class NodeAddresses implements Derived {
  readonly resources = [nodes.resource];
  readonly #counts = new Map<string, number>();

  apply({ resource, prev, next }: Pick<Change, 'resource' | 'prev' | 'next'>): void {
    if (resource !== nodes.resource || prev?.status === next?.status) return;
    this.#count(prev, -1);
    this.#count(next, 1);
  }

  has(address: string): boolean {
    return this.#counts.has(address);
  }

  #count(object: KubeObject | undefined, by: number): void {
    for (const { address } of (object as Node | undefined)?.status?.addresses ?? []) {
      const count = (this.#counts.get(address) ?? 0) + by;
      if (count === 0) this.#counts.delete(address);
      else this.#counts.set(address, count);
    }
  }
}
