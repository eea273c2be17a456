import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { Selector } from '../../api/machinery/labels.ts';

/** Files under one namespace: those that ask for one label pair, by the pair, and the others. */
interface Drawer<T> {
  readonly byPair: Map<string, Map<string, T[]>>;
  readonly loose: T[];
}

/** What is filed: pods of some namespaces (none named: all) that a selector matches. */
export interface Filing {
  readonly namespaces: readonly string[] | undefined;
  readonly selector: Selector;
}

const ALL = '';

/**
 * Things that concern some pods, each filed under one label pair that those pods must have, so that a pod is held
 * against the few that may concern it.
 */
export class Filed<T extends Filing> {
  readonly #drawers = new Map<string, Drawer<T>>();
  size = 0;

  add(item: T): void {
    this.size++;
    for (const namespace of item.namespaces ?? [ALL]) this.#place(namespace, item.selector).push(item);
  }

  remove(item: T): void {
    this.size--;
    for (const namespace of item.namespaces ?? [ALL]) {
      const list = this.#place(namespace, item.selector);
      list.splice(list.indexOf(item), 1);
    }
  }

  /** Visits what may concern the pod; the caller still asks the selector. */
  visit({ metadata }: Pod, each: (item: T) => void): void {
    this.#visit(this.#drawers.get(metadata.namespace ?? ''), metadata.labels, each);
    this.#visit(this.#drawers.get(ALL), metadata.labels, each);
  }

  #visit(drawer: Drawer<T> | undefined, labels: Pod['metadata']['labels'], each: (item: T) => void): void {
    if (drawer === undefined) return;
    for (let i = 0; i < drawer.loose.length; i++) each(drawer.loose[i] as T);
    if (drawer.byPair.size === 0) return;
    for (const key in labels) {
      const list = drawer.byPair.get(key)?.get(labels[key] ?? '');
      if (list !== undefined) for (let i = 0; i < list.length; i++) each(list[i] as T);
    }
  }

  #place(namespace: string, { requirements }: Selector): T[] {
    let drawer = this.#drawers.get(namespace);
    if (drawer === undefined) this.#drawers.set(namespace, (drawer = { byPair: new Map(), loose: [] }));
    for (const { key, op, values } of requirements) {
      if (values.length !== 1 || (op !== '=' && op !== '==' && op !== 'in')) continue;
      let byValue = drawer.byPair.get(key);
      if (byValue === undefined) drawer.byPair.set(key, (byValue = new Map<string, T[]>()));
      let list = byValue.get(values[0] ?? '');
      if (list === undefined) byValue.set(values[0] ?? '', (list = []));
      return list;
    }
    return drawer.loose;
  }
}
