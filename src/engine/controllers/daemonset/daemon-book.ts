import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import type { World } from '../../world.ts';
import { fitOf } from './node-fit.ts';
import { seatOf, type Place, type Role, type Seat } from './seat.ts';

/** Up to so many names are picked one by one; for more it pays to sort all. */
const FEW = 8;

/** Sums over the seats of one DaemonSet. */
export type Sums = Record<
  'desired' | 'current' | 'misscheduled' | 'ready' | 'available' | 'updated' | 'taken' | 'up',
  number
>;

/**
 * One DaemonSet on all nodes. Changes only mark a node; a look judges the marked ones anew, so that one on 5,000 nodes
 * costs as much as there is to do.
 */
export class DaemonBook {
  readonly #podsOn = new Map<string, Set<ObjectKey>>();
  readonly #seats = new Map<string, Seat>();
  readonly #marked = new Set<string>();
  /** Nodes whose seat changes with time alone. */
  readonly #waiting = new Set<string>();
  readonly #roles = new Map<Role, Set<string>>();
  #basis: { readonly spec: DaemonSet['spec']; readonly hash: string } | undefined;
  sums: Sums = noSums();
  /** Nodes where something is to be done. */
  readonly care = new Set<string>();

  get isUnused(): boolean {
    return this.#podsOn.size === 0 && this.#basis === undefined;
  }

  mark(node: string): void {
    this.#marked.add(node);
  }

  move(key: ObjectKey, from: string | undefined, to: string | undefined): void {
    if (from !== undefined) {
      const keys = this.#podsOn.get(from);
      keys?.delete(key);
      if (keys?.size === 0) this.#podsOn.delete(from);
      this.mark(from);
    }
    if (to === undefined) return;
    const keys = this.#podsOn.get(to);
    if (keys === undefined) this.#podsOn.set(to, new Set([key]));
    else keys.add(key);
    this.mark(to);
  }

  forget(): void {
    this.#basis = undefined;
    this.#reset();
  }

  /** Judges what changed since the last look; everything, when the DaemonSet's spec or its revision is another one. */
  refresh(world: World, set: DaemonSet, hash: string): void {
    if (this.#basis?.spec !== set.spec || this.#basis.hash !== hash) {
      this.#reset();
      this.#basis = { spec: set.spec, hash };
      for (const node of world.list(nodes)) this.mark(node.metadata.name ?? '');
      for (const node of this.#podsOn.keys()) this.mark(node);
    }
    for (const node of this.#waiting)
      if ((this.#seats.get(node)?.changesAtMs ?? Infinity) <= world.nowMs) this.mark(node);
    for (const node of this.#marked) this.#judge(world, set, hash, node);
    this.#marked.clear();
  }

  /** The question that a node asks. */
  placeOn(world: World, set: DaemonSet, hash: string, name: string): Place {
    const node = world.get(nodes, '', name);
    const found: Pod[] = [];
    for (const key of inOrder(this.#podsOn.get(name))) {
      const pod = world.byKey(pods, key);
      if (pod !== undefined) found.push(pod);
    }
    return { set, hash, fit: node === undefined ? undefined : fitOf(set, node), pods: found, nowMs: world.nowMs };
  }

  /** Names of the nodes with a role, at most `limit`, in order of name. */
  withRole(role: Role, limit = Infinity): readonly string[] {
    return firstNames(this.#roles.get(role) ?? [], limit);
  }

  podWithRole(node: string): Pod | undefined {
    return this.#seats.get(node)?.old;
  }

  /** When the first seat changes by itself, ms. */
  nextChangeMs(): number | undefined {
    let nextMs: number | undefined;
    for (const node of this.#waiting) {
      const atMs = this.#seats.get(node)?.changesAtMs ?? Infinity;
      if (nextMs === undefined || atMs < nextMs) nextMs = atMs;
    }
    return nextMs;
  }

  /** Keys of all its Pods. */
  *podKeys(): Iterable<ObjectKey> {
    for (const keys of this.#podsOn.values()) yield* keys;
  }

  #judge(world: World, set: DaemonSet, hash: string, node: string): void {
    const before = this.#seats.get(node);
    const place = this.placeOn(world, set, hash, node);
    const after = place.fit === undefined && place.pods.length === 0 ? undefined : seatOf(place);
    if (before !== undefined) this.#sum(before, -1);
    if (after === undefined) this.#seats.delete(node);
    else {
      this.#sum(after, 1);
      this.#seats.set(node, after);
    }
    setMember(this.care, node, after?.needsCare === true);
    setMember(this.#waiting, node, after?.changesAtMs !== undefined);
    if (before?.role !== undefined) this.#roles.get(before.role)?.delete(node);
    if (after?.role === undefined) return;
    const sharing = this.#roles.get(after.role);
    if (sharing === undefined) this.#roles.set(after.role, new Set([node]));
    else sharing.add(node);
  }

  #sum(seat: Seat, by: 1 | -1): void {
    const { sums } = this;
    if (seat.taken) sums.taken += by;
    if (seat.up) sums.up += by;
    if (!seat.shouldRun) {
      if (seat.scheduled) sums.misscheduled += by;
      return;
    }
    sums.desired += by;
    if (seat.scheduled) sums.current += by;
    if (seat.ready) sums.ready += by;
    if (seat.available) sums.available += by;
    if (seat.updated) sums.updated += by;
  }

  #reset(): void {
    this.#seats.clear();
    this.#marked.clear();
    this.#waiting.clear();
    this.#roles.clear();
    this.care.clear();
    this.sums = noSums();
  }
}

/** The first names of a set in order, without sorting all of them when few are asked for. */
export function firstNames(names: Iterable<string>, limit: number): readonly string[] {
  if (limit <= 0) return [];
  if (limit > FEW) return [...names].sort().slice(0, limit);
  const first: string[] = [];
  for (const name of names) {
    if (first.length === limit && name >= (first.at(-1) ?? '')) continue;
    let at = first.length;
    while (at > 0 && name < (first[at - 1] ?? '')) at--;
    first.splice(at, 0, name);
    if (first.length > limit) first.pop();
  }
  return first;
}

const NONE: readonly ObjectKey[] = [];

function inOrder(keys: ReadonlySet<ObjectKey> | undefined): readonly ObjectKey[] {
  if (keys === undefined) return NONE;
  return keys.size === 1 ? [...keys] : [...keys].sort();
}

function setMember(set: Set<string>, name: string, isIn: boolean): void {
  if (isIn) set.add(name);
  else set.delete(name);
}

function noSums(): Sums {
  return { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0, taken: 0, up: 0 };
}
