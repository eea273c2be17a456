/**
 * Preemption: a pod that fits nowhere may have less important pods evicted. find-victims.ts says who, by trying on the
 * table of nodes what would be without them (victims-on-node.ts) and choosing among the nodes (pick-candidate.ts);
 * evict-victims.ts does it. It does not wait for the victims: the promise of the node stands in the pod's status.
 */
import { podDisruptionBudgets } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { Cycle } from '../cycle.ts';
import { addReason, fitError, type Diagnosis } from '../fit-error.ts';
import { nodeHolding } from '../node-table.ts';
import { pickCandidate, type Candidate } from './pick-candidate.ts';
import { victimsOnNode } from './victims-on-node.ts';

/** Of the nodes on which an eviction may help, so many must be tried. Source: DefaultPreemptionArgs. */
const CANDIDATES_PERCENT = 10;
const CANDIDATES_MIN = 100;

export const PREEMPTION_REASON = 'PreemptionByScheduler';

/** What preemption came to. */
export interface Preemption {
  /** What it says; empty when it has found victims. */
  readonly message: string;
  /** status.nominatedNodeName from now on: '' for none; undefined leaves it alone. */
  readonly nominatedNodeName: string | undefined;
  readonly victims: readonly Pod[];
}

/**
 * Looks for less important pods whose end would make room for a pod that no node took. `chance` in [0, 1) says at which
 * node the search begins. It evicts nobody itself.
 * Source: pkg/scheduler/framework/preemption/preemption.go Preempt, plugins/defaultpreemption.
 */
export function findVictims(cycle: Cycle, diagnosis: Diagnosis, chance: number): Preemption {
  const { pod, table } = cycle;
  if (pod.spec.preemptionPolicy === 'Never') return refused('not eligible due to preemptionPolicy=Never.');
  if (isWaitingForVictims(cycle, diagnosis))
    return refused('not eligible due to a terminating pod on the nominated node.');
  const { resolvable, nodeCount } = diagnosis;
  const reasons = new Map<string, number>();
  addReason(reasons, 'Preemption is not helpful for scheduling', nodeCount - resolvable.length);
  let candidates: readonly Candidate[] = [];
  if (table.lowestPriority() >= priorityOf(pod))
    addReason(reasons, 'No preemption victims found for incoming pod', resolvable.length);
  else if (resolvable.length > 0) candidates = dryRun(cycle, resolvable, chance, reasons);
  const best = pickCandidate(candidates, cycle.world.nowMs);
  if (best === undefined) return { message: fitError(nodeCount, reasons), nominatedNodeName: '', victims: [] };
  return { message: '', nominatedNodeName: table.at(best.slot).name, victims: best.victims };
}

/** Priority of a pod as admission left it. */
export function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

/** Tries node after node until there are enough candidates; one that keeps all disruption budgets must be among them. */
function dryRun(
  cycle: Cycle,
  slots: readonly number[],
  chance: number,
  reasons: Map<string, number>,
): readonly Candidate[] {
  const offset = Math.floor(chance * slots.length);
  const wanted = Math.min(
    slots.length,
    Math.max(CANDIDATES_MIN, Math.floor((slots.length * CANDIDATES_PERCENT) / 100)),
  );
  const budgets = [...cycle.world.list(podDisruptionBudgets)];
  const clean: Candidate[] = [];
  const violating: Candidate[] = [];
  for (let i = 0; i < slots.length; i++) {
    const found = victimsOnNode(cycle, slots[(offset + i) % slots.length] as number, budgets);
    if ('reasons' in found) for (const reason of found.reasons) addReason(reasons, reason, 1);
    else (found.violations === 0 ? clean : violating).push(found);
    if (clean.length > 0 && clean.length + violating.length >= wanted) break;
  }
  return [...clean, ...violating];
}

/** It has preempted already, and its victims are on their way out. Source: PodEligibleToPreemptOthers. */
function isWaitingForVictims({ world, pod, table }: Cycle, { resolvable }: Diagnosis): boolean {
  const node = table.find(pod.status?.nominatedNodeName ?? '');
  if (node === undefined || !resolvable.includes(node.slot)) return false;
  return world
    .indexed(pods, 'node', node.name)
    .some(
      (other) =>
        nodeHolding(other) !== '' &&
        priorityOf(other) < priorityOf(pod) &&
        other.metadata.deletionTimestamp !== undefined &&
        podCondition(other, 'DisruptionTarget')?.reason === PREEMPTION_REASON,
    );
}

function refused(message: string): Preemption {
  return { message, nominatedNodeName: undefined, victims: [] };
}
