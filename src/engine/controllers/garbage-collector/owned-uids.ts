import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';

/** Who is named as an owner by anything at all: most objects are not, and need no search for dependents. */
export class OwnedUids implements Derived {
  readonly resources = 'all';
  readonly #counts = new Map<string, number>();

  apply({ prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (prev?.metadata.ownerReferences === next?.metadata.ownerReferences) return;
    this.#count(prev, -1);
    this.#count(next, 1);
  }

  has(uid: string): boolean {
    return this.#counts.has(uid);
  }

  #count(object: KubeObject | undefined, by: 1 | -1): void {
    for (const { uid } of object?.metadata.ownerReferences ?? []) {
      const count = (this.#counts.get(uid) ?? 0) + by;
      if (count === 0) this.#counts.delete(uid);
      else this.#counts.set(uid, count);
    }
  }
}

/** The table of a world, made at the first question. */
export function ownedUids(world: World): OwnedUids {
  return world.derived('owned-uids', () => new OwnedUids());
}
