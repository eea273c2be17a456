import { assert } from '../lib/assert.ts';
import { hashUnit } from '../lib/hash.ts';
import { events } from '../api/kinds/event/event.ts';
import { kindByResource } from '../api/registry.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import type { KindDef } from '../api/kind-def.ts';
import { keyIn, type ResourceRef } from '../api/resource-ref.ts';
import { bindPod } from './apiserver/bind.ts';
import { keyOf, type Caller, type Core, type Written } from './apiserver/core.ts';
import { createObject } from './apiserver/create.ts';
import { removeObject } from './apiserver/remove.ts';
import { updateObject, type UpdatePart } from './apiserver/update.ts';
import type { EventQueue } from './kernel/event-queue.ts';
import { recordEvent, type EventStore } from './recorder.ts';
import type { Later } from './store/later.ts';
import type { Author, Derived } from './store/store.ts';
import type { Range, Timing } from './timing.ts';
import type { DeleteOptions, EventNote, TableRef, WriteResult } from './world.ts';

/** Private tables of actors, by name: plain data, copied into checkpoints. */
export type Tables = Map<string, Map<string, unknown>>;

/** The World that actors are handed; the dispatcher sets who acts and why before each look. */
export class ActorWorld implements EventStore {
  actor = 'sim';
  cause = 0;
  readonly timing: Timing;
  readonly tables: Tables;
  readonly #core: Core;
  readonly #queue: EventQueue;
  readonly #derived = new Map<string, Derived>();

  constructor(core: Core, queue: EventQueue, timing: Timing, tables: Tables) {
    this.#core = core;
    this.#queue = queue;
    this.timing = timing;
    this.tables = tables;
  }

  get nowMs(): number {
    return this.#core.nowMs();
  }

  get rv(): number {
    return this.#core.store.rv;
  }

  get<T extends KubeObject>(ref: ResourceRef<T>, namespace: string, name: string): T | undefined {
    return this.#core.store.get(ref.resource, keyIn(ref, namespace, name)) as T | undefined;
  }

  byKey<T extends KubeObject>(ref: ResourceRef<T>, key: string): T | undefined {
    return this.#core.store.get(ref.resource, key as ObjectKey) as T | undefined;
  }

  list<T extends KubeObject>(ref: ResourceRef<T>, namespace?: string): Iterable<T> {
    if (namespace !== undefined) return this.indexed(ref, 'namespace', namespace);
    return this.#core.store.collection(ref.resource).objects.values() as Iterable<T>;
  }

  indexed<T extends KubeObject>(ref: ResourceRef<T>, index: string, value: string): T[] {
    const collection = this.#core.store.collection(ref.resource);
    const found: T[] = [];
    for (const key of collection.index(index).keys(value)) found.push(collection.objects.get(key) as T);
    return found;
  }

  count(ref: ResourceRef<KubeObject>, index: string, value: string): number {
    return this.#core.store.collection(ref.resource).index(index).keys(value).size;
  }

  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): WriteResult<T> {
    return this.#result<T>(createObject(this.#core, this.#def(ref), object, this.#caller()));
  }

  update<T extends KubeObject>(ref: ResourceRef<T>, next: T): WriteResult<T> {
    return this.#update(ref, next, 'object');
  }

  updateStatus<T extends KubeObject>(ref: ResourceRef<T>, next: T): WriteResult<T> {
    return this.#update(ref, next, 'status');
  }

  bind(pod: KubeObject, nodeName: string): WriteResult<KubeObject> {
    const { namespace, name = '' } = pod.metadata;
    const def = kindByResource('core/pods');
    assert(def !== undefined, 'pods are registered');
    return this.#result(bindPod(this.#core, keyOf(def, namespace, name), nodeName, this.#caller()));
  }

  delete<T extends KubeObject>(ref: ResourceRef<T>, object: T, options: DeleteOptions = {}): WriteResult<T> {
    const key = keyIn(ref, object.metadata.namespace ?? '', object.metadata.name ?? '');
    return this.#result<T>(removeObject(this.#core, this.#def(ref), key, options, this.#caller()));
  }

  note(event: EventNote): void {
    recordEvent(this, event);
  }

  get seed(): number {
    return this.#core.seed;
  }

  storeLater(event: Later): void {
    this.#core.store.commitLater(events.resource, event, this.#author());
  }

  removeLater(event: Later): void {
    this.#core.store.removeLater(events.resource, event, this.#author());
  }

  random(purpose: string, key: string, salt = 0): number {
    return hashUnit(this.#core.seed, purpose, key, salt);
  }

  draw(range: Range, purpose: string, key: string, salt = 0): number {
    const [low, high] = range;
    return low === high ? low : Math.round(low + (high - low) * this.random(purpose, key, salt));
  }

  table<V>(ref: TableRef<V>): Map<string, V> {
    let table = this.tables.get(ref.name);
    if (table === undefined) {
      table = new Map();
      this.tables.set(ref.name, table);
    }
    return table as Map<string, V>;
  }

  derived<T extends Derived>(name: string, make: () => T): T {
    let derived = this.#derived.get(name);
    if (derived === undefined) {
      derived = this.#core.store.derive(make());
      this.#derived.set(name, derived);
    }
    return derived as T;
  }

  enqueue(handler: string, key: string, delayMs = 0): void {
    this.#queue.schedule(handler, key, this.nowMs + delayMs, this.cause);
  }

  cancel(handler: string, key: string): void {
    this.#queue.cancel(handler, key);
  }

  #update<T extends KubeObject>(ref: ResourceRef<T>, next: T, part: UpdatePart): WriteResult<T> {
    const key = keyIn(ref, next.metadata.namespace ?? '', next.metadata.name ?? '');
    return this.#result<T>(updateObject(this.#core, this.#def(ref), key, next, part, this.#caller()));
  }

  #def(ref: ResourceRef<KubeObject>): KindDef {
    const def = kindByResource(ref.resource);
    assert(def !== undefined, `${ref.resource} is not in the registry`);
    return def;
  }

  #author(): Author {
    return { atMs: this.nowMs, actor: this.actor, cause: this.cause };
  }

  #caller(): Caller {
    return { actor: this.actor, cause: this.cause, trusted: true, dryRun: false, warnings: [] };
  }

  #result<T extends KubeObject>(written: Written): WriteResult<T> {
    return written.ok ? { ok: true, object: written.object as T } : written;
  }
}
