import { isPodReady, isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import {
  POD_INDEX_LABEL,
  POD_NAME_LABEL,
  REVISION_LABEL,
  statefulSets,
} from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { countsAlike } from '../shared/pod-tally.ts';

/** One Pod of a StatefulSet, by what the controller asks about it. */
export interface Member {
  readonly ordinal: number;
  readonly key: ObjectKey;
  readonly revision: string;
  /** Running and ready. */
  readonly ready: boolean;
  readonly terminating: boolean;
  /** Failed or Succeeded. */
  readonly ended: boolean;
  readonly pending: boolean;
  /** Carries the labels that name it. */
  readonly named: boolean;
}

export interface Members {
  /** Lowest ordinal first. */
  readonly list: readonly Member[];
  readonly ready: number;
  /** How many that are not under deletion have a revision. */
  readonly byRevision: ReadonlyMap<string, number>;
  /** Those that are not ready, under deletion or without their labels, by ordinal. The order says nothing. */
  readonly troubled: ReadonlyMap<number, Member>;
  /** Pods whose labels changed since they were last compared with the selector. */
  readonly unchecked: Set<ObjectKey>;
}

interface Group extends Members {
  readonly list: Member[];
  ready: number;
  readonly byRevision: Map<string, number>;
  readonly troubled: Map<number, Member>;
}

const NOBODY: Members = { list: [], ready: 0, byRevision: new Map(), troubled: new Map(), unchecked: new Set() };

/**
 * The Pods of every StatefulSet in the order of their ordinals, kept up to date with every change, so that a look at a
 * set of a thousand does not ask each of them.
 */
export class StatefulPods implements Derived {
  readonly resources = [pods.resource];
  readonly #groups = new Map<string, Group>();

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource !== pods.resource) return;
    const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
    if (before !== undefined && after !== undefined && countsAlike(before, after)) return;
    const [from, to] = [setUidOf(before), setUidOf(after)];
    if (from !== undefined && before !== undefined) this.#remove(from, before);
    if (from !== undefined && from !== to) this.#forget(from, key);
    if (to === undefined || after === undefined) return;
    const group = this.#add(to, key, after);
    if (from !== to || before?.metadata.labels !== after.metadata.labels) group?.unchecked.add(key);
  }

  of(uid: string): Members {
    return this.#groups.get(uid) ?? NOBODY;
  }

  #add(uid: string, key: ObjectKey, pod: Pod): Group | undefined {
    const member = memberOf(key, pod);
    if (member === undefined) return undefined;
    let group = this.#groups.get(uid);
    if (group === undefined) {
      group = { list: [], ready: 0, byRevision: new Map(), troubled: new Map(), unchecked: new Set() };
      this.#groups.set(uid, group);
    }
    group.list.splice(placeOf(group.list, member.ordinal), 0, member);
    if (member.ready) group.ready++;
    if (!member.terminating) count(group.byRevision, member.revision, 1);
    if (!isSound(member)) group.troubled.set(member.ordinal, member);
    return group;
  }

  #remove(uid: string, pod: Pod): void {
    const group = this.#groups.get(uid);
    const ordinal = ordinalOf(pod);
    if (group === undefined || ordinal < 0) return;
    const at = placeOf(group.list, ordinal);
    const member = group.list[at];
    if (member?.ordinal !== ordinal) return;
    group.list.splice(at, 1);
    if (member.ready) group.ready--;
    if (!member.terminating) count(group.byRevision, member.revision, -1);
    group.troubled.delete(ordinal);
  }

  #forget(uid: string, key: ObjectKey): void {
    const group = this.#groups.get(uid);
    if (group?.list.length === 0) this.#groups.delete(uid);
    else group?.unchecked.delete(key);
  }
}

/** The table of a world, made at the first question. */
export function statefulPods(world: World): StatefulPods {
  return world.derived('stateful-pods', () => new StatefulPods());
}

/** Index of the first member whose ordinal is not lower. */
export function placeOf(list: readonly Member[], ordinal: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Member).ordinal < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number at the end of a Pod's name, -1 for none that a StatefulSet of its owner's name would give. */
export function ordinalIn(podName: string, setName: string): number {
  const digits = podName.slice(setName.length + 1);
  if (!podName.startsWith(`${setName}-`) || !/^(0|[1-9]\d{0,9})$/.test(digits)) return -1;
  return Number(digits);
}

/** True when nothing about it needs the controller. */
function isSound({ ready, terminating, named }: Member): boolean {
  return ready && !terminating && named;
}

function setUidOf(pod: Pod | undefined): string | undefined {
  const owner = pod === undefined ? undefined : controllerOf(pod.metadata);
  return owner?.kind === statefulSets.kind ? owner.uid : undefined;
}

function ordinalOf({ metadata }: Pod): number {
  return ordinalIn(metadata.name ?? '', controllerOf(metadata)?.name ?? '');
}

function memberOf(key: ObjectKey, pod: Pod): Member | undefined {
  const ordinal = ordinalOf(pod);
  if (ordinal < 0) return undefined;
  const { name, labels, deletionTimestamp } = pod.metadata;
  const phase = pod.status?.phase;
  return {
    ordinal,
    key,
    revision: labels?.[REVISION_LABEL] ?? '',
    ready: phase === 'Running' && isPodReady(pod),
    terminating: deletionTimestamp !== undefined,
    ended: isPodTerminal(pod),
    pending: phase === 'Pending',
    named: labels?.[POD_NAME_LABEL] === name && labels?.[POD_INDEX_LABEL] === String(ordinal),
  };
}

function count(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const total = (counts.get(key) ?? 0) + by;
  if (total === 0) counts.delete(key);
  else counts.set(key, total);
}
