import type { Resource } from '../../api/kind-def.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { Change } from './change-log.ts';

/**
 * An object that is stored and not yet made: most Events are never read, and making them would be a third of all work.
 * Key and object depend on nothing but what was known when it was stored, so nobody can tell when they are made.
 */
export interface Later {
  readonly key: ObjectKey;
  /** The object with its resourceVersion; the same reference every time. */
  readonly object: KubeObject;
}

/** The change that stored such an object, or took it away; whoever reads key, prev or next has it made. */
export class LaterChange implements Change {
  readonly rv: number;
  readonly atMs: number;
  readonly resource: Resource;
  readonly actor: string;
  readonly cause: number;
  readonly #later: Later;
  readonly #isRemoval: boolean;

  constructor(
    rv: number,
    resource: Resource,
    later: Later,
    by: Pick<Change, 'atMs' | 'actor' | 'cause'>,
    gone = false,
  ) {
    this.rv = rv;
    this.atMs = by.atMs;
    this.resource = resource;
    this.actor = by.actor;
    this.cause = by.cause;
    this.#later = later;
    this.#isRemoval = gone;
  }

  get key(): ObjectKey {
    return this.#later.key;
  }

  // Written without a value when there is none, as in any other change.
  get prev(): KubeObject {
    return (this.#isRemoval ? this.#later.object : undefined) as KubeObject;
  }

  get next(): KubeObject {
    return (this.#isRemoval ? undefined : this.#later.object) as KubeObject;
  }
}

/** A change as plain data, for a checkpoint. */
export function plainChange(change: Change): Change {
  if (!(change instanceof LaterChange)) return change;
  const { rv, atMs, resource, key, prev, next, actor, cause } = change;
  return prev === undefined
    ? { rv, atMs, resource, key, next, actor, cause }
    : { rv, atMs, resource, key, prev, actor, cause };
}
