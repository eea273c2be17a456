import type { TopologySpreadConstraint } from '../../api/kinds/pod/affinity.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../api/machinery/label-selector.ts';
import {
  matchesSelector,
  NOTHING,
  sortRequirements,
  type Requirement,
  type Selector,
} from '../../api/machinery/labels.ts';
import type { Cycle } from './cycle.ts';
import { HOSTNAME_LABEL, type NodeInfo } from './node-info.ts';
import { requiredOfNode } from './node-selector.ts';
import type { PodCounter } from './pod-counter.ts';
import { spreadGroup } from './pod-counts.ts';
import { isTolerated } from '../../api/kinds/pod/tolerations.ts';
import type { Topology } from './topology.ts';

export type WhenUnsatisfiable = 'DoNotSchedule' | 'ScheduleAnyway';

/** One constraint of a pod, with the counts that it is about. */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly topology: Topology;
  readonly isHostname: boolean;
  readonly counter: PodCounter;
  /** The pod itself is one of those counted. */
  readonly isSelf: boolean;
  /** Nodes that count, by slot; undefined: all that have the labels of all constraints. */
  readonly eligible: Uint8Array | undefined;
}

/** Constraints that a pod has for one of the two cases, in the order in which they are written. */
export function spreadConstraints(cycle: Cycle, when: WhenUnsatisfiable): readonly SpreadConstraint[] {
  const { world, pod, table } = cycle;
  const given = pod.spec.topologySpreadConstraints?.filter((each) => each.whenUnsatisfiable === when) ?? [];
  if (given.length === 0) return [];
  const { namespace = '' } = pod.metadata;
  const labelled = given.map(({ topologyKey }) => table.topology(topologyKey));
  return given.map((constraint, i) => {
    const selector = selectorOf(constraint, pod);
    const { maxSkew, minDomains = 1, topologyKey } = constraint;
    return {
      maxSkew,
      minDomains,
      topology: labelled[i] as Topology,
      isHostname: topologyKey === HOSTNAME_LABEL,
      counter: table.counter(spreadGroup(namespace, selector), () => world.list(pods, namespace)),
      isSelf: matchesSelector(selector, pod.metadata.labels),
      eligible: eligibleNodes(cycle, constraint, labelled),
    };
  });
}

/** Pods by domain, of the nodes that count; -1 for a domain without such a node. */
export function countsByDomain({ table }: Cycle, { topology, counter, eligible }: SpreadConstraint): number[] {
  const counts: number[] = [];
  while (counts.length <= topology.lastId) counts.push(-1);
  const bySlot = counter.bySlot(table.slotCount);
  const slots = table.slots();
  const { ids } = topology;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    if (eligible !== undefined && eligible[slot] !== 1) continue;
    const id = ids[slot] as number;
    counts[id] = Math.max(0, counts[id] as number) + (bySlot[slot] as number);
  }
  counts[0] = -1;
  return counts;
}

interface Eligible {
  readonly nodesVersion: number;
  readonly table: object;
  readonly constraint: TopologySpreadConstraint;
  readonly nodes: Uint8Array | undefined;
}

/** Kept while no node changes: the pods of a template share their constraints. */
const known = new WeakMap<object, Eligible[]>();

/**
 * Nodes that have all the labels and are not left out by the pod's own affinity and tolerations, as the constraint's
 * policies say. Source: podtopologyspread/common.go matchNodeInclusionPolicies.
 */
function eligibleNodes(
  { pod, table }: Cycle,
  constraint: TopologySpreadConstraint,
  labelled: readonly Topology[],
): Uint8Array | undefined {
  const list = pod.spec.topologySpreadConstraints as object;
  const hits = known.get(list) ?? [];
  const hit = hits.find((each) => each.constraint === constraint);
  if (hit?.nodesVersion === table.nodesVersion && hit.table === table) return hit.nodes;
  const isIncluded = inclusionOf(constraint, pod);
  const all = table.list();
  const found = new Uint8Array(table.slotCount);
  let count = 0;
  for (const info of all) {
    if (!labelled.every(({ ids }) => ids[info.slot] !== 0) || !isIncluded(info)) continue;
    found[info.slot] = 1;
    count++;
  }
  const nodes = count === all.length ? undefined : found;
  const entry = { nodesVersion: table.nodesVersion, table, constraint, nodes };
  known.set(list, [...hits.filter((each) => each.constraint !== constraint), entry]);
  return nodes;
}

function inclusionOf(
  { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' }: TopologySpreadConstraint,
  pod: Pod,
): (info: NodeInfo) => boolean {
  const isWanted = nodeAffinityPolicy === 'Honor' ? requiredOfNode(pod) : undefined;
  const { tolerations } = pod.spec;
  return (info) => {
    if (isWanted?.(info) === false) return false;
    if (nodeTaintsPolicy !== 'Honor') return true;
    return info.taints.every((taint) => taint.effect === 'PreferNoSchedule' || isTolerated(tolerations, taint));
  };
}

/** The selector, and the pod's own values of matchLabelKeys where the API has not put them in already. */
function selectorOf({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, { metadata }: Pod): Selector {
  const found = compileLabelSelector(labelSelector);
  if (isFailure(found)) return NOTHING;
  const more = matchLabelKeys.flatMap((key): Requirement[] => {
    const value = metadata.labels?.[key];
    const isIn = found.requirements.some(
      (own) => own.key === key && own.values.length === 1 && own.values[0] === value,
    );
    return value === undefined || isIn ? [] : [{ key, op: '=', values: [value] }];
  });
  return more.length === 0
    ? found
    : { never: found.never, requirements: sortRequirements([...found.requirements, ...more]) };
}
