import { events, type Event } from '../api/kinds/event/event.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import { parseTime } from '../lib/time.ts';
import type { Change } from './store/change-log.ts';
import type { Derived } from './store/store.ts';

/** What makes two Events the same, beside the object that they are about. */
export interface Told {
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly fieldPath?: string | undefined;
}

/** One stored Event: what it says, of whom, how often and when, and where it is. */
export interface Entry extends Told {
  readonly uid: string;
  readonly component: string | undefined;
  /** Whole seconds, as Events have them. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  readonly stored: { readonly key: ObjectKey };
}

const NONE: readonly Entry[] = [];

/** Stored Events by whom they are about, in order of arrival: few about each, since similar ones are combined. */
export class EventBook implements Derived {
  readonly resources = [events.resource];
  readonly #entries = new Set<Entry>();
  readonly #about = new Map<string, Entry[]>();

  get size(): number {
    return this.#entries.size;
  }

  apply({ key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    const before = prev === undefined ? undefined : this.#entryOf(prev as Event);
    if (next === undefined) {
      if (before !== undefined) this.remove(before);
      return;
    }
    const entry = entryFor(next as Event, key, before);
    // In place: the order of arrival stays.
    if (before !== undefined) Object.assign(before, entry);
    else if (this.#entryOf(next as Event) === undefined) this.add(entry);
  }

  find(uid: string, told: Told): Entry | undefined {
    for (const entry of this.about(uid)) {
      const same = entry.reason === told.reason && entry.fieldPath === told.fieldPath && entry.type === told.type;
      if (same && entry.message === told.message) return entry;
    }
    return undefined;
  }

  about(uid: string): readonly Entry[] {
    return this.#about.get(uid) ?? NONE;
  }

  add(entry: Entry): void {
    this.#entries.add(entry);
    const about = this.#about.get(entry.uid);
    if (about === undefined) this.#about.set(entry.uid, [entry]);
    else about.push(entry);
  }

  remove(entry: Entry): void {
    if (!this.#entries.delete(entry)) return;
    const about = this.#about.get(entry.uid);
    about?.splice(about.indexOf(entry), 1);
    if (about?.length === 0) this.#about.delete(entry.uid);
  }

  oldest(count: number): readonly Entry[] {
    const oldest: Entry[] = [];
    for (const entry of this.#entries) {
      if (oldest.length === count) break;
      oldest.push(entry);
    }
    return oldest;
  }

  #entryOf(event: Event): Entry | undefined {
    return this.find(event.involvedObject.uid ?? '', told(event));
  }
}

function told({ type, reason, message, involvedObject }: Event): Told {
  return { type, reason, message, fieldPath: involvedObject.fieldPath };
}

function entryFor(event: Event, key: ObjectKey, before: Entry | undefined): Entry {
  return {
    ...told(event),
    uid: event.involvedObject.uid ?? '',
    component: event.source?.component,
    firstMs: parseTime(event.firstTimestamp) ?? 0,
    lastMs: parseTime(event.lastTimestamp) ?? 0,
    count: event.count ?? 1,
    stored: before?.stored ?? { key },
  };
}
