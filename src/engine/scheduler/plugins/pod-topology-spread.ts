import { pods } from '../../../api/kinds/pod/pod.ts';
import { MAX_SCORE, type Cycle, type ScorePlugin, type Scores } from '../cycle.ts';
import { defaultSelector } from '../default-selector.ts';
import { naturalLog } from '../natural-log.ts';
import type { NodeInfo } from '../node-info.ts';
import { nodeHolding } from '../node-table.ts';
import { requiredOfNode } from '../node-selector.ts';
import type { SpreadCounter } from '../spread-counts.ts';

/** Constraints of pods that have none of their own. Source: .../podtopologyspread/plugin.go systemDefaultConstraints. */
const HOST_MAX_SKEW = 3;
const ZONE_MAX_SKEW = 5;

/**
 * Prefers nodes and zones with fewer pods of the same Services and owner. Both default constraints are soft.
 * Source: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go.
 */
export const podTopologySpread: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  score: (cycle, slots, scores) => {
    const { pod, table } = cycle;
    const selector = defaultSelector(cycle.world, pod);
    if (selector === undefined) return false;
    const counter = table.spread.counter(pod.metadata.namespace ?? '', selector, () => boundPods(cycle));
    const counts = counter.bySlot(table.slotCount);
    const { hostnames, zoneIds } = table.columns;
    const hostWeight = naturalLog(slots.length + 2);
    const zoneSums = sumsOfZones(zoneCounts(cycle, counter), naturalLog(countZones(zoneIds, slots) + 2));
    let min = Number.MAX_SAFE_INTEGER;
    let max = 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const zoneId = zoneIds[slot] as number;
      const hostSum = hostnames[slot] === 1 ? (counts[slot] as number) * hostWeight + (HOST_MAX_SKEW - 1) : 0;
      const sum = Math.round(hostSum + (zoneId === 0 ? 0 : (zoneSums[zoneId] ?? ZONE_MAX_SKEW - 1)));
      if (sum < min) min = sum;
      if (sum > max) max = sum;
      scores[i] = sum;
    }
    fewerIsBetter(scores, slots.length, min, max);
    return true;
  },
};

function fewerIsBetter(scores: Scores, count: number, min: number, max: number): void {
  if (max === 0) scores.fill(MAX_SCORE, 0, count);
  else for (let i = 0; i < count; i++) scores[i] = Math.floor((MAX_SCORE * (max + min - (scores[i] as number))) / max);
}

/** What a zone adds to the sums of its nodes, by the zone's number. */
function sumsOfZones(counts: readonly number[], weight: number): readonly number[] {
  const sums: number[] = [];
  for (let i = 0; i < counts.length; i++) sums.push((counts[i] ?? 0) * weight + (ZONE_MAX_SKEW - 1));
  return sums;
}

/** Different values of the zone label, no label being one of them. */
function countZones(zoneIds: Int32Array, slots: Int32Array): number {
  const seen: boolean[] = [];
  let count = 0;
  for (let i = 0; i < slots.length; i++) {
    const zoneId = zoneIds[slots[i] as number] as number;
    if (seen[zoneId] === true) continue;
    seen[zoneId] = true;
    count++;
  }
  return count;
}

/** Pods by zone, of the nodes that the pod's own selector and affinity allow. */
function zoneCounts({ pod, table }: Cycle, counter: SpreadCounter): readonly number[] {
  const infos = table.list();
  const isWanted = requiredOfNode(pod);
  if (isWanted === undefined) return counter.byZone(infos);
  const bySlot = counter.bySlot(table.slotCount);
  const counts: number[] = [];
  for (const info of infos) {
    if (isWanted(info)) counts[info.zoneId] = (counts[info.zoneId] ?? 0) + (bySlot[info.slot] ?? 0);
  }
  return counts;
}

function* boundPods({ world, pod, table }: Cycle): Generator<readonly [typeof pod, NodeInfo]> {
  for (const other of world.list(pods, pod.metadata.namespace ?? '')) {
    const nodeName = nodeHolding(other);
    if (nodeName !== '') yield [other, table.infoOf(nodeName)];
  }
}
