import type { IndexDef } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';

/** Value -> keys in order of arrival. */
export type IndexKeys = ReadonlyMap<string, ReadonlySet<ObjectKey>>;

const NO_VALUES: readonly string[] = [];
const NONE: ReadonlySet<ObjectKey> = new Set();

/** One declared index of one collection: value -> keys, in order of arrival. */
export class IndexTable {
  readonly #def: IndexDef;
  readonly #keys: Map<string, Set<ObjectKey>>;

  constructor(def: IndexDef, keys: IndexKeys = new Map()) {
    this.#def = def;
    this.#keys = new Map([...keys].map(([value, set]) => [value, new Set(set)]));
  }

  /** A copy for a checkpoint. The order of arrival is part of it: a restored run must read in the same order. */
  snapshot(): IndexKeys {
    return new Map([...this.#keys].map(([value, set]) => [value, new Set(set)]));
  }

  /** Keeps up with one change of one object. */
  apply(key: ObjectKey, prev: KubeObject | undefined, next: KubeObject | undefined): void {
    const { input, values } = this.#def;
    if (prev !== undefined && next !== undefined && input(prev) === input(next)) return;
    const old = prev === undefined ? NO_VALUES : values(prev);
    const now = next === undefined ? NO_VALUES : values(next);
    for (let i = 0; i < old.length; i++) if (!now.includes(old[i] as string)) this.#remove(old[i] as string, key);
    for (let i = 0; i < now.length; i++) if (!old.includes(now[i] as string)) this.#add(now[i] as string, key);
  }

  keys(value: string): ReadonlySet<ObjectKey> {
    return this.#keys.get(value) ?? NONE;
  }

  /** The whole table, for the test that compares it with a rebuild. */
  dump(): Record<string, string[]> {
    const dumped: Record<string, string[]> = {};
    for (const value of [...this.#keys.keys()].sort(compare)) dumped[value] = [...this.keys(value)].sort(compare);
    return dumped;
  }

  #add(value: string, key: ObjectKey): void {
    const keys = this.#keys.get(value);
    if (keys === undefined) this.#keys.set(value, new Set([key]));
    else keys.add(key);
  }

  #remove(value: string, key: ObjectKey): void {
    const keys = this.#keys.get(value);
    if (keys === undefined) return;
    keys.delete(key);
    if (keys.size === 0) this.#keys.delete(value);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
