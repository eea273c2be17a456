import type { Pod } from '../../api/kinds/pod/pod.ts';
import { matchesSelector } from '../../api/machinery/labels.ts';
import type { StringMap } from '../../api/machinery/object.ts';
import { podTerms, type AffinityTerm } from './affinity-terms.ts';
import { Filed, type Filing } from './filed.ts';
import type { NodeInfo } from './node-info.ts';
import { PodCounter } from './pod-counter.ts';

/** Weight of an affinity that a bound pod requires, for the score of those that would satisfy it. */
const HARD_AFFINITY_WEIGHT = 1;

/** A term that bound pods have, and how many of them are where. */
export interface HeldTerm extends Filing {
  readonly id: string;
  readonly term: AffinityTerm;
  /** It keeps pods that match away: required anti-affinity. */
  readonly forbids: boolean;
  /** What it adds to the score of pods that match. */
  readonly weight: number;
  readonly counter: PodCounter;
}

/**
 * The affinity terms of bound pods, each with counts of the pods that have it: affinity works both ways. Empty, and
 * without any cost, while no pod has one.
 */
export class HeldTerms {
  readonly #held = new Map<string, HeldTerm>();
  readonly #filed = new Filed<HeldTerm>();

  get size(): number {
    return this.#held.size;
  }

  /** Counts a bound pod in or out. */
  count(pod: Pod, info: NodeInfo, by: 1 | -1): void {
    const terms = podTerms(pod);
    if (terms === undefined) return;
    for (const term of terms.affinity) this.#count(term, false, HARD_AFFINITY_WEIGHT, info, by);
    for (const term of terms.antiAffinity) this.#count(term, true, 0, info, by);
    for (const { term, weight } of terms.preferred) this.#count(term, false, weight, info, by);
  }

  /** Terms that match the pod. `labelsOf` gives the labels of its namespace. */
  matching(pod: Pod, labelsOf: () => StringMap | undefined): HeldTerm[] {
    const found: HeldTerm[] = [];
    this.#filed.visit(pod, (held) => {
      if (matchesSelector(held.selector, pod.metadata.labels) && inNamespace(held.term, pod, labelsOf))
        found.push(held);
    });
    return found;
  }

  forgetDomains(): void {
    for (const { counter } of this.#held.values()) counter.forgetDomains();
  }

  forgetSlot(slot: number): void {
    for (const { counter } of this.#held.values()) counter.forgetSlot(slot);
  }

  #count(term: AffinityTerm, forbids: boolean, weight: number, info: NodeInfo, by: 1 | -1): void {
    const id = `${forbids ? 'anti' : weight} ${term.id}`;
    let held = this.#held.get(id);
    if (held === undefined) {
      const namespaces = term.namespaceSelector.never ? term.namespaces : undefined;
      held = { id, term, forbids, weight, namespaces, selector: term.selector, counter: new PodCounter() };
      this.#held.set(id, held);
      this.#filed.add(held);
    }
    held.counter.add(info, by);
    if (held.counter.total > 0) return;
    this.#held.delete(id);
    this.#filed.remove(held);
  }
}

function inNamespace(term: AffinityTerm, pod: Pod, labelsOf: () => StringMap | undefined): boolean {
  if (term.namespaces.includes(pod.metadata.namespace ?? '')) return true;
  return !term.namespaceSelector.never && matchesSelector(term.namespaceSelector, labelsOf());
}
