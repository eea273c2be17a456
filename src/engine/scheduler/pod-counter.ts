import type { NodeInfo } from './node-info.ts';
import type { Topology } from './topology.ts';

/** Pods by the number of a topology's value; [0] has those on nodes without one. */
export interface DomainCounts {
  readonly counts: number[];
  /** All but those on nodes without a value. */
  total: number;
}

interface Domains {
  readonly topology: Topology;
  readonly found: DomainCounts;
}

/** Counts some pods by node, and by the values of the topologies that somebody asks for. */
export class PodCounter {
  /** All pods counted. */
  total = 0;
  readonly #bySlot: number[] = [];
  #domains: Domains[] = [];

  /** Pods by the node's slot, for `slots` of them. Filled up with zeros, because an array with holes is slow to read. */
  bySlot(slots: number): readonly number[] {
    while (this.#bySlot.length < slots) this.#bySlot.push(0);
    return this.#bySlot;
  }

  /** Pods by the values of a topology. The arrays stay true while pods come and go, until a node changes. */
  byDomain(topology: Topology): DomainCounts {
    for (const known of this.#domains) if (known.topology === topology) return filledUp(known.found, topology);
    const found = { counts: [], total: 0 };
    this.#domains.push({ topology, found });
    filledUp(found, topology);
    for (let slot = 0; slot < this.#bySlot.length; slot++) {
      const count = this.#bySlot[slot] as number;
      if (count !== 0) addTo(found, topology, slot, count);
    }
    return found;
  }

  add({ slot }: NodeInfo, by: number): void {
    const counts = this.bySlot(slot + 1) as number[];
    counts[slot] = (counts[slot] as number) + by;
    this.total += by;
    for (let i = 0; i < this.#domains.length; i++) {
      const { topology, found } = this.#domains[i] as Domains;
      addTo(filledUp(found, topology), topology, slot, by);
    }
  }

  /** Some node is in another domain now. */
  forgetDomains(): void {
    if (this.#domains.length > 0) this.#domains = [];
  }

  forgetSlot(slot: number): void {
    if (slot < this.#bySlot.length) this.#bySlot[slot] = 0;
  }
}

function filledUp(found: DomainCounts, { lastId }: Topology): DomainCounts {
  while (found.counts.length <= lastId) found.counts.push(0);
  return found;
}

function addTo(found: DomainCounts, { ids }: Topology, slot: number, by: number): void {
  const id = ids[slot] ?? 0;
  found.counts[id] = (found.counts[id] ?? 0) + by;
  if (id !== 0) found.total += by;
}
