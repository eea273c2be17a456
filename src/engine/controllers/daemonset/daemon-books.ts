import { daemonSets } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { looksAlike } from '../shared/pod-watch.ts';
import { DaemonBook } from './daemon-book.ts';
import { targetNode } from './pod-object.ts';

/** The books of all DaemonSets, kept up to date by the store. */
export class DaemonBooks implements Derived {
  readonly resources = [pods.resource, nodes.resource, daemonSets.resource];
  readonly #books = new Map<string, DaemonBook>();

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource === pods.resource) this.#applyPod(key, prev as Pod | undefined, next as Pod | undefined);
    else if (resource === nodes.resource) this.#applyNode(prev as Node | undefined, next as Node | undefined);
    else if (resource === daemonSets.resource && next === undefined) this.#forget(prev?.metadata.uid ?? '');
  }

  of(uid: string): DaemonBook {
    let book = this.#books.get(uid);
    if (book === undefined) {
      book = new DaemonBook();
      this.#books.set(uid, book);
    }
    return book;
  }

  #applyPod(key: ObjectKey, prev: Pod | undefined, next: Pod | undefined): void {
    const [from, to] = [ownerOf(prev), ownerOf(next)];
    if (from === undefined && to === undefined) return;
    const isBinding = prev?.spec.nodeName !== next?.spec.nodeName;
    if (prev !== undefined && next !== undefined && !isBinding && looksAlike(prev, next)) return;
    if (from !== undefined && prev !== undefined) {
      const book = this.of(from);
      book.move(key, targetNode(prev), from === to && next !== undefined ? targetNode(next) : undefined);
      if (book.isUnused) this.#books.delete(from);
    }
    if (to !== undefined && to !== from && next !== undefined) this.of(to).move(key, undefined, targetNode(next));
  }

  /** Heartbeats and figures do not matter. */
  #applyNode(prev: Node | undefined, next: Node | undefined): void {
    if (!matters(prev, next)) return;
    const name = (next ?? prev)?.metadata.name ?? '';
    for (const book of this.#books.values()) book.mark(name);
  }

  #forget(uid: string): void {
    const book = this.#books.get(uid);
    book?.forget();
    if (book?.isUnused === true) this.#books.delete(uid);
  }
}

/** The table of a world, made at the first question. */
export function daemonBooks(world: World): DaemonBooks {
  return world.derived('daemon-books', () => new DaemonBooks());
}

/** Does a change of a Node matter to daemons: is it new, gone, labelled or tainted anew? */
export function matters(prev: Node | undefined, next: Node | undefined): boolean {
  return (
    prev === undefined ||
    next === undefined ||
    prev.spec.taints !== next.spec.taints ||
    prev.metadata.labels !== next.metadata.labels
  );
}

function ownerOf(pod: Pod | undefined): string | undefined {
  const owner = pod === undefined ? undefined : controllerOf(pod.metadata);
  return owner?.kind === daemonSets.kind ? owner.uid : undefined;
}
