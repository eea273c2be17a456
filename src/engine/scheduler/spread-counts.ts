import type { Pod } from '../../api/kinds/pod/pod.ts';
import { formatSelector, matchesSelector, type Selector } from '../../api/machinery/labels.ts';
import type { NodeInfo } from './node-info.ts';

/** Most selectors counted at a time; the one asked for first leaves first and is counted again when needed. */
const COUNTERS_MAX = 2_000;

/** Bound pods of one namespace that one selector matches, by node and by zone. */
export class SpreadCounter {
  readonly namespace: string;
  readonly selector: Selector;
  #bySlot: number[] = [];
  #byZone: number[] | undefined;

  constructor(namespace: string, selector: Selector) {
    this.namespace = namespace;
    this.selector = selector;
  }

  /** Pods by the node's slot, for `slots` of them. Filled up with zeros, because an array with holes is slow to read. */
  bySlot(slots: number): readonly number[] {
    while (this.#bySlot.length < slots) this.#bySlot.push(0);
    return this.#bySlot;
  }

  /** Pods by the zone's number; `infos` are the nodes that exist. */
  byZone(infos: readonly NodeInfo[]): readonly number[] {
    if (this.#byZone === undefined) {
      this.#byZone = [];
      for (const info of infos) this.#addZone(info.zoneId, this.#bySlot[info.slot] ?? 0);
    }
    return this.#byZone;
  }

  add(info: NodeInfo, by: number): void {
    const counts = this.bySlot(info.slot + 1) as number[];
    counts[info.slot] = (counts[info.slot] ?? 0) + by;
    if (info.exists) this.#addZone(info.zoneId, by);
  }

  forgetZones(): void {
    this.#byZone = undefined;
  }

  forgetSlot(slot: number): void {
    if (slot < this.#bySlot.length) this.#bySlot[slot] = 0;
  }

  #addZone(zoneId: number, by: number): void {
    if (this.#byZone !== undefined) this.#byZone[zoneId] = (this.#byZone[zoneId] ?? 0) + by;
  }
}

/**
 * Counters of the selectors that somebody spreads by. Each is filed under one label pair that its pods must have, so
 * that a changed pod is held against the few selectors that may match it. Pods under deletion do not count.
 * Source: pkg/scheduler/framework/plugins/podtopologyspread/common.go countPodsMatchSelector.
 */
export class SpreadCounts {
  readonly #counters = new Map<string, SpreadCounter>();
  readonly #filed = new Map<string, SpreadCounter[]>();

  /** The counter of a selector; `boundPods` and their nodes are asked for once, to begin with. */
  counter(namespace: string, selector: Selector, boundPods: () => Iterable<readonly [Pod, NodeInfo]>): SpreadCounter {
    const id = `${namespace}/${formatSelector(selector)}`;
    const known = this.#counters.get(id);
    if (known !== undefined) return known;
    const counter = new SpreadCounter(namespace, selector);
    for (const [pod, info] of boundPods()) if (counts(counter, pod)) counter.add(info, 1);
    this.#counters.set(id, counter);
    this.#file(counter);
    if (this.#counters.size > COUNTERS_MAX) this.#dropOldest();
    return counter;
  }

  count(pod: Pod, info: NodeInfo, by: 1 | -1): void {
    if (this.#counters.size === 0) return;
    const { namespace = '', labels } = pod.metadata;
    this.#countIn(this.#filed.get(namespace), pod, info, by);
    for (const key in labels) this.#countIn(this.#filed.get(`${namespace}/${key}=${labels[key] ?? ''}`), pod, info, by);
  }

  forgetZones(): void {
    for (const counter of this.#counters.values()) counter.forgetZones();
  }

  forgetSlot(slot: number): void {
    for (const counter of this.#counters.values()) counter.forgetSlot(slot);
  }

  #countIn(counters: readonly SpreadCounter[] | undefined, pod: Pod, info: NodeInfo, by: 1 | -1): void {
    if (counters === undefined) return;
    for (const counter of counters) if (counts(counter, pod)) counter.add(info, by);
  }

  #file(counter: SpreadCounter): void {
    const place = placeOf(counter);
    const list = this.#filed.get(place);
    if (list === undefined) this.#filed.set(place, [counter]);
    else list.push(counter);
  }

  #dropOldest(): void {
    const oldest = this.#counters.entries().next().value;
    if (oldest === undefined) return;
    const [id, counter] = oldest;
    this.#counters.delete(id);
    const place = placeOf(counter);
    const rest = (this.#filed.get(place) ?? []).filter((other) => other !== counter);
    if (rest.length === 0) this.#filed.delete(place);
    else this.#filed.set(place, rest);
  }
}

function counts(counter: SpreadCounter, pod: Pod): boolean {
  const { namespace, labels, deletionTimestamp } = pod.metadata;
  return (
    namespace === counter.namespace && deletionTimestamp === undefined && matchesSelector(counter.selector, labels)
  );
}

function placeOf({ namespace, selector }: SpreadCounter): string {
  for (const { key, op, values } of selector.requirements) {
    if ((op === '=' || op === '==' || op === 'in') && values.length === 1)
      return `${namespace}/${key}=${values[0] ?? ''}`;
  }
  return namespace;
}
