import { pods } from '../../../api/kinds/pod/pod.ts';
import type { Cycle, NodeScore } from '../cycle.ts';
import { defaultSelector } from '../default-selector.ts';
import { fewerIsBetter } from '../fewer-is-better.ts';
import { naturalLog } from '../natural-log.ts';
import { ZONE_LABEL } from '../node-info.ts';
import { requiredOfNode } from '../node-selector.ts';
import type { PodCounter } from '../pod-counter.ts';
import { spreadGroup } from '../pod-counts.ts';
import type { Topology } from '../topology.ts';

/** Constraints of pods that have none of their own. Source: .../podtopologyspread/plugin.go systemDefaultConstraints. */
const HOST_MAX_SKEW = 3;
const ZONE_MAX_SKEW = 5;

/** A node's value is its zone's number, and so many times this as it has pods, and once more; 0 times without a hostname. */
const PER_POD = 2 ** 24;

/**
 * Scores by the system's default constraints: nodes and zones with fewer pods of the same Services and owner are
 * better. Both are soft, and a node without a zone counts as well.
 */
export function scoreByDefault(cycle: Cycle): NodeScore | undefined {
  const { world, pod, table } = cycle;
  const selector = defaultSelector(world, pod);
  if (selector === undefined) return undefined;
  const { namespace = '' } = pod.metadata;
  const counter = table.counter(spreadGroup(namespace, selector), () => world.list(pods, namespace));
  const zones = table.topology(ZONE_LABEL);
  const counts = counter.bySlot(table.slotCount);
  const { hostnames } = table.columns;
  return {
    value: (slot) => (hostnames[slot] === 1 ? (counts[slot] as number) + 1 : 0) * PER_POD + (zones.ids[slot] as number),
    finish: (values, count, nodeCount) => {
      const hostWeight = naturalLog(nodeCount + 2);
      const zoneWeight = naturalLog(countZones(values, count) + 2);
      const inZones = zoneCounts(cycle, counter, zones);
      for (let i = 0; i < count; i++) {
        const value = values[i] as number;
        const zone = value % PER_POD;
        const rows = (value - zone) / PER_POD;
        const host = rows === 0 ? 0 : (rows - 1) * hostWeight + (HOST_MAX_SKEW - 1);
        values[i] = Math.round(host + (zone === 0 ? 0 : (inZones[zone] ?? 0) * zoneWeight + (ZONE_MAX_SKEW - 1)));
      }
      fewerIsBetter(values, count);
    },
    counted: counter,
  };
}

/** Different values of the zone label, no label being one of them. */
function countZones(values: Float64Array, count: number): number {
  const met: boolean[] = [];
  let zones = 0;
  for (let i = 0; i < count; i++) {
    const zone = (values[i] as number) % PER_POD;
    if (met[zone] === true) continue;
    met[zone] = true;
    zones++;
  }
  return zones;
}

/** Pods by zone, of the nodes that the pod's own selector and affinity allow. */
function zoneCounts({ pod, table }: Cycle, counter: PodCounter, zones: Topology): readonly number[] {
  const isWanted = requiredOfNode(pod);
  if (isWanted === undefined) return counter.byDomain(zones).counts;
  const bySlot = counter.bySlot(table.slotCount);
  const counts: number[] = [];
  while (counts.length <= zones.lastId) counts.push(0);
  for (const info of table.list()) {
    const zone = zones.ids[info.slot] as number;
    if (isWanted(info)) counts[zone] = (counts[zone] as number) + (bySlot[info.slot] ?? 0);
  }
  return counts;
}
