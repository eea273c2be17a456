import type { NodeInfo } from './node-info.ts';

/** The nodes by their value of one label (a zone, a hostname): a small number from 1 on for each value, 0 for none. */
export class Topology {
  readonly key: string;
  /** By slot; 0 also for nodes that do not exist. */
  ids = new Int32Array(64);
  readonly #values = new Map<string, number>();

  constructor(key: string) {
    this.key = key;
  }

  /** Numbers up to and with this one stand for values. */
  get lastId(): number {
    return this.#values.size;
  }

  /** Takes over what a node says; true when its number is another one now. */
  refresh({ slot, exists, labels }: NodeInfo): boolean {
    if (slot >= this.ids.length) {
      const longer = new Int32Array(Math.max(slot + 1, this.ids.length * 2));
      longer.set(this.ids);
      this.ids = longer;
    }
    const value = exists ? labels[this.key] : undefined;
    const id = value === undefined ? 0 : this.#idOf(value);
    if (this.ids[slot] === id) return false;
    this.ids[slot] = id;
    return true;
  }

  #idOf(value: string): number {
    let id = this.#values.get(value);
    if (id === undefined) {
      id = this.#values.size + 1;
      this.#values.set(value, id);
    }
    return id;
  }
}

/** The topologies that somebody has asked for, kept up to date. */
export class Topologies {
  readonly #known = new Map<string, Topology>();

  /** `infos` are the nodes that exist: read once, to begin with. */
  of(key: string, infos: () => Iterable<NodeInfo>): Topology {
    let topology = this.#known.get(key);
    if (topology === undefined) {
      topology = new Topology(key);
      for (const info of infos()) topology.refresh(info);
      this.#known.set(key, topology);
    }
    return topology;
  }

  /** Takes over what a node says; true when it is in another domain of some topology now. */
  refresh(info: NodeInfo): boolean {
    let changed = false;
    for (const topology of this.#known.values()) if (topology.refresh(info)) changed = true;
    return changed;
  }
}
