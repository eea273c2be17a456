import type { Pod } from '../../api/kinds/pod/pod.ts';
import { formatSelector, matchesSelector, type Selector } from '../../api/machinery/labels.ts';
import { Filed, type Filing } from './filed.ts';
import type { NodeInfo } from './node-info.ts';
import { PodCounter } from './pod-counter.ts';

/** Most groups counted at a time; the one asked for first leaves first and is counted again when needed. */
const GROUPS_MAX = 2_000;

/** Pods that all `parts` match: some namespaces (none named: all) and a selector each. At least one part. */
export interface PodGroup {
  /** Equal groups have equal ids. */
  readonly id: string;
  readonly parts: readonly Filing[];
  /** Pods under deletion count, too. */
  readonly countsDeleting: boolean;
}

interface Counted extends Filing {
  readonly group: PodGroup;
  readonly counter: PodCounter;
}

/**
 * Counts of bound pods, by node and by domain, of every group that somebody schedules by. Kept up to date by each pod
 * that comes, goes or is relabelled; never summed up for a pod to be placed.
 */
export class PodCounts {
  readonly #counted = new Map<string, Counted>();
  readonly #filed = new Filed<Counted>();

  /** The counter of a group; `boundPods` and their nodes are asked for once, to begin with. */
  counter(group: PodGroup, boundPods: () => Iterable<readonly [Pod, NodeInfo]>): PodCounter {
    const known = this.#counted.get(group.id);
    if (known !== undefined) return known.counter;
    const counter = new PodCounter();
    for (const [pod, info] of boundPods()) if (belongs(pod, group)) counter.add(info, 1);
    const counted = { ...(group.parts[0] as Filing), group, counter };
    this.#counted.set(group.id, counted);
    this.#filed.add(counted);
    if (this.#counted.size > GROUPS_MAX) this.#dropOldest();
    return counter;
  }

  count(pod: Pod, info: NodeInfo, by: 1 | -1): void {
    if (this.#counted.size === 0) return;
    this.#filed.visit(pod, ({ group, counter }) => {
      if (belongs(pod, group)) counter.add(info, by);
    });
  }

  forgetDomains(): void {
    for (const { counter } of this.#counted.values()) counter.forgetDomains();
  }

  forgetSlot(slot: number): void {
    for (const { counter } of this.#counted.values()) counter.forgetSlot(slot);
  }

  #dropOldest(): void {
    const oldest = this.#counted.values().next().value;
    if (oldest === undefined) return;
    this.#counted.delete(oldest.group.id);
    this.#filed.remove(oldest);
  }
}

/** Is the pod one of the group? */
export function belongs({ metadata }: Pod, { parts, countsDeleting }: PodGroup): boolean {
  if (!countsDeleting && metadata.deletionTimestamp !== undefined) return false;
  for (let i = 0; i < parts.length; i++) {
    const { namespaces, selector } = parts[i] as Filing;
    if (namespaces !== undefined && !namespaces.includes(metadata.namespace ?? '')) return false;
    if (!matchesSelector(selector, metadata.labels)) return false;
  }
  return true;
}

/** Group of the pods of one namespace that a selector matches, without those under deletion. */
const groups = new WeakMap<Selector, Map<string, PodGroup>>();

export function spreadGroup(namespace: string, selector: Selector): PodGroup {
  let byNamespace = groups.get(selector);
  if (byNamespace === undefined) groups.set(selector, (byNamespace = new Map<string, PodGroup>()));
  let group = byNamespace.get(namespace);
  if (group === undefined) {
    const id = `spread ${namespace}/${selector.never ? '-' : formatSelector(selector)}`;
    group = { id, parts: [{ namespaces: [namespace], selector }], countsDeleting: false };
    byNamespace.set(namespace, group);
  }
  return group;
}
