import type { PodDisruptionBudget } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import { matchesSelector } from '../../../api/machinery/labels.ts';
import type { Cycle } from '../cycle.ts';
import { askBeside, filtersFor, type Refused } from '../filters.ts';
import { nodeHolding } from '../node-table.ts';
import { startMs, type Candidate } from './pick-candidate.ts';

const NO_VICTIMS = { reasons: ['No preemption victims found for incoming pod'] };

/**
 * The fewest and least important pods of a node that must go before a pod fits there, or why it never will. All less
 * important pods are taken away; then as many as possible are let back, those under a disruption budget first. The
 * table of nodes is as it was when this returns. Source: default_preemption.go SelectVictimsOnNode.
 */
export function victimsOnNode(
  cycle: Cycle,
  slot: number,
  budgets: readonly PodDisruptionBudget[],
): Candidate | { readonly reasons: readonly string[] } {
  const { world, pod, table } = cycle;
  const info = table.at(slot);
  const priority = pod.spec.priority ?? 0;
  const less = world
    .indexed(pods, 'node', info.name)
    .filter((other) => nodeHolding(other) !== '' && (other.spec.priority ?? 0) < priority);
  if (less.length === 0) return NO_VICTIMS;
  const gone = new Set(less);
  const fits = (): Refused | undefined => askBeside(cycle, filtersFor(cycle), slot);
  for (const other of less) table.pretend(other, info, -1);
  const refused = fits();
  const [violating, others] = byBudget(byImportance(less, world.nowMs), budgets);
  let violations = 0;
  if (refused === undefined) {
    for (const other of [...violating, ...others]) {
      table.pretend(other, info, 1);
      gone.delete(other);
      if (fits() === undefined) continue;
      table.pretend(other, info, -1);
      gone.add(other);
      if (violating.includes(other)) violations++;
    }
  }
  for (const other of gone) table.pretend(other, info, 1);
  if (refused !== undefined) return refused.refusal;
  return { slot, victims: byImportance([...gone], world.nowMs), violations };
}

/** The most important first: by priority, then by how long they run. */
function byImportance(given: readonly Pod[], nowMs: number): readonly Pod[] {
  return [...given].sort(
    (a, b) => (b.spec.priority ?? 0) - (a.spec.priority ?? 0) || startMs(a, nowMs) - startMs(b, nowMs),
  );
}

/**
 * Pods whose end would break a budget, and the others, in the given order. Each pod uses up one of its budget's allowed
 * disruptions. Source: default_preemption.go filterPodsWithPDBViolation.
 */
function byBudget(
  given: readonly Pod[],
  budgets: readonly PodDisruptionBudget[],
): readonly [violating: readonly Pod[], others: readonly Pod[]] {
  const violating: Pod[] = [];
  const others: Pod[] = [];
  const left = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  for (const pod of given) {
    let isViolated = false;
    for (const [i, budget] of budgets.entries()) {
      if (!protects(budget, pod)) continue;
      const rest = (left[i] ?? 0) - 1;
      left[i] = rest;
      if (rest < 0) isViolated = true;
    }
    (isViolated ? violating : others).push(pod);
  }
  return [violating, others];
}

/** An empty selector matches nothing here, and what was granted already is not counted twice. */
function protects({ metadata, spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  const { namespace, labels, name = '' } = pod.metadata;
  if (metadata.namespace !== namespace || Object.keys(labels ?? {}).length === 0) return false;
  const selector = compileLabelSelector(spec.selector);
  if (isFailure(selector) || selector.requirements.length === 0) return false;
  return matchesSelector(selector, labels) && status?.disruptedPods?.[name] === undefined;
}
