import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';

/** Pods that are promised a node: they made room there and wait until it is free. Source: backend/queue/nominator.go. */
export class Nominations {
  readonly #byNode = new Map<string, Map<string, Pod>>();
  #count = 0;

  /** How many pods wait so. */
  get size(): number {
    return this.#count;
  }

  /** Takes over a changed pod; true when it concerns a nomination. */
  apply(key: string, prev: Pod | undefined, next: Pod | undefined): boolean {
    const from = nominatedTo(prev);
    const to = nominatedTo(next);
    if (from === '' && to === '') return false;
    if (from !== '') this.#remove(from, key);
    if (next !== undefined && to !== '') this.#add(to, key, next);
    return true;
  }

  /** Pods that wait for a node, by key. */
  on(nodeName: string): ReadonlyMap<string, Pod> | undefined {
    return this.#byNode.get(nodeName);
  }

  /**
   * Those waiting for a node that a pod must leave room for: all but itself that are at least as important.
   * Source: framework/runtime addNominatedPods.
   */
  ahead(nodeName: string, { metadata, spec }: Pod): readonly Pod[] {
    const waiting = this.#byNode.get(nodeName);
    if (waiting === undefined) return [];
    const { priority = 0 } = spec;
    return [...waiting.values()].filter(
      (other) => (other.spec.priority ?? 0) >= priority && other.metadata.uid !== metadata.uid,
    );
  }

  #add(nodeName: string, key: string, pod: Pod): void {
    let waiting = this.#byNode.get(nodeName);
    if (waiting === undefined) this.#byNode.set(nodeName, (waiting = new Map<string, Pod>()));
    waiting.set(key, pod);
    this.#count++;
  }

  #remove(nodeName: string, key: string): void {
    const waiting = this.#byNode.get(nodeName);
    if (waiting?.delete(key) !== true) return;
    this.#count--;
    if (waiting.size === 0) this.#byNode.delete(nodeName);
  }
}

function nominatedTo(pod: Pod | undefined): string {
  const nodeName = pod?.status?.nominatedNodeName;
  if (pod === undefined || nodeName === undefined || nodeName === '') return '';
  if ((pod.spec.nodeName ?? '') !== '' || pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return '';
  return nodeName;
}
