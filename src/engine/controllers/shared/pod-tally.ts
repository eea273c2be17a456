import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { hasAllLabels } from '../../../api/machinery/labels.ts';
import { controllerOf, type StringMap } from '../../../api/machinery/object.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { isPodActive, isPodTerminating } from './pod-facts.ts';
import { REPLICA_SETS, type ReplicaKind } from './replica-kind.ts';

/** How many Pods a ReplicaSet controls, by what counts about them. */
export interface PodTally {
  /** All that exist, whatever their state. */
  readonly total: number;
  readonly active: number;
  /** Active and ready. */
  readonly ready: number;
  /** Active and carrying every label of the template. */
  readonly labelled: number;
  /** Active, but no longer selected: to be released. */
  readonly strangers: number;
  readonly terminating: number;
}

type Counts = { -readonly [K in keyof PodTally]: PodTally[K] };

interface Group {
  readonly counts: Counts;
  /** Absent while the ReplicaSet itself is not known (yet, or any more). */
  owner: ReplicaSet | undefined;
}

const NOTHING: PodTally = { total: 0, active: 0, ready: 0, labelled: 0, strangers: 0, terminating: 0 };

/**
 * Counts the Pods of every ReplicaSet as they change, so that a look at one of 5,000 replicas that has nothing to do
 * costs nothing.
 */
export class PodTallies implements Derived {
  readonly resources: readonly string[];
  readonly #groups = new Map<string, Group>();
  readonly #podsOf: (uid: string) => Iterable<Pod>;
  readonly #kind: ReplicaKind;

  constructor(podsOf: (uid: string) => Iterable<Pod>, kind: ReplicaKind = REPLICA_SETS) {
    this.#podsOf = podsOf;
    this.#kind = kind;
    this.resources = [pods.resource, kind.ref.resource];
  }

  apply({ resource, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource === pods.resource) {
      if (prev !== undefined && next !== undefined && countsAlike(prev as Pod, next as Pod)) return;
      if (prev !== undefined) this.#count(prev as Pod, -1);
      if (next !== undefined) this.#count(next as Pod, 1);
    } else if (resource === this.#kind.ref.resource) {
      const { asSet } = this.#kind;
      this.#applyOwner(prev === undefined ? undefined : asSet(prev), next === undefined ? undefined : asSet(next));
    }
  }

  /** The tally of the ReplicaSet with this uid, as of now; it does not change with later writes. */
  of(uid: string): PodTally {
    const group = this.#groups.get(uid);
    return group === undefined ? NOTHING : { ...group.counts };
  }

  #count(pod: Pod, by: 1 | -1): void {
    const controller = controllerOf(pod.metadata);
    if (controller === undefined || controller.kind !== this.#kind.ref.kind) return;
    const group = this.#group(controller.uid);
    add(group, pod, by);
    if (group.counts.total === 0 && group.owner === undefined) this.#groups.delete(controller.uid);
  }

  #applyOwner(prev: ReplicaSet | undefined, next: ReplicaSet | undefined): void {
    const uid = (next ?? prev)?.metadata.uid ?? '';
    if (next === undefined) {
      const group = this.#groups.get(uid);
      if (group === undefined) return;
      group.owner = undefined;
      if (group.counts.total === 0) this.#groups.delete(uid);
      return;
    }
    const group = this.#group(uid);
    const before = group.owner;
    group.owner = next;
    const isCounted = before !== undefined && sameDemands(before, next);
    if (!isCounted && group.counts.total > 0) this.#recount(uid, group);
  }

  #recount(uid: string, group: Group): void {
    Object.assign(group.counts, NOTHING);
    for (const pod of this.#podsOf(uid)) if (controllerOf(pod.metadata)?.uid === uid) add(group, pod, 1);
  }

  #group(uid: string): Group {
    let group = this.#groups.get(uid);
    if (group === undefined) {
      group = { counts: { ...NOTHING }, owner: undefined };
      this.#groups.set(uid, group);
    }
    return group;
  }
}

/** The table of a world and a kind, made at the first question. */
export function podTallies(world: World, kind: ReplicaKind): PodTallies {
  const make = (): PodTallies => new PodTallies((uid) => world.indexed(pods, 'owner', uid), kind);
  return world.derived(kind === REPLICA_SETS ? 'pod-tallies' : `pod-tallies/${kind.ref.plural}`, make);
}

function add({ counts, owner }: Group, pod: Pod, by: 1 | -1): void {
  counts.total += by;
  const { labels } = pod.metadata;
  const isSelected = owner === undefined || matchesLabelSelector(owner.spec.selector, labels);
  if (isPodTerminating(pod)) {
    if (isSelected) counts.terminating += by;
    return;
  }
  if (!isPodActive(pod)) return;
  counts.active += by;
  if (isPodReady(pod)) counts.ready += by;
  if (!isSelected) counts.strangers += by;
  if (owner !== undefined && hasAllLabels(templateLabels(owner), labels)) counts.labelled += by;
}

/** True when no tally can tell the two states of a Pod apart. Most changes of a Pod are of this kind. */
export function countsAlike(prev: Pod, next: Pod): boolean {
  return (
    prev.metadata.labels === next.metadata.labels &&
    prev.metadata.ownerReferences === next.metadata.ownerReferences &&
    prev.metadata.deletionTimestamp === next.metadata.deletionTimestamp &&
    prev.status?.phase === next.status?.phase &&
    (prev.status?.conditions === next.status?.conditions || isPodReady(prev) === isPodReady(next))
  );
}

function templateLabels(owner: ReplicaSet): StringMap {
  return owner.spec.template.metadata?.labels ?? {};
}

function sameDemands(a: ReplicaSet, b: ReplicaSet): boolean {
  return (
    a.spec === b.spec ||
    (deepEqual(a.spec.selector, b.spec.selector) && deepEqual(templateLabels(a), templateLabels(b)))
  );
}
