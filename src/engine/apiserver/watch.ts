import { resourceOf } from '../../api/kind-def.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { tooOldResourceVersion } from '../../api/machinery/status.ts';
import type { Change } from '../store/change-log.ts';
import type { Store } from '../store/store.ts';
import { partial, type Wish } from './accept.ts';
import { select, type Selection } from './selection.ts';
import { toTable } from './table.ts';

/** One line of a watch stream. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

export interface WatchOptions {
  readonly selection: Selection;
  /** Events after this resourceVersion; undefined: first the objects as they are, then what follows. */
  readonly fromRv?: number;
  /** The form in which objects are sent. */
  readonly wish: Wish;
  readonly bookmarks: boolean;
  /** Streaming list: the initial objects end with an annotated bookmark. */
  readonly initialEventsEnd?: boolean;
}

interface Cursor {
  readonly options: WatchOptions;
  rv: number;
  /** Objects that the reader gets before anything else. */
  initial: readonly KubeObject[] | undefined;
  sentColumns: boolean;
}

/** Most watches open at once; the next one is refused. */
export const WATCHES_MAX = 1000;

/** Open watches: each is a place in the change log. Nothing is pushed; whoever hosts the engine pulls. */
export class WatchHub {
  readonly #store: Store;
  readonly #nowMs: () => number;
  readonly #cursors = new Map<number, Cursor>();
  #nextId = 1;

  constructor(store: Store, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#cursors.size;
  }

  open(options: WatchOptions): number {
    const id = this.#nextId++;
    const initial = options.fromRv === undefined ? select(this.#store, options.selection) : undefined;
    this.#cursors.set(id, { options, rv: options.fromRv ?? this.#store.rv, initial, sentColumns: false });
    return id;
  }

  close(id: number): void {
    this.#cursors.delete(id);
  }

  /** The next events, at most `limit`. After an ERROR the watch is closed. */
  pull(id: number, limit = 1000): WatchEvent[] {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return [];
    const events: WatchEvent[] = [];
    if (cursor.initial !== undefined) {
      for (const object of cursor.initial) events.push(this.#event(cursor, 'ADDED', object));
      cursor.initial = undefined;
      if (cursor.options.initialEventsEnd === true) events.push(this.#bookmark(cursor, true));
    }
    const changes = this.#store.log.since(cursor.rv);
    if (changes === undefined) {
      this.close(id);
      return [...events, { type: 'ERROR', object: tooOldResourceVersion(cursor.rv, this.#store.log.oldestRv) }];
    }
    for (const change of changes) {
      if (events.length >= limit) break;
      cursor.rv = change.rv;
      const event = this.#transition(cursor, change);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  /** A bookmark that tells the reader how far it has read. */
  bookmark(id: number): WatchEvent | undefined {
    const cursor = this.#cursors.get(id);
    return cursor?.options.bookmarks === true ? this.#bookmark(cursor, false) : undefined;
  }

  /** What a change looks like through a selection: an object may enter and leave it without being made or removed. */
  #transition(cursor: Cursor, change: Change): WatchEvent | undefined {
    const { def, matches } = cursor.options.selection;
    if (change.resource !== resourceOf(def)) return undefined;
    const before = change.prev !== undefined && matches(change.prev);
    const now = change.next !== undefined && matches(change.next);
    if (now && change.next !== undefined) return this.#event(cursor, before ? 'MODIFIED' : 'ADDED', change.next);
    if (!before || change.prev === undefined) return undefined;
    // Upstream sends the last state that matched, under the version of the change.
    const last = change.prev;
    const stamped = { ...last, metadata: { ...last.metadata, resourceVersion: String(change.rv) } };
    return this.#event(cursor, 'DELETED', stamped);
  }

  #event(cursor: Cursor, type: WatchEvent['type'], object: KubeObject): WatchEvent {
    const { selection, wish } = cursor.options;
    if (wish.as === 'partial' || wish.as === 'partialList') return { type, object: partial(object, wish.version) };
    if (wish.as !== 'table') return { type, object };
    const meta = { resourceVersion: object.metadata.resourceVersion ?? '' };
    const rows = toTable(selection.def, [object], meta, wish.table, this.#nowMs(), !cursor.sentColumns);
    cursor.sentColumns = true;
    return { type, object: rows };
  }

  #bookmark(cursor: Cursor, endOfInitial: boolean): WatchEvent {
    const { kind, group, version } = cursor.options.selection.def;
    const metadata = {
      resourceVersion: String(cursor.rv),
      creationTimestamp: null,
      ...(endOfInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
    };
    return { type: 'BOOKMARK', object: { kind, apiVersion: group === '' ? version : `${group}/${version}`, metadata } };
  }
}
