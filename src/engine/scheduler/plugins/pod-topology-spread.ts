import type { Cycle, FilterPlugin, NodeScore, Refusal, ScorePlugin } from '../cycle.ts';
import { naturalLog } from '../natural-log.ts';
import { countsByDomain, spreadConstraints, type SpreadConstraint } from '../spread-constraints.ts';
import { fewerIsBetter, UNSCORED } from '../fewer-is-better.ts';
import { scoreByDefault } from './default-spread.ts';

const TEXT = "node(s) didn't match pod topology spread constraints";
const UNLABELLED: Refusal = { reasons: [`${TEXT} (missing required label)`], unresolvable: true };
const SKEWED: Refusal = { reasons: [TEXT], unresolvable: false };

/**
 * Demands that no domain has too many of the pods that a constraint counts, compared with the emptiest one.
 * Source: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go.
 */
export const podTopologySpreadFilter: FilterPlugin = {
  name: 'PodTopologySpread',
  filter: (cycle) => {
    if (cycle.pod.spec.topologySpreadConstraints === undefined) return undefined;
    const constraints = spreadConstraints(cycle, 'DoNotSchedule');
    if (constraints.length === 0) return undefined;
    const limits = constraints.map((constraint) => limitOf(cycle, constraint));
    return (slot) => {
      for (const { ids, counts, most } of limits) {
        const id = ids[slot] as number;
        if (id === 0) return UNLABELLED;
        if (Math.max(0, counts[id] ?? 0) > most) return SKEWED;
      }
      return undefined;
    };
  },
};

interface Limit {
  readonly ids: Int32Array;
  readonly counts: readonly number[];
  /** Most pods that a domain may have before this one comes. */
  readonly most: number;
}

function limitOf(cycle: Cycle, constraint: SpreadConstraint): Limit {
  const { maxSkew, minDomains, topology, isSelf } = constraint;
  const counts = countsByDomain(cycle, constraint);
  let fewest = Number.MAX_SAFE_INTEGER;
  let domains = 0;
  for (const count of counts) {
    if (count < 0) continue;
    domains++;
    if (count < fewest) fewest = count;
  }
  // Too few domains: as if there were an empty one.
  if (domains < minDomains) fewest = 0;
  return { ids: topology.ids, counts, most: maxSkew + fewest - (isSelf ? 1 : 0) };
}

/**
 * Prefers nodes in domains with fewer of the pods that the soft constraints count, by the pod's own constraints or the
 * system's. Source: pkg/scheduler/framework/plugins/podtopologyspread/scoring.go.
 */
export const podTopologySpread: ScorePlugin = {
  name: 'PodTopologySpread',
  weight: 2,
  isLasting: ({ pod }) => (pod.spec.topologySpreadConstraints ?? []).length === 0,
  score: (cycle, slots) => {
    if ((cycle.pod.spec.topologySpreadConstraints ?? []).length === 0) return scoreByDefault(cycle);
    const constraints = spreadConstraints(cycle, 'ScheduleAnyway');
    return constraints.length === 0 ? undefined : scoreByOwn(cycle, constraints, slots);
  },
};

/** Nodes that lack a label of some constraint get nothing. */
function scoreByOwn(cycle: Cycle, constraints: readonly SpreadConstraint[], slots: Int32Array): NodeScore {
  const isScored = (slot: number): boolean => constraints.every(({ topology }) => topology.ids[slot] !== 0);
  const scored = slots.filter(isScored);
  const parts = constraints.map((constraint) => partOf(cycle, constraint, scored));
  return {
    value: (slot) => {
      if (!isScored(slot)) return UNSCORED;
      let sum = 0;
      for (const { counts, ids, weight, maxSkew } of parts)
        sum += Math.max(0, counts[ids === undefined ? slot : (ids[slot] as number)] ?? 0) * weight + (maxSkew - 1);
      return Math.round(sum);
    },
    finish: fewerIsBetter,
  };
}

interface Part {
  /** By the number of the domain, or by slot when the domain is the node itself. */
  readonly counts: readonly number[];
  readonly ids: Int32Array | undefined;
  readonly weight: number;
  readonly maxSkew: number;
}

function partOf(cycle: Cycle, constraint: SpreadConstraint, scored: Int32Array): Part {
  const { topology, counter, isHostname, maxSkew } = constraint;
  if (isHostname) {
    const counts = counter.bySlot(cycle.table.slotCount);
    return { counts, ids: undefined, weight: naturalLog(scored.length + 2), maxSkew };
  }
  const { ids } = topology;
  const size = new Set(Array.from(scored, (slot) => ids[slot])).size;
  return { counts: countsByDomain(cycle, constraint), ids, weight: naturalLog(size + 2), maxSkew };
}
