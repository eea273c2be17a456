import { events } from '../api/kinds/event/event.ts';
import { namespaces } from '../api/kinds/namespace/namespace.ts';
import type { ObjectKey } from '../api/machinery/key.ts';
import { formatTime } from '../lib/time.ts';
import { EventBook, type Entry } from './event-book.ts';
import type { Later } from './store/later.ts';
import { ToldEvent } from './told-event.ts';
import type { EventNote, World } from './world.ts';

/** Most Event objects kept; past that the oldest leave early, many at a time, long before their hour is over. */
const EVENTS_MAX = 20_000;
const EVENTS_CUT = 1_000;
/** So many different messages of one component about one object for one reason are kept apart; later ones share one Event. */
const SIMILAR_MAX = 9;
const SIMILAR_WITHIN_MS = 600_000;
/** So many Events about one object at once, then one in five minutes (EventSourceObjectSpamFilter). */
const BURST_MAX = 25;
const REFILL_MS = 300_000;
const NONE: readonly Entry[] = [];
const COMBINED = '(combined from similar events): ';

/** Whoever forgets Events when their time is over (controllers/event-ttl). */
export const EVENT_TTL = { handler: 'event-ttl', key: 'all' } as const;

/** What the recorder needs beyond a World: a way to store an Event that is made when somebody looks. */
export interface EventStore extends World {
  readonly seed: number;
  storeLater(event: Later): void;
  removeLater(event: Later): void;
}

/**
 * Writes what components tell as Event objects: the same thing again raises the count instead. Events are most of all
 * writes and few are ever read, so each is a short note until somebody looks; a test holds what is made then to what
 * the API server would make of it. Source: client-go tools/record (events_cache.go EventAggregator, eventLogger).
 */
export function recordEvent(world: EventStore, note: EventNote): void {
  const book = world.derived('events', () => new EventBook());
  const uid = note.about.metadata.uid ?? '';
  const same = book.find(uid, note);
  if (same !== undefined) return again(world, same, note.message);
  const similar = similarEvents(world, book, uid, note);
  if (similar.length < SIMILAR_MAX) store(world, book, note);
  else combine(world, book, similar, note);
}

function again(world: EventStore, { stored: { key } }: Entry, message: string): void {
  const event = world.byKey(events, key);
  if (event === undefined) return;
  const lastTimestamp = formatTime(world.nowMs);
  world.update(events, { ...event, count: (event.count ?? 1) + 1, lastTimestamp, message });
}

function store(world: EventStore, book: EventBook, note: EventNote): void {
  const { about, type, reason, message, fieldPath, component } = note;
  const namespace = about.metadata.namespace ?? 'default';
  const home = world.get(namespaces, '', namespace);
  if (home === undefined || home.metadata.deletionTimestamp !== undefined) return;
  const stored = new ToldEvent(world.seed, world.rv, world.nowMs, note, namespace);
  world.storeLater(stored);
  world.enqueue(EVENT_TTL.handler, EVENT_TTL.key, world.timing.eventTtlMs);
  const uid = about.metadata.uid ?? '';
  const atMs = Math.floor(world.nowMs / 1000) * 1000;
  book.add({ uid, type, reason, message, fieldPath, component, firstMs: atMs, lastMs: atMs, count: 1, stored });
  if (book.size > EVENTS_MAX + EVENTS_CUT) cut(world, book);
}

/** What the same component has told about the same object for the same reason not long ago. */
function similarEvents(world: EventStore, book: EventBook, uid: string, note: EventNote): readonly Entry[] {
  const about = book.about(uid);
  if (about.length < SIMILAR_MAX) return NONE;
  const sinceMs = world.nowMs - SIMILAR_WITHIN_MS;
  const { reason, type, component } = note;
  return about.filter(
    (entry) =>
      entry.reason === reason && entry.type === type && entry.component === component && entry.lastMs >= sinceMs,
  );
}

/** One Event for all further messages of a kind; whoever tells too much is heard every five minutes only. */
function combine(world: EventStore, book: EventBook, similar: readonly Entry[], note: EventNote): void {
  const message = note.message.startsWith(COMBINED) ? note.message : `${COMBINED}${note.message}`;
  const combined = similar.find((entry) => entry.message?.startsWith(COMBINED) === true);
  if (combined === undefined) return store(world, book, { ...note, message });
  let written = 0;
  let firstMs = world.nowMs;
  for (const entry of similar) {
    written += entry.count;
    firstMs = Math.min(firstMs, entry.firstMs);
  }
  if (written < BURST_MAX + Math.floor((world.nowMs - firstMs) / REFILL_MS)) again(world, combined, message);
}

function cut(world: EventStore, book: EventBook): void {
  for (const entry of book.oldest(EVENTS_CUT)) {
    const { stored } = entry;
    if (stored instanceof ToldEvent) world.removeLater(stored);
    else removeAny(world, stored.key);
    book.remove(entry);
  }
}

/** Events that somebody else wrote, or that a restored run found. */
function removeAny(world: EventStore, key: ObjectKey): void {
  const event = world.byKey(events, key);
  if (event !== undefined) world.delete(events, event);
}
