import { events, type Event } from '../api/kinds/event/event.ts';
import { makeKey, type ObjectKey } from '../api/machinery/key.ts';
import { deepFreeze } from '../lib/freeze.ts';
import { formatTime } from '../lib/time.ts';
import { makeUid } from './apiserver/create.ts';
import type { Later } from './store/later.ts';
import type { EventNote } from './world.ts';

/** An Event as it was told: all that it takes to make the object. */
export class ToldEvent implements Later {
  readonly #seed: number;
  /** Newest resourceVersion when it was told. */
  readonly #rv: number;
  readonly #atMs: number;
  readonly #note: EventNote;
  readonly #namespace: string;
  #object: Event | undefined;

  constructor(seed: number, rv: number, atMs: number, note: EventNote, namespace: string) {
    this.#seed = seed;
    this.#rv = rv;
    this.#atMs = atMs;
    this.#note = note;
    this.#namespace = namespace;
  }

  get key(): ObjectKey {
    return makeKey('', 'events', this.#namespace, this.#name);
  }

  get object(): Event {
    return (this.#object ??= deepFreeze(this.#make()));
  }

  /** Unique because the change log moves on with every event; looks like upstream's hexadecimal nanoseconds. */
  get #name(): string {
    const low = (this.#rv % 0xff_ffff).toString(16).padStart(6, '0');
    return `${this.#note.about.metadata.name ?? ''}.${Math.floor(this.#atMs).toString(16)}${low}`;
  }

  #make(): Event {
    const { host, component, reason, message, type } = this.#note;
    const name = this.#name;
    const now = formatTime(this.#atMs);
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name,
        namespace: this.#namespace,
        uid: makeUid(this.#seed, this.#rv, events.plural, name),
        resourceVersion: String(this.#rv + 1),
        creationTimestamp: now,
      },
      involvedObject: involved(this.#note),
      reason,
      message,
      source: host === undefined ? { component } : { component, host },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: host ?? '',
    };
  }
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
