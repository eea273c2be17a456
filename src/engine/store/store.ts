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
import { LaterChange, plainChange, type Later } from './later.ts';

/** Entries of the change log kept; older readers must list again (410 Gone), as in a real cluster. */
const LOG_LIMIT = 50_000;

/**
 * Keeps a sum or a table up to date with every change; rebuilt from the objects after a restore, so its answers must
 * not depend on the order in which changes came.
 */
export interface Derived {
  /** The resources that it is about. */
  readonly resources: readonly Resource[] | 'all';
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
    for (const [resource, collection] of this.#collections) {
      if (derived.resources !== 'all' && !derived.resources.includes(resource)) continue;
      collection.derived.push(derived);
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
    const prev = collection.made(key) ?? collection.objects.get(key);
    assert(prev !== undefined || next !== undefined, `commit of ${key} removes what is not there`);
    const rv = ++this.#rv;
    const stored = next === undefined ? undefined : deepFreeze(withVersion(next, rv));
    if (stored === undefined) collection.removeMade(key);
    else collection.set(key, stored);
    const { atMs, actor, cause } = author;
    const change: Change =
      prev === undefined
        ? { rv, atMs, resource, key, next: stored as KubeObject, actor, cause }
        : stored === undefined
          ? { rv, atMs, resource, key, prev, actor, cause }
          : { rv, atMs, resource, key, prev, next: stored, actor, cause };
    // By index: this is the hottest loop there is, and iterators cost more than what they visit.
    for (let i = 0; i < collection.derived.length; i++) collection.derived[i]?.apply(change);
    this.log.append(change);
    for (let i = 0; i < this.#listeners.length; i++) this.#listeners[i]?.(change);
    return change;
  }

  /**
   * Stores an object that is made when somebody first looks at it. Neither derived tables nor listeners are told: who
   * stores so keeps its own books. Its resourceVersion is the one that this commit gets.
   */
  commitLater(resource: Resource, later: Later, author: Author): void {
    this.collection(resource).setLater(later);
    this.log.append(new LaterChange(++this.#rv, resource, later, author));
  }

  /** Takes such an object away again, made or not. */
  removeLater(resource: Resource, later: Later, author: Author): void {
    const collection = this.collection(resource);
    if (collection.dropLater(later)) this.log.append(new LaterChange(++this.#rv, resource, later, author, true));
    else if (collection.made(later.key) !== undefined) this.commit(resource, later.key, undefined, author);
  }

  snapshot(): StoreSnapshot {
    const collections = new Map<Resource, CollectionSnapshot>();
    for (const [resource, collection] of this.#collections) collections.set(resource, collection.snapshot());
    return { rv: this.#rv, collections, log: this.log.entries().map(plainChange) };
  }
}

/** Whoever knows the next resourceVersion may have written it already. */
function withVersion(object: KubeObject, rv: number): KubeObject {
  const resourceVersion = String(rv);
  if (object.metadata.resourceVersion === resourceVersion) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
