import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { isPodReady, isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { REVISION_LABEL } from '../../../api/kinds/stateful-set/stateful-set.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { availableAtMs } from '../shared/pod-facts.ts';
import type { Fit } from './node-fit.ts';
import { allowsSurge } from './update-limits.ts';

/** What a rolling update may do on a node. `Now` need not wait for a free place. */
export type Role = 'replaceNow' | 'replace' | 'surgeNow' | 'surge' | 'drop' | 'sunset';

/** What is known of one DaemonSet on one node. */
export interface Seat {
  readonly shouldRun: boolean;
  readonly scheduled: boolean;
  readonly ready: boolean;
  readonly available: boolean;
  readonly updated: boolean;
  /** Something is to be created, deleted or let go here, whatever the update does. */
  readonly needsCare: boolean;
  readonly role: Role | undefined;
  /** The Pod that the role is about. */
  readonly old: Pod | undefined;
  /** Takes one of the places that a rolling update has. */
  readonly taken: boolean;
  /** An available Pod is here, wanted or not. */
  readonly up: boolean;
  /** When a ready Pod becomes available and all this must be asked again, ms. */
  readonly changesAtMs: number | undefined;
}

export interface Duties {
  readonly create: boolean;
  readonly remove: readonly Pod[];
  /** Failed and succeeded Pods, which are to be deleted with a word about it. */
  readonly ended: readonly Pod[];
  /** Pods that are no longer selected. */
  readonly strangers: readonly Pod[];
}

/** The question: a DaemonSet at one revision, a node (if it exists), the daemon's Pods there, and the time. */
export interface Place {
  readonly set: DaemonSet;
  readonly hash: string;
  readonly fit: Fit | undefined;
  readonly pods: readonly Pod[];
  readonly nowMs: number;
}

export function seatOf(place: Place): Seat {
  const { set, hash, fit, nowMs } = place;
  const pods = inOrder(place.pods.filter((pod) => !isSettled(pod)));
  const [first] = pods;
  const { create, remove, ended, strangers } = dutiesAt(place);
  const seconds = set.spec.minReadySeconds ?? 0;
  return {
    shouldRun: fit?.shouldRun === true,
    scheduled: first !== undefined,
    ready: first !== undefined && isPodReady(first),
    available: first !== undefined && isAvailable(first, seconds, nowMs),
    updated: first !== undefined && isUpdated(first, hash),
    needsCare: create || remove.length + ended.length + strangers.length > 0,
    ...updateFacts(place, pods, seconds),
    changesAtMs: nextAvailableMs(pods, seconds, nowMs),
  };
}

/** What is to be done on a node, apart from the update. Source: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode. */
export function dutiesAt({ set, hash, fit, pods: all, nowMs }: Place): Duties {
  const strangers = all.filter(({ metadata }) => !matchesLabelSelector(set.spec.selector, metadata.labels));
  const pods = all.filter((pod) => !isSettled(pod) && !strangers.includes(pod));
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const duties = { create: false, remove: [] as readonly Pod[], ended: [] as readonly Pod[], strangers };
  // Nobody else can clean up what waits for a node that is gone.
  if (fit === undefined) return { ...duties, remove: staying.filter(({ spec }) => (spec.nodeName ?? '') === '') };
  if (fit.shouldRun && pods.length === 0) return { ...duties, create: true };
  if (!fit.shouldStay) return { ...duties, remove: staying };
  const ended = staying.filter(isPodTerminal);
  const running = inOrder(staying.filter((pod) => !isPodTerminal(pod)));
  if (!allowsSurge(set)) return { ...duties, ended, remove: running.slice(1) };
  if (running.length <= 1) return { ...duties, ended, create: running.length === 0 && fit.shouldRun };
  return { ...duties, ended, remove: surplusWhileSurging(set, hash, running, nowMs) };
}

/** The Pod that counts comes first: one with a node, the oldest. Source: podByCreationTimestampAndPhase. */
function inOrder(pods: readonly Pod[]): readonly Pod[] {
  if (pods.length < 2) return pods;
  return [...pods].sort(
    (a, b) =>
      Number((b.spec.nodeName ?? '') !== '') - Number((a.spec.nodeName ?? '') !== '') ||
      compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
      compare(a.metadata.name, b.metadata.name),
  );
}

/** An old and a new Pod may be there together until the new one is available, or the old one is not ready any more. */
function surplusWhileSurging(set: DaemonSet, hash: string, running: readonly Pod[], nowMs: number): readonly Pod[] {
  const fresh = running.find((pod) => isUpdated(pod, hash));
  const old = running.find((pod) => !isUpdated(pod, hash));
  const surplus = running.filter((pod) => pod !== fresh && pod !== old);
  if (fresh === undefined || old === undefined) return surplus;
  const isOver = !isPodReady(old) || isAvailable(fresh, set.spec.minReadySeconds ?? 0, nowMs);
  return isOver ? [...surplus, old] : surplus;
}

/** Source: pkg/controller/daemon/update.go rollingUpdate, the part about one node. */
function updateFacts(
  { set, hash, fit, nowMs }: Place,
  pods: readonly Pod[],
  seconds: number,
): Pick<Seat, 'role' | 'old' | 'taken' | 'up'> {
  const nothing = { role: undefined, old: undefined, taken: false, up: false };
  if (pods.length === 0) return nothing;
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const fresh = staying.filter((pod) => isUpdated(pod, hash));
  const old = staying.filter((pod) => !isUpdated(pod, hash));
  if (fresh.length > 1 || old.length > 1) return { ...nothing, taken: true };
  const up = (pod: Pod | undefined): boolean => pod !== undefined && isAvailable(pod, seconds, nowMs);
  const facts = { ...nothing, old: old[0], up: up(old[0] ?? fresh[0]) };
  if (!allowsSurge(set)) {
    if (fresh.length === old.length) return { ...facts, taken: true };
    if (fresh.length === 1) return { ...facts, taken: !facts.up };
    return facts.up ? { ...facts, role: 'replace' } : { ...facts, role: 'replaceNow', taken: true };
  }
  if (old.length === 0) return facts;
  if (fresh.length === 1) return up(fresh[0]) ? { ...facts, role: 'drop' } : { ...facts, taken: true };
  if (fit?.shouldRun === true) return { ...facts, role: facts.up ? 'surge' : 'surgeNow' };
  return { ...facts, role: facts.up ? 'sunset' : 'drop' };
}

/** Ended and on its way out: whoever holds it will let it go. */
function isSettled(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && isPodTerminal(pod);
}

function isUpdated({ metadata }: Pod, hash: string): boolean {
  return metadata.labels?.[REVISION_LABEL] === hash;
}

function isAvailable(pod: Pod, seconds: number, nowMs: number): boolean {
  const atMs = availableAtMs(pod, seconds);
  return atMs !== undefined && atMs <= nowMs;
}

function nextAvailableMs(pods: readonly Pod[], seconds: number, nowMs: number): number | undefined {
  if (seconds === 0) return undefined;
  let nextMs: number | undefined;
  for (const pod of pods) {
    const atMs = availableAtMs(pod, seconds);
    if (atMs !== undefined && atMs > nowMs && (nextMs === undefined || atMs < nextMs)) nextMs = atMs;
  }
  return nextMs;
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
