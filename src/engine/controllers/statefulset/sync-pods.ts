import type { ControllerRevision } from '../../../api/kinds/controller-revision/controller-revision.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { World } from '../../world.ts';
import { templateOf } from '../shared/history.ts';
import { availableAtMs } from '../shared/pod-facts.ts';
import { slowStart } from '../shared/slow-start.ts';
import { createClaims, hasStaleClaim } from './claims.ts';
import { placeOf, statefulPods, type Member, type Members } from './members.ts';
import { createPod, deletePod, nameAgain, type Step } from './pod-control.ts';
import { applyRetention, applyRetentionToCondemned } from './retention.ts';

interface Sync {
  readonly world: World;
  readonly key: string;
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly start: number;
  /** One past the highest ordinal that the set wants. */
  readonly end: number;
  readonly members: Members;
}

/**
 * One step towards as many Pods as the set wants, at the revision that it wants: missing ones first, then surplus ones,
 * then old ones. Source: pkg/controller/statefulset/stateful_set_control.go updateStatefulSet.
 */
export function syncPods(
  world: World,
  key: string,
  set: StatefulSet,
  current: ControllerRevision,
  update: ControllerRevision,
): Step {
  const start = set.spec.ordinals?.start ?? 0;
  const members = statefulPods(world).of(set.metadata.uid ?? '');
  const sync = { world, key, set, current, update, start, end: start + (set.spec.replicas ?? 1), members };
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  const kept = isOrdered ? keepInOrder(sync) : keepAtOnce(sync);
  if (kept !== 'done') return kept;
  const condemned = condemnedOf(sync);
  applyRetentionToCondemned(world, key, set, condemned);
  const scaled = isOrdered ? condemnNext(sync, condemned) : condemnAll(sync, condemned);
  return scaled === 'done' ? replaceOld(sync) : scaled;
}

/** Source: processReplica in monotonic mode: nothing above the first Pod that is not well is touched. */
function keepInOrder(sync: Sync): Step {
  const { world, key, set, end } = sync;
  const wanted = wantedOf(sync);
  const stop = Math.min(firstMissing(sync, wanted), firstUnwell(sync, wanted));
  for (const member of troubledOf(sync)) if (!member.named && member.ordinal < stop) nameAgain(world, set, member);
  applyRetention(world, key, set, wanted, stop, end);
  if (stop === end) return 'done';
  const blocking = wanted[placeOf(wanted, stop)];
  if (blocking?.ordinal !== stop) return createMissing(sync, stop) === 'failed' ? 'failed' : 'wait';
  if (blocking.ended) return blocking.terminating || deletePod(world, set, blocking) === 'done' ? 'wait' : 'failed';
  if (blocking.pending && createClaims(world, set, stop) !== undefined) return 'failed';
  return 'wait';
}

/** Source: processReplica in burst mode, slowStartBatch. */
function keepAtOnce(sync: Sync): Step {
  const { world, key, set, start, end } = sync;
  const missing = missingOf(sync);
  let isFailed = false;
  for (const member of troubledOf(sync)) {
    if (member.ended && !member.terminating) isFailed = deletePod(world, set, member) === 'failed' || isFailed;
    else if (member.pending) isFailed = createClaims(world, set, member.ordinal) !== undefined || isFailed;
    if (!member.ended && !member.named) nameAgain(world, set, member);
  }
  let at = 0;
  slowStart(missing.length, () => {
    const step = createMissing(sync, missing[at++] ?? start);
    isFailed ||= step === 'failed';
    return step === 'done';
  });
  applyRetention(world, key, set, wantedOf(sync), end, end);
  return isFailed ? 'failed' : 'done';
}

function createMissing({ world, set, current, update, start }: Sync, ordinal: number): Step {
  if (hasStaleClaim(world, set, ordinal)) return 'wait';
  const isOld = ordinal < start + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  const revision = isOld ? current : update;
  const template = revision === update ? set.spec.template : templateOf(revision);
  return createPod(world, set, template, revision.metadata.name ?? '', ordinal);
}

