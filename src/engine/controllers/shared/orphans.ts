import type { Resource } from '../../../api/kind-def.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { controllerOf, type KubeObject } from '../../../api/machinery/object.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';

const NONE: ReadonlySet<ObjectKey> = new Set();

/** Objects of one resource that no controller manages, by namespace: those that may be adopted. */
export class Orphans implements Derived {
  readonly resources: readonly Resource[];
  readonly #keys = new Map<string, Set<ObjectKey>>();

  constructor(resource: Resource) {
    this.resources = [resource];
  }

  apply({ key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (prev !== undefined && next !== undefined && prev.metadata.ownerReferences === next.metadata.ownerReferences)
      return;
    if (isOrphan(next)) {
      const namespace = next.metadata.namespace ?? '';
      const keys = this.#keys.get(namespace);
      if (keys === undefined) this.#keys.set(namespace, new Set([key]));
      else keys.add(key);
    } else if (isOrphan(prev)) {
      const namespace = prev.metadata.namespace ?? '';
      const keys = this.#keys.get(namespace);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(namespace);
    }
  }

  in(namespace: string): ReadonlySet<ObjectKey> {
    return this.#keys.get(namespace) ?? NONE;
  }
}

/** The table of a world, made at the first question. */
export function orphansOf(world: World, resource: Resource): Orphans {
  return world.derived(`orphans/${resource}`, () => new Orphans(resource));
}

function isOrphan(object: KubeObject | undefined): object is KubeObject {
  return object !== undefined && controllerOf(object.metadata) === undefined;
}
