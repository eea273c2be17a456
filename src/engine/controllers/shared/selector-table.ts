import type { Resource } from '../../../api/kind-def.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { matchesSelector, type Selector } from '../../../api/machinery/labels.ts';
import type { KubeObject, StringMap } from '../../../api/machinery/object.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';

interface Holder {
  readonly namespace: string;
  readonly selector: Selector;
  /** A label that the selector demands with one value: whoever lacks it need not be compared. */
  readonly label?: string;
  readonly value?: string;
}

/** The holders of one namespace, by the label that they demand. */
interface Place {
  readonly byLabel: Map<string, Map<string, Set<ObjectKey>>>;
  readonly others: Set<ObjectKey>;
}

interface Answer {
  readonly namespace: string;
  readonly found: readonly ObjectKey[];
}

const NONE: readonly ObjectKey[] = [];

/** Who selects these labels? Objects of one resource that hold a selector, found without asking each of them. */
export class SelectorTable implements Derived {
  readonly resources: readonly Resource[];
  readonly #selectorOf: (object: KubeObject) => Selector | undefined;
  readonly #holders = new Map<ObjectKey, Holder>();
  readonly #places = new Map<string, Place>();
  /** Answers by labels, until a selector changes: the pods of one template share theirs. */
  #asked = new WeakMap<StringMap, Answer>();

  constructor(resource: Resource, selectorOf: (object: KubeObject) => Selector | undefined) {
    this.resources = [resource];
    this.#selectorOf = selectorOf;
  }

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (!this.resources.includes(resource)) return;
    if (prev !== undefined && next !== undefined && prev.spec === next.spec) return;
    this.#asked = new WeakMap();
    this.#forget(key);
    const selector = next === undefined ? undefined : this.#selectorOf(next);
    if (next !== undefined && selector !== undefined) this.#keep(key, next.metadata.namespace ?? '', selector);
  }

  selectorOf(key: ObjectKey): Selector | undefined {
    return this.#holders.get(key)?.selector;
  }

  /** Keys of the objects of a namespace whose selector matches, in order of key. */
  matching(namespace: string, labels: StringMap | undefined): readonly ObjectKey[] {
    if (labels === undefined) return this.#find(namespace, labels);
    const asked = this.#asked.get(labels);
    if (asked?.namespace === namespace) return asked.found;
    const found = this.#find(namespace, labels);
    this.#asked.set(labels, { namespace, found });
    return found;
  }

  #find(namespace: string, labels: StringMap | undefined): readonly ObjectKey[] {
    const place = this.#places.get(namespace);
    if (place === undefined) return NONE;
    const found: ObjectKey[] = [];
    if (labels !== undefined) {
      for (const [label, byValue] of place.byLabel) {
        const value = labels[label];
        if (value !== undefined) this.#collect(byValue.get(value), labels, found);
      }
    }
    this.#collect(place.others, labels, found);
    return found.length > 1 ? found.sort() : found;
  }

  #collect(keys: ReadonlySet<ObjectKey> | undefined, labels: StringMap | undefined, found: ObjectKey[]): void {
    if (keys === undefined) return;
    for (const key of keys) {
      const holder = this.#holders.get(key);
      if (holder !== undefined && matchesSelector(holder.selector, labels)) found.push(key);
    }
  }

  #keep(key: ObjectKey, namespace: string, selector: Selector): void {
    if (selector.never) return;
    const demand = selector.requirements.find(
      ({ op, values }) => (op === '=' || op === '==' || op === 'in') && values.length === 1,
    );
    const value = demand?.values[0];
    const place = this.#place(namespace);
    if (demand === undefined || value === undefined) {
      this.#holders.set(key, { namespace, selector });
      place.others.add(key);
      return;
    }
    this.#holders.set(key, { namespace, selector, label: demand.key, value });
    getOrMake(
      getOrMake(place.byLabel, demand.key, () => new Map<string, Set<ObjectKey>>()),
      value,
      () => new Set<ObjectKey>(),
    ).add(key);
  }

  #forget(key: ObjectKey): void {
    const holder = this.#holders.get(key);
    if (holder === undefined) return;
    this.#holders.delete(key);
    const place = this.#place(holder.namespace);
    place.others.delete(key);
    if (holder.label === undefined || holder.value === undefined) return;
    const byValue = place.byLabel.get(holder.label);
    const keys = byValue?.get(holder.value);
    keys?.delete(key);
    if (keys?.size === 0) byValue?.delete(holder.value);
    if (byValue?.size === 0) place.byLabel.delete(holder.label);
  }

  #place(namespace: string): Place {
    return getOrMake(this.#places, namespace, () => ({ byLabel: new Map(), others: new Set() }));
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
