import type { KubeObject } from '../../api/machinery/object.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Resource } from '../../api/kind-def.ts';

/** One entry of the log. Watch, undo, the stage, "why" and the tests are readings of it. */
export interface Change {
  readonly rv: number;
  readonly atMs: number;
  readonly resource: Resource;
  readonly key: ObjectKey;
  /** Absent when the object was created. */
  readonly prev?: KubeObject;
  /** Absent when it was removed. */
  readonly next?: KubeObject;
  /** Who wrote it: `user`, `deployment-controller`, `kubelet/node-1`, ... */
  readonly actor: string;
  /** resourceVersion of the change that made the actor look; 0: a person, a fault or the clock. */
  readonly cause: number;
}

/** Changes in order of resourceVersion, the newest `limit` of them. */
export class ChangeLog {
  readonly #limit: number;
  #entries: Change[];

  constructor(limit: number, entries: readonly Change[] = []) {
    this.#limit = limit;
    this.#entries = [...entries];
  }

  /** resourceVersion before the oldest entry kept: a reader at this point or later misses nothing. */
  get oldestRv(): number {
    return (this.#entries[0]?.rv ?? 1) - 1;
  }

  get length(): number {
    return this.#entries.length;
  }

  append(change: Change): void {
    this.#entries.push(change);
    // Cut in one piece and rarely: shifting one by one would cost the length of the log for every write.
    if (this.#entries.length > this.#limit * 1.25) this.#entries = this.#entries.slice(-this.#limit);
  }

  /** Changes after `rv`, oldest first; undefined when some of them are no longer kept. */
  since(rv: number): readonly Change[] | undefined {
    if (rv < this.oldestRv) return undefined;
    const first = this.#entries[0];
    if (first === undefined) return [];
    return this.#entries.slice(Math.max(0, rv - first.rv + 1));
  }

  at(rv: number): Change | undefined {
    const first = this.#entries[0];
    return first === undefined ? undefined : this.#entries[rv - first.rv];
  }

  entries(): readonly Change[] {
    return this.#entries;
  }
}
