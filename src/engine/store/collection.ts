import type { IndexDef } from '../../api/kind-def.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { assert } from '../../lib/assert.ts';
import { IndexTable, type IndexKeys } from './index-table.ts';
import type { Later } from './later.ts';
import type { Derived } from './store.ts';

export interface CollectionSnapshot {
  readonly objects: ReadonlyMap<ObjectKey, KubeObject>;
  readonly indexes: ReadonlyMap<string, IndexKeys>;
}

/** Index that every collection has: by namespace. */
const byNamespace: IndexDef = {
  name: 'namespace',
  input: (object) => object.metadata.namespace,
  values: (object) => (object.metadata.namespace === undefined ? [] : [object.metadata.namespace]),
};

/** Index that every collection has: by uid of each owner, for garbage collection and for controllers. */
const byOwner: IndexDef = {
  name: 'owner',
  input: (object) => object.metadata.ownerReferences,
  values: (object) => (object.metadata.ownerReferences ?? []).map((owner) => owner.uid),
};

/** The objects of one resource with their indexes. Only the store writes here. */
export class Collection {
  readonly #objects: Map<ObjectKey, KubeObject>;
  readonly #indexes = new Map<string, IndexTable>();
  /** Tables that the store keeps up to date with each change of these objects. */
  readonly derived: Derived[] = [];
  /** The same tables, to be walked at every write. */
  readonly #tables: IndexTable[] = [];
  /** Stored, but not yet made; whoever reads has them made first. */
  readonly #later = new Set<Later>();

  constructor(defs: readonly IndexDef[], snapshot?: CollectionSnapshot) {
    this.#objects = new Map(snapshot?.objects);
    for (const def of [byNamespace, byOwner, ...defs]) {
      assert(!this.#indexes.has(def.name), `index ${def.name} is declared twice`);
      const table = new IndexTable(def, snapshot?.indexes.get(def.name));
      this.#indexes.set(def.name, table);
      this.#tables.push(table);
    }
  }

  get objects(): ReadonlyMap<ObjectKey, KubeObject> {
    if (this.#later.size > 0) this.#settle();
    return this.#objects;
  }

  snapshot(): CollectionSnapshot {
    const { objects } = this;
    const indexes = new Map([...this.#indexes].map(([name, table]) => [name, table.snapshot()]));
    return { objects: new Map(objects), indexes };
  }

  set(key: ObjectKey, next: KubeObject | undefined): void {
    if (this.#later.size > 0) this.#settle();
    this.#set(key, this.#objects.get(key), next);
  }

  setLater(later: Later): void {
    this.#later.add(later);
  }

  /** Takes back what has not been made yet; false when it has. */
  dropLater(later: Later): boolean {
    return this.#later.delete(later);
  }

  /** The object of a key, if it has been made. */
  made(key: ObjectKey): KubeObject | undefined {
    return this.#objects.get(key);
  }

  /** Removes what has been made; what has not stays so. */
  removeMade(key: ObjectKey): void {
    this.#set(key, this.#objects.get(key), undefined);
  }

  index(name: string): IndexTable {
    if (this.#later.size > 0) this.#settle();
    const table = this.#indexes.get(name);
    assert(table !== undefined, `no index ${name} is declared; add it to the kind's \`indexes\``);
    return table;
  }

  /** All indexes, for the test that compares them with a rebuild. */
  dumpIndexes(): Record<string, Record<string, string[]>> {
    return Object.fromEntries([...this.#indexes].map(([name, table]) => [name, table.dump()]));
  }

  #settle(): void {
    const all = [...this.#later];
    this.#later.clear();
    for (const { key, object } of all) this.#set(key, undefined, object);
  }

  #set(key: ObjectKey, prev: KubeObject | undefined, next: KubeObject | undefined): void {
    if (next === undefined) this.#objects.delete(key);
    else this.#objects.set(key, next);
    for (let i = 0; i < this.#tables.length; i++) this.#tables[i]?.apply(key, prev, next);
  }
}
