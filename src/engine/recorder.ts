import { events, type Event } from '../api/kinds/event/event.ts';
import type { KubeObject } from '../api/machinery/object.ts';
import { formatTime } from '../lib/time.ts';
import type { Change } from './store/change-log.ts';
import type { Derived } from './store/store.ts';
import type { EventNote, World } from './world.ts';

/** Most Event objects kept; past that the oldest leave early, long before their hour is over. */
const EVENTS_MAX = 20_000;

/**
 * Writes what components tell as Event objects: the same thing again raises the count instead.
 * Source: client-go tools/record (events_cache.go).
 */
export function recordEvent(world: World, note: EventNote): void {
  const known = world.derived('events', () => new EventsByContent());
  const namespace = note.about.metadata.namespace ?? 'default';
  const now = formatTime(world.nowMs);
  const same = known.find(contentId(note.about, note));
  const stored = same === undefined ? undefined : world.byKey(events, same);
  if (stored !== undefined) {
    world.update(events, { ...stored, count: (stored.count ?? 1) + 1, lastTimestamp: now });
    return;
  }
  world.create(events, eventOf(world, note, namespace, now));
  const oldest = known.beyond(EVENTS_MAX);
  if (oldest === undefined) return;
  const event = world.byKey(events, oldest);
  if (event !== undefined) world.delete(events, event);
}

function eventOf(world: World, note: EventNote, namespace: string, now: string): Event {
  const { about } = note;
  const { uid, resourceVersion } = about.metadata;
  const name = about.metadata.name ?? '';
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${nanoHex(world)}`, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(about.metadata.namespace === undefined ? {} : { namespace: about.metadata.namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(note.fieldPath === undefined ? {} : { fieldPath: note.fieldPath }),
    },
    reason: note.reason,
    message: note.message,
    source: { component: note.component, ...(note.host === undefined ? {} : { host: note.host }) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: note.type,
    eventTime: null,
    reportingComponent: note.component,
    reportingInstance: note.host ?? '',
  };
}

/** Unique because the change log moves on with every event; looks like upstream's hexadecimal nanoseconds. */
function nanoHex(world: World): string {
  return (BigInt(Math.floor(world.nowMs)) * 1_000_000n + BigInt(world.rv % 1_000_000)).toString(16);
}

interface Told {
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly fieldPath?: string | undefined;
}

function contentId(about: { readonly metadata: KubeObject['metadata'] }, told: Told): string {
  return join(about.metadata.uid ?? '', told);
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
    const id = join(event.involvedObject.uid ?? '', { type: event.type, reason: event.reason, message: event.message, fieldPath: event.involvedObject.fieldPath });
    if (change.next === undefined) this.#keys.delete(id);
    else if (!this.#keys.has(id)) this.#keys.set(id, change.key);
  }

  find(id: string): string | undefined {
    return this.#keys.get(id);
  }

  /** Key of the oldest Event when more than `limit` are stored. */
  beyond(limit: number): string | undefined {
    return this.#keys.size > limit ? this.#keys.values().next().value : undefined;
  }
}
