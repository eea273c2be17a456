import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { ContainerStatus } from '../../../api/kinds/pod/pod-status.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { Heap } from '../../../lib/heap.ts';
import { parseTime } from '../../../lib/time.ts';
import { log2Bucket } from './log2-bucket.ts';

/** Source: controller_utils.go podPhaseToOrdinal. */
const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
/** A user's say in who goes first. Source: pkg/apis/core/annotation_key_constants.go. */
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const INT32 = /^(0|[-+]?[1-9]\d*)$/;

/** A Pod with everything that its rank depends on. Smaller means deleted earlier. */
export interface Candidate {
  readonly pod: Pod;
  readonly isAssigned: boolean;
  readonly phase: number;
  readonly isReady: boolean;
  readonly cost: number;
  /** Active Pods of its kin on its node, itself included. */
  readonly colocated: number;
  readonly readySince: string | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly created: string | undefined;
}

/**
 * The `count` Pods that go first, best known order first; with as many as there are, in the order given.
 * `related` are the active Pods of all ReplicaSets of the same owner, in lists. Source: replica_set.go getPodsToDelete.
 */
export function podsToDelete(
  own: readonly Pod[],
  related: () => readonly (readonly Pod[])[],
  count: number,
  nowMs: number,
): readonly Pod[] {
  if (count >= own.length) return own;
  const perNode = countByNode(related());
  const before = (a: Candidate, b: Candidate): boolean => compareCandidates(a, b, nowMs) > 0;
  // The worst of the chosen is on top: one pass over all, and only the chosen are ever compared with each other.
  const chosen = new Heap<Candidate>(before);
  for (const pod of own) {
    const candidate = candidateOf(pod, perNode.get(pod.spec.nodeName ?? '') ?? 0);
    const worst = chosen.size < count ? undefined : chosen.peek();
    if (worst !== undefined && compareCandidates(candidate, worst, nowMs) >= 0) continue;
    if (worst !== undefined) chosen.pop();
    chosen.push(candidate);
  }
  return chosen
    .toArray()
    .sort((a, b) => compareCandidates(a, b, nowMs))
    .map((candidate) => candidate.pod);
}

/**
 * Negative when `a` goes before `b`. Ages are compared by powers of two, so that among Pods of a similar age the uid
 * decides, which is as good as chance. Source: controller_utils.go ActivePodsWithRanks.Less.
 */
export function compareCandidates(a: Candidate, b: Candidate, nowMs: number): number {
  if (a.isAssigned !== b.isAssigned) return a.isAssigned ? 1 : -1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.isReady !== b.isReady) return a.isReady ? 1 : -1;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.colocated !== b.colocated) return b.colocated - a.colocated;
  if (a.isReady && a.readySince !== b.readySince) return compareAges(a, b, a.readySince, b.readySince, nowMs);
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  if (a.sidecarRestarts !== b.sidecarRestarts) return b.sidecarRestarts - a.sidecarRestarts;
  if (a.created !== b.created) return compareAges(a, b, a.created, b.created, nowMs);
  return compareUids(a, b);
}

/** The facts about one Pod. */
export function candidateOf(pod: Pod, colocated: number): Candidate {
  return {
    pod,
    isAssigned: (pod.spec.nodeName ?? '') !== '',
    phase: PHASE_ORDER[pod.status?.phase ?? 'Pending'] ?? 0,
    isReady: isPodReady(pod),
    cost: deletionCost(pod),
    colocated,
    readySince: readySince(pod),
    restarts: maxRestarts(pod.status?.containerStatuses),
    sidecarRestarts: maxRestarts(sidecarStatuses(pod)),
    created: pod.metadata.creationTimestamp,
  };
}

function compareAges(
  a: Candidate,
  b: Candidate,
  aTime: string | undefined,
  bTime: string | undefined,
  nowMs: number,
): number {
  const [aMs, bMs] = [timeMs(aTime), timeMs(bTime)];
  if (aMs === undefined || bMs === undefined) return aMs === undefined ? -1 : 1;
  const difference = log2Bucket(nowMs - aMs) - log2Bucket(nowMs - bMs);
  return difference === 0 ? compareUids(a, b) : difference;
}

/** Stored times have whole seconds, so that thousands of Pods share a few: each is read once. */
const times = new Map<string, number | undefined>();
const TIMES_MAX = 4096;

function timeMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (times.has(text)) return times.get(text);
  if (times.size >= TIMES_MAX) times.clear();
  const ms = parseTime(text);
  times.set(text, ms);
  return ms;
}

function readySince(pod: Pod): string | undefined {
  return podCondition(pod, 'Ready')?.lastTransitionTime;
}

function compareUids(a: Candidate, b: Candidate): number {
  const [first, second] = [a.pod.metadata.uid ?? '', b.pod.metadata.uid ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

function countByNode(lists: readonly (readonly Pod[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pods of lists) {
    for (const { spec } of pods) {
      const node = spec.nodeName ?? '';
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return counts;
}

/** Source: pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations: what does not parse counts as 0. */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  if (text === undefined || !INT32.test(text)) return 0;
  const cost = Number(text);
  return Math.abs(cost) > 2_147_483_647 ? 0 : cost;
}

const NO_STATUSES: readonly ContainerStatus[] = [];

function maxRestarts(statuses: readonly ContainerStatus[] = NO_STATUSES): number {
  let most = 0;
  for (const { restartCount } of statuses) if (restartCount > most) most = restartCount;
  return most;
}

/** Init containers that run on beside the others. */
function sidecarStatuses({ spec, status }: Pod): readonly ContainerStatus[] {
  if (spec.initContainers === undefined) return NO_STATUSES;
  const sidecars = spec.initContainers.filter((container) => container.restartPolicy === 'Always');
  return (status?.initContainerStatuses ?? []).filter(({ name }) =>
    sidecars.some((container) => container.name === name),
  );
}
