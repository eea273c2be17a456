import { events, type Event } from '../api/kinds/event/event.ts';
import { namespaces } from '../api/kinds/namespace/namespace.ts';
import { formatTime } from '../lib/time.ts';
import type { Change } from './store/change-log.ts';
import type { Derived } from './store/store.ts';
import type { EventNote, World } from './world.ts';

/** Most Event objects kept; past that the oldest leave early, many at a time, long before their hour is over. */
const EVENTS_MAX = 20_000;
const EVENTS_CUT = 1_000;

/** What the recorder needs beyond a World: a way to store an Event that is complete, without the steps of a request. */
export interface EventStore extends World {
  insert(event: Event): void;
  newUid(plural: string, name: string): string;
}

/**
 * Writes what components tell as Event objects: the same thing again raises the count instead. Events are a third of
 * all writes, so they are made complete here and take the short way into the store; a test holds them to what the
 * API server would make of them. Source: client-go tools/record (events_cache.go).
 */
export function recordEvent(world: EventStore, note: EventNote): void {
  const known = world.derived('events', () => new EventsByContent());
  const namespace = note.about.metadata.namespace ?? 'default';
  const now = formatTime(world.nowMs);
  const same = known.find(join(note.about.metadata.uid ?? '', note));
  const stored = same === undefined ? undefined : world.byKey(events, same);
  if (stored !== undefined) {
    world.update(events, { ...stored, count: (stored.count ?? 1) + 1, lastTimestamp: now });
    return;
  }
  const home = world.get(namespaces, '', namespace);
  if (home === undefined || home.metadata.deletionTimestamp !== undefined) return;
  world.insert(eventOf(world, note, namespace, now));
  for (const key of known.beyond(EVENTS_MAX, EVENTS_CUT)) {
    const event = world.byKey(events, key);
    if (event !== undefined) world.delete(events, event);
  }
}

function eventOf(world: EventStore, note: EventNote, namespace: string, now: string): Event {
  const { about } = note;
  const name = `${about.metadata.name ?? ''}.${nanoHex(world)}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace,
      uid: world.newUid(events.plural, name),
      resourceVersion: String(world.rv + 1),
      creationTimestamp: now,
    },
    involvedObject: involved(note),
    reason: note.reason,
    message: note.message,
    source: note.host === undefined ? { component: note.component } : { component: note.component, host: note.host },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: note.type,
    eventTime: null,
    reportingComponent: note.component,
    reportingInstance: note.host ?? '',
  };
}

function involved({ about, fieldPath }: EventNote): Event['involvedObject'] {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  const reference: Record<string, string> = { apiVersion: about.apiVersion, kind: about.kind };
  if (name !== undefined) reference['name'] = name;
  if (namespace !== undefined) reference['namespace'] = namespace;
  if (uid !== undefined) reference['uid'] = uid;
  if (resourceVersion !== undefined) reference['resourceVersion'] = resourceVersion;
  if (fieldPath !== undefined) reference['fieldPath'] = fieldPath;
  return reference;
}

/** Unique because the change log moves on with every event; looks like upstream's hexadecimal nanoseconds. */
function nanoHex(world: World): string {
  const low = (world.rv % 0xff_ffff).toString(16).padStart(6, '0');
  return Math.floor(world.nowMs).toString(16) + low;
}

interface Told {
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly fieldPath?: string | undefined;
}

function join(uid: string, told: Told): string {
  return `${uid}|${told.type ?? ''}|${told.reason ?? ''}|${told.fieldPath ?? ''}|${told.message ?? ''}`;
}

/** Stored Events by what they say, in order of arrival. */
class EventsByContent implements Derived {
  readonly #keys = new Map<string, string>();

  apply(change: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (change.resource !== events.resource) return;
    const event = (change.next ?? change.prev) as Event;
    const id = join(event.involvedObject.uid ?? '', {
      type: event.type,
      reason: event.reason,
      message: event.message,
      fieldPath: event.involvedObject.fieldPath,
    });
    if (change.next === undefined) this.#keys.delete(id);
    else if (!this.#keys.has(id)) this.#keys.set(id, change.key);
  }

  find(id: string): string | undefined {
    return this.#keys.get(id);
  }

  /** The oldest keys to drop when more than `limit` and `cut` are stored. */
  beyond(limit: number, cut: number): readonly string[] {
    if (this.#keys.size <= limit + cut) return [];
    const oldest: string[] = [];
    for (const key of this.#keys.values()) {
      if (oldest.length === cut) break;
      oldest.push(key);
    }
    return oldest;
  }
}
