import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { matchesSelector } from '../../../api/machinery/labels.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { podTerms, type AffinityTerm } from '../affinity-terms.ts';
import {
  MAX_SCORE,
  type Cycle,
  type FilterPlugin,
  type NodeFilter,
  type Refusal,
  type ScorePlugin,
  type Scores,
} from '../cycle.ts';
import type { Filing } from '../filed.ts';
import type { HeldTerm } from '../held-terms.ts';
import type { DomainCounts } from '../pod-counter.ts';
import { belongs, type PodGroup } from '../pod-counts.ts';

const NOT_NEAR: Refusal = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
const TOO_NEAR: Refusal = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false };
const KEPT_AWAY: Refusal = {
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};

/** Pods by the domains of a term's topology. */
interface Near {
  readonly ids: Int32Array;
  readonly found: DomainCounts;
}

/**
 * Keeps a pod near the pods that its affinity requires, far from those that its anti-affinity names, and far from those
 * that want to be far from it. Source: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.
 */
export const interPodAffinityFilter: FilterPlugin = {
  name: 'InterPodAffinity',
  filter: (cycle) => {
    const own = podTerms(cycle.pod);
    const kept = heldFor(cycle, (held) => held.forbids).map((held) => nearHolders(cycle, held));
    if (own === undefined && kept.length === 0) return undefined;
    const isNear = own === undefined || own.affinity.length === 0 ? undefined : affinityFilter(cycle, own.affinity);
    const far = (own?.antiAffinity ?? []).map((term) => nearGroup(cycle, term, groupOf(cycle, [term])));
    if (isNear === undefined && far.length === 0 && kept.length === 0) return undefined;
    return (slot) =>
      isNear?.(slot) ?? (far.some(isIn, slot) ? TOO_NEAR : kept.some(isIn, slot) ? KEPT_AWAY : undefined);
  },
};

/** Are there such pods in the domain of the node whose slot is `this`? */
function isIn(this: unknown, { ids, found }: Near): boolean {
  const id = ids[this as number] as number;
  return id !== 0 && (found.counts[id] ?? 0) > 0;
}

/** A pod that nobody matches yet may be the first of its kind, when its own labels match. */
function affinityFilter(cycle: Cycle, terms: readonly AffinityTerm[]): NodeFilter {
  const group = groupOf(cycle, terms);
  const near = terms.map((term) => nearGroup(cycle, term, group));
  const isSelf = belongs(cycle.pod, group);
  return (slot) => {
    let exist = true;
    for (const { ids, found } of near) {
      const id = ids[slot] as number;
      if (id === 0) return NOT_NEAR;
      if ((found.counts[id] ?? 0) <= 0) exist = false;
    }
    return exist || (isSelf && near.every(({ found }) => found.total === 0)) ? undefined : NOT_NEAR;
  };
}

/**
 * Prefers the domains of pods that the pod would like to be near, and of those that would like to be near it.
 * Source: .../interpodaffinity/scoring.go.
 */
export const interPodAffinityScore: ScorePlugin = {
  name: 'InterPodAffinity',
  weight: 2,
  isLasting: ({ pod, table }) => table.held.size === 0 && (podTerms(pod)?.preferred ?? []).length === 0,
  score: (cycle) => {
    const parts = heldFor(cycle, ({ weight }) => weight !== 0).map((held) => ({
      weight: held.weight,
      ...nearHolders(cycle, held),
    }));
    for (const { term, weight } of podTerms(cycle.pod)?.preferred ?? [])
      parts.push({ weight, ...nearGroup(cycle, term, groupOf(cycle, [term])) });
    if (parts.length === 0) return undefined;
    return {
      value: (slot) => {
        let sum = 0;
        for (const { ids, found, weight } of parts) {
          const id = ids[slot] as number;
          if (id !== 0) sum += (found.counts[id] ?? 0) * weight;
        }
        return sum;
      },
      finish: stretch,
    };
  },
};

/** The least becomes 0, the most 100. */
function stretch(values: Scores, count: number): void {
  let min = Number.MAX_SAFE_INTEGER;
  let max = Number.MIN_SAFE_INTEGER;
  for (let i = 0; i < count; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  for (let i = 0; i < count; i++)
    values[i] = max === min ? 0 : Math.trunc(MAX_SCORE * (((values[i] as number) - min) / (max - min)));
}

function heldFor({ world, table, pod }: Cycle, isWanted: (held: HeldTerm) => boolean): HeldTerm[] {
  if (table.held.size === 0) return [];
  const labelsOf = (): StringMap | undefined =>
    world.get(namespaces, '', pod.metadata.namespace ?? '')?.metadata.labels;
  return table.held.matching(pod, labelsOf).filter(isWanted);
}

function nearHolders({ table }: Cycle, { term, counter }: HeldTerm): Near {
  const topology = table.topology(term.topologyKey);
  return { ids: topology.ids, found: counter.byDomain(topology) };
}

function nearGroup({ table, world }: Cycle, { topologyKey }: AffinityTerm, group: PodGroup): Near {
  const topology = table.topology(topologyKey);
  return { ids: topology.ids, found: table.counter(group, () => boundIn(world, group.parts)).byDomain(topology) };
}

/** Bound pods that all the terms match, those under deletion among them. */
function groupOf({ world }: Cycle, terms: readonly AffinityTerm[]): PodGroup {
  const parts = terms.map((term): Filing => ({ namespaces: namesOf(world, term), selector: term.selector }));
  const names = parts.map(({ namespaces: some }) => some?.join(',') ?? '*').join(' ');
  return { id: `near ${terms.map(({ id }) => id).join(';')} ${names}`, parts, countsDeleting: true };
}

/** Names of the namespaces that a term means now; undefined: all. */
function namesOf(
  world: Cycle['world'],
  { namespaces: names, namespaceSelector }: AffinityTerm,
): readonly string[] | undefined {
  if (namespaceSelector.never) return names;
  if (namespaceSelector.requirements.length === 0) return undefined;
  const found = new Set(names);
  for (const { metadata } of world.list(namespaces))
    if (matchesSelector(namespaceSelector, metadata.labels)) found.add(metadata.name ?? '');
  return [...found].sort();
}

function boundIn(world: Cycle['world'], [first]: readonly Filing[]): Iterable<Pod> {
  const names = first?.namespaces;
  return names === undefined ? world.list(pods) : names.flatMap((name) => [...world.list(pods, name)]);
}
