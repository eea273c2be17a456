/**
 * What the Pods of each namespace hold of its quotas, summed as they change, so that a new Pod in a namespace of ten
 * thousand is judged at once. Admission and the quota controller each keep one; made when the first quota asks.
 */
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { isPodTerminal } from '../../api/kinds/pod/conditions.ts';
import type { ResourceQuota } from '../../api/kinds/resource-quota/resource-quota.ts';
import { hasTraits, traitsOf, type Traits } from '../../api/kinds/resource-quota/scopes.ts';
import { chargedUntilMs, evaluatorOf, type Usage } from '../../api/kinds/resource-quota/usage.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Change } from '../store/change-log.ts';
import type { Derived } from '../store/store.ts';

/** Pods that scopes cannot tell apart. */
interface Group {
  readonly traits: Traits;
  readonly sums: Record<string, number>;
}

interface Place {
  readonly groups: Map<string, Group>;
  /** Under deletion: they count as long as their time lasts. */
  readonly going: Map<ObjectKey, Pod>;
}

const { usage: usageOf } = evaluatorOf(pods.resource);

export class PodCharges implements Derived {
  readonly resources = [pods.resource];
  readonly #places = new Map<string, Place>();

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== pods.resource) return;
    const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
    if (before !== undefined && after !== undefined && chargesAlike(before, after)) return;
    if (before !== undefined) this.#count(key, before, -1);
    if (after !== undefined) this.#count(key, after, 1);
  }

  /** What the Pods that a quota is about use now, and when the first one under deletion will stop to count, ms. */
  usedBy(quota: ResourceQuota, nowMs: number): { readonly usage: Usage; readonly untilMs: number } {
    const place = this.#places.get(quota.metadata.namespace ?? '');
    const usage: Record<string, number> = {};
    let untilMs = Infinity;
    for (const { traits, sums } of place?.groups.values() ?? []) if (hasTraits(quota, traits)) add(usage, sums, 1);
    for (const pod of place?.going.values() ?? []) {
      const endMs = chargedUntilMs(pod);
      if (nowMs > endMs || !hasTraits(quota, traitsOf(pod))) continue;
      add(usage, usageOf(pod), 1);
      untilMs = Math.min(untilMs, endMs);
    }
    return { usage, untilMs };
  }

  #count(key: ObjectKey, pod: Pod, by: 1 | -1): void {
    const namespace = pod.metadata.namespace ?? '';
    let place = this.#places.get(namespace);
    if (place === undefined) {
      place = { groups: new Map(), going: new Map() };
      this.#places.set(namespace, place);
    }
    if (isPodTerminal(pod)) return;
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (by > 0) place.going.set(key, pod);
      else place.going.delete(key);
      return;
    }
    const traits = traitsOf(pod);
    const id = JSON.stringify(traits);
    let group = place.groups.get(id);
    if (group === undefined) {
      group = { traits, sums: {} };
      place.groups.set(id, group);
    }
    add(group.sums, usageOf(pod), by);
  }
}

function chargesAlike(before: Pod, after: Pod): boolean {
  return (
    before.spec === after.spec &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
    before.metadata.namespace === after.metadata.namespace &&
    isPodTerminal(before) === isPodTerminal(after)
  );
}

function add(sums: Record<string, number>, usage: Usage, by: 1 | -1): void {
  for (const name in usage) sums[name] = (sums[name] ?? 0) + by * (usage[name] ?? 0);
}
