import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { amountsOf, podRequests } from '../../../api/kinds/pod/requests.ts';
import { keyName } from '../../../api/machinery/key.ts';
import { formatQuantity } from '../../../api/machinery/quantity-format.ts';
import { fromUnits } from '../../../api/machinery/quantity.ts';
import { nodeWithKubelet } from '../../node-side/node-power.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { postPressures } from '../node/pressure-conditions.ts';
import { KUBELET_NAME, kubeletActor, podWorkKey } from '../pod-keys.ts';
import { EVICTIONS } from '../verdicts/evictions.ts';
import { EVICTION_MANAGER } from './manager-name.ts';
import { memoryUseOf, type MemoryUse } from './memory-use.ts';
import { PRESSURE, pressureOf, SHORT_OF_MEMORY, type Pressure } from './node-pressure.ts';

/** Source: pkg/kubelet/kubelet.go evictionMonitoringPeriod. */
const PERIOD_MS = 10_000;
/** A shortage is reported for so long after it ended. Source: kubelet evictionPressureTransitionPeriod. */
const TRANSITION_MS = 300_000;
/** Source: pkg/kubelet/eviction/defaults_linux.go (memory.available<100Mi, nodefs.available<10%). */
const MEMORY_LEFT_BYTES = 104_857_600;
const DISK_LEFT = 0.1;
/** Grace of pods that must go at once. Source: eviction_manager.go immediateEvictionGracePeriodSeconds. */
const GRACE_SECONDS = 1;
const CRITICAL = 2_000_000_000;

/**
 * A kubelet's eviction manager: while its machine is short of something it ends one pod after the other, those first
 * that use more than they asked for, then the least important. Keys are node names; it looks only while there is
 * something to watch. Source: pkg/kubelet/eviction/eviction_manager.go.
 */
export const evictionManager: Reconciler = {
  name: EVICTION_MANAGER,
  actor: kubeletActor,
  watches: [{ resource: nodes.resource, keys: nodeKeys }],
  reconcile: look,
};

interface Candidate {
  readonly pod: Pod;
  readonly use: MemoryUse;
  readonly overBytes: number;
}

function look(world: World, name: string): Outcome {
  const node = nodeWithKubelet(world, name);
  if (node === undefined) return undefined;
  const candidates = activePods(world, node);
  const capacityBytes = amountsOf(node.status?.capacity)['memory'] ?? Number.POSITIVE_INFINITY;
  const usedBytes = candidates.reduce((sum, { use }) => sum + use.bytes, 0);
  const leftBytes = capacityBytes - usedBytes;
  const isShort = leftBytes < MEMORY_LEFT_BYTES;
  const table = world.table(SHORT_OF_MEMORY);
  if (isShort) table.set(name, world.nowMs + TRANSITION_MS);
  const shortUntilMs = table.get(name);
  if (shortUntilMs !== undefined && shortUntilMs <= world.nowMs) table.delete(name);
  const pressures = pressureOf(world, node);
  postPressures(world, node, pressures);
  const starved = isShort
    ? 'MemoryPressure'
    : pressures.find((each) => each !== 'MemoryPressure' || isFault(world, node));
  const evicted = starved !== undefined && evictOne(world, node, candidates, starved, leftBytes);
  const times = [
    ...(evicted ? [PERIOD_MS] : []),
    ...(shortUntilMs === undefined || shortUntilMs <= world.nowMs ? [] : [shortUntilMs - world.nowMs]),
    ...untilShort(candidates, leftBytes - MEMORY_LEFT_BYTES),
  ];
  return times.length === 0 ? undefined : { requeueAfterMs: Math.min(...times) };
}

/** Memory pressure that was ordered does not end when pods go. */
function isFault(world: World, node: Node): boolean {
  return world.table(SHORT_OF_MEMORY).get(node.metadata.name ?? '') === undefined;
}

