/**
 * The store: every object of the cluster, and the one place where they change.
 *
 * Promises: objects are immutable (frozen in development and tests) and readers get the stored object itself; each
 * commit gets the next resourceVersion and one entry in the change log, with its actor and its cause; declared indexes
 * follow at once; a snapshot is a copy of Maps of pointers.
 * It does not: validate, default or decide. That is the API server's work.
 */
import type { IndexDef, Resource } from '../../api/kind-def.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { assert } from '../../lib/assert.ts';
import { deepFreeze } from '../../lib/freeze.ts';
import { ChangeLog, type Change } from './change-log.ts';
import { Collection, type CollectionSnapshot } from './collection.ts';

/** Entries of the change log kept; older readers must list again (410 Gone), as in a real cluster. */
const LOG_LIMIT = 50_000;

/**
 * Keeps a sum or a table up to date with every change; rebuilt from the objects after a restore, so its answers must
 * not depend on the order in which changes came.
 */
export interface Derived {
  apply(change: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void;
}

export interface StoreSnapshot {
  readonly rv: number;
  readonly collections: ReadonlyMap<Resource, CollectionSnapshot>;
  readonly log: readonly Change[];
}

/** Who writes, when, and why. */
export interface Author {
  readonly atMs: number;
  readonly actor: string;
  readonly cause: number;
}

export class Store {
  #rv: number;
  readonly log: ChangeLog;
  readonly #collections = new Map<Resource, Collection>();
  readonly #derived: Derived[] = [];
  readonly #listeners: ((change: Change) => void)[] = [];

  constructor(resources: ReadonlyMap<Resource, readonly IndexDef[]>, snapshot?: StoreSnapshot, logLimit = LOG_LIMIT) {
    this.#rv = snapshot?.rv ?? 0;
    this.log = new ChangeLog(logLimit, snapshot?.log);
    for (const [resource, indexes] of resources) {
      this.#collections.set(resource, new Collection(indexes, snapshot?.collections.get(resource)));
    }
  }

  /** resourceVersion of the newest change. */
  get rv(): number {
    return this.#rv;
  }

  get(resource: Resource, key: ObjectKey): KubeObject | undefined {
    return this.collection(resource).objects.get(key);
  }

  collection(resource: Resource): Collection {
    const collection = this.#collections.get(resource);
    assert(collection !== undefined, `no collection ${resource}; is the kind in the registry?`);
    return collection;
  }

  resources(): Iterable<Resource> {
    return this.#collections.keys();
  }

  /** Registers a derived table and feeds it what is stored already. */
  derive<T extends Derived>(derived: T): T {
    this.#derived.push(derived);
    for (const [resource, collection] of this.#collections) {
      for (const [key, next] of collection.objects) derived.apply({ resource, key, next });
    }
    return derived;
  }

  /** Calls `listener` after each commit. Listeners mark and enqueue; they never write. */
  onCommit(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  /** Stores `next` (or removes the object) under the next resourceVersion, which is written into its metadata. */
  commit(resource: Resource, key: ObjectKey, next: KubeObject | undefined, author: Author): Change {
    const collection = this.collection(resource);
    const prev = collection.objects.get(key);
    assert(prev !== undefined || next !== undefined, `commit of ${key} removes what is not there`);
    const rv = ++this.#rv;
    const stored = next === undefined ? undefined : deepFreeze(withVersion(next, rv));
    collection.set(key, stored);
    const { atMs, actor, cause } = author;
    const change: Change =
      prev === undefined
        ? { rv, atMs, resource, key, next: stored as KubeObject, actor, cause }
        : stored === undefined
          ? { rv, atMs, resource, key, prev, actor, cause }
          : { rv, atMs, resource, key, prev, next: stored, actor, cause };
    this.log.append(change);
    // By index: this is the hottest loop there is, and iterators cost more than what they visit.
    for (let i = 0; i < this.#derived.length; i++) this.#derived[i]?.apply(change);
    for (let i = 0; i < this.#listeners.length; i++) this.#listeners[i]?.(change);
    return change;
  }

  snapshot(): StoreSnapshot {
    const collections = new Map<Resource, CollectionSnapshot>();
    for (const [resource, collection] of this.#collections) collections.set(resource, collection.snapshot());
    return { rv: this.#rv, collections, log: [...this.log.entries()] };
  }
}

/** Whoever knows the next resourceVersion may have written it already. */
function withVersion(object: KubeObject, rv: number): KubeObject {
  if (object.metadata.resourceVersion === String(rv)) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(rv) } };
}