/** Source: processCondemned in monotonic mode: the highest goes when it is well, or when none below it is unwell. */
function condemnNext(sync: Sync, condemned: readonly Member[]): Step {
  const [highest] = condemned;
  if (highest === undefined) return 'done';
  if (highest.terminating) return 'wait';
  if (!isAvailable(sync, highest)) {
    const firstUnwell = condemned.findLast((each) => each.terminating || !isAvailable(sync, each));
    if (firstUnwell !== highest) return 'wait';
  }
  return deletePod(sync.world, sync.set, highest) === 'failed' ? 'failed' : 'wait';
}

function condemnAll({ world, set }: Sync, condemned: readonly Member[]): Step {
  const going = condemned.filter(({ terminating }) => !terminating);
  const { successes } = slowStart(going.length, () => deletePod(world, set, going.shift() as Member) === 'done');
  return successes === 0 && going.length > 0 ? 'failed' : 'done';
}

/** Deletes the highest Pod that is not at the new revision, once all above it are well. */
function replaceOld(sync: Sync): Step {
  const { world, set, start, members } = sync;
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  const revision = sync.update.metadata.name ?? '';
  if (type !== 'RollingUpdate' || members.byRevision.get(revision) === members.list.length) return 'done';
  const wanted = wantedOf(sync);
  for (let i = wanted.length - 1; i >= 0; i--) {
    const member = wanted[i] as Member;
    if (member.ordinal < start + (rollingUpdate?.partition ?? 0)) break;
    if (member.revision !== revision && !member.terminating) return deletePod(world, set, member);
    if (member.terminating || !isAvailable(sync, member)) break;
  }
  return 'done';
}

/** The Pods in the range that the set wants, lowest first. */
function wantedOf({ members: { list }, start, end }: Sync): readonly Member[] {
  const [from, to] = [placeOf(list, start), placeOf(list, end)];
  return from === 0 && to === list.length ? list : list.slice(from, to);
}

/** Those of them that need more than time, lowest first. */
function troubledOf({ members: { troubled }, set, start, end }: Sync): readonly Member[] {
  const hasClaims = (set.spec.volumeClaimTemplates?.length ?? 0) > 0;
  const found: Member[] = [];
  for (const member of troubled.values()) {
    const { ordinal, ended, named, pending } = member;
    if (ordinal >= start && ordinal < end && (ended || !named || (pending && hasClaims))) found.push(member);
  }
  return found.sort((a, b) => a.ordinal - b.ordinal);
}

/** The ordinals that have no Pod, lowest first. */
function missingOf(sync: Sync): readonly number[] {
  const { start, end } = sync;
  const wanted = wantedOf(sync);
  const missing: number[] = [];
  for (let ordinal = start, at = 0; missing.length < end - start - wanted.length; ordinal++) {
    if (wanted[at]?.ordinal === ordinal) at++;
    else missing.push(ordinal);
  }
  return missing;
}

/** The Pods outside of it, highest first. */
function condemnedOf({ members: { list }, start, end }: Sync): readonly Member[] {
  const [from, to] = [placeOf(list, start), placeOf(list, end)];
  return from === 0 && to === list.length ? [] : [...list.slice(0, from), ...list.slice(to)].reverse();
}

/** The lowest ordinal without a Pod; `end` when there is none. */
function firstMissing({ start, end }: Sync, wanted: readonly Member[]): number {
  let [low, high] = [0, wanted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((wanted[middle] as Member).ordinal === start + middle) low = middle + 1;
    else high = middle;
  }
  return Math.min(start + low, end);
}

/** The lowest ordinal whose Pod is not ready, not available yet, or on its way out; `end` when there is none. */
function firstUnwell(sync: Sync, wanted: readonly Member[]): number {
  const { start, end, members, set } = sync;
  let first = end;
  for (const { ordinal, ready, terminating } of members.troubled.values())
    if (ordinal >= start && ordinal < first && (!ready || terminating)) first = ordinal;
  if ((set.spec.minReadySeconds ?? 0) === 0) return first;
  return Math.min(first, wanted.find((each) => !isAvailable(sync, each))?.ordinal ?? end);
}

function isAvailable({ world, set }: Sync, { ready, key }: Member): boolean {
  const { minReadySeconds = 0 } = set.spec;
  if (!ready || minReadySeconds === 0) return ready;
  const pod = world.byKey(pods, key);
  const atMs = pod === undefined ? undefined : availableAtMs(pod, minReadySeconds);
  return atMs !== undefined && atMs <= world.nowMs;
}