function activePods(world: World, node: Node): readonly Candidate[] {
  return world
    .indexed(pods, 'node', node.metadata.name ?? '')
    .filter((pod) => !isPodTerminal(pod) && pod.status?.startTime !== undefined)
    .map((pod) => {
      const use = memoryUseOf(world, node, pod);
      return { pod, use, overBytes: use.bytes - (podRequests(pod.spec)['memory'] ?? 0) };
    });
}

/** Source: eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc, rankPIDPressure. */
function evictOne(
  world: World,
  node: Node,
  candidates: readonly Candidate[],
  pressure: Pressure,
  leftBytes: number,
): boolean {
  const isMemory = pressure === 'MemoryPressure';
  const priority = ({ pod }: Candidate): number => pod.spec.priority ?? 0;
  const ranked = candidates
    .filter((each) => priority(each) < CRITICAL && each.pod.metadata.deletionTimestamp === undefined)
    .toSorted((a, b) => {
      if (isMemory && a.overBytes > 0 !== b.overBytes > 0) return a.overBytes > 0 ? -1 : 1;
      return priority(a) - priority(b) || (isMemory ? b.overBytes - a.overBytes : 0);
    });
  const first = ranked[0];
  if (first === undefined) return false;
  const message = messageOf(node, first, pressure, leftBytes);
  const key = podWorkKey(first.pod);
  world.table(EVICTIONS).set(key, { uid: first.pod.metadata.uid ?? '', message, graceSeconds: GRACE_SECONDS });
  world.enqueue(KUBELET_NAME, key);
  return true;
}

/** Source: eviction/helpers.go evictionMessage. */
function messageOf(node: Node, { pod, use }: Candidate, pressure: Pressure, leftBytes: number): string {
  const low = (resource: string): string => `The node was low on resource: ${resource}. `;
  if (pressure === 'PIDPressure') return low('pids');
  if (pressure === 'DiskPressure') {
    const bytes = amountsOf(node.status?.capacity)['ephemeral-storage'];
    if (bytes === undefined) return low('ephemeral-storage');
    const limit = Math.floor(bytes * DISK_LEFT);
    return `${low('ephemeral-storage')}Threshold quantity: ${limit}, available: ${kibis(limit / 2)}. `;
  }
  const requests = new Map(
    pod.spec.containers.map(({ name, resources }) => [name, resources?.requests?.['memory'] ?? '0']),
  );
  const over = use.byContainer
    .filter(([name, bytes]) => bytes > (amountsOf({ memory: requests.get(name) ?? '0' })['memory'] ?? 0))
    .map(
      ([name, bytes]) =>
        `Container ${name} was using ${kibis(bytes)}, request is ${requests.get(name) ?? '0'}, has larger consumption of memory. `,
    );
  const left = kibis(Math.max(0, Math.min(leftBytes, MEMORY_LEFT_BYTES - 1)));
  return `${low('memory')}Threshold quantity: 100Mi, available: ${left}. ${over.join('')}`;
}

function kibis(bytes: number): string {
  return formatQuantity(fromUnits(Math.floor(bytes / 1024) * 1024, 'BinarySI'));
}

/** Milliseconds until memory that grows will have used up what is left. */
function untilShort(candidates: readonly Candidate[], freeBytes: number): readonly number[] {
  const perSecondBytes = candidates.reduce((sum, { use }) => sum + use.perSecondBytes, 0);
  if (perSecondBytes === 0 || freeBytes <= 0) return [];
  return [Math.ceil((freeBytes / perSecondBytes) * 1000) + 1];
}

/** A person changed what the machine is short of. */
function nodeKeys({ prev, next, key }: Change): readonly string[] {
  if (next === undefined || prev?.metadata.annotations === next.metadata.annotations) return [];
  return prev?.metadata.annotations?.[PRESSURE] === next.metadata.annotations?.[PRESSURE] ? [] : [keyName(key)];
}
