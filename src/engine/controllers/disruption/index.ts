/**
 * The disruption controller: keeps each PodDisruptionBudget's account of how many of its Pods may be evicted now.
 *
 * Promises: the numbers follow the Pods and the size of their owners; a Pod whose eviction was granted counts as gone
 * until it is, for two minutes at most; when the expected number cannot be told, nothing may be evicted.
 * It evicts nobody and hinders nobody: the eviction subresource asks the account, plain deletes do not.
 * Source: pkg/controller/disruption/disruption.go.
 */
import { withAllowedCondition, withFailure } from '../../../api/kinds/pod-disruption-budget/allowed.ts';
import {
  podDisruptionBudgets,
  type PodDisruptionBudget,
  type PodDisruptionBudgetStatus,
} from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../../api/machinery/label-selector.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { KINDS } from '../../../api/registry.ts';
import { resourceOf, type ScaleDef } from '../../../api/kind-def.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { Change } from '../../store/change-log.ts';
import type { EventNote, Outcome, Reconciler, TableRef, Watch, World } from '../../world.ts';
import { SelectorTable } from '../shared/selector-table.ts';
import { selectedPods } from '../shared/selected-pods.ts';
import { demandOf, type Demand } from './demand.ts';
import { disruptedPods } from './disrupted-pods.ts';

const EVENT_COMPONENT = 'controllermanager';
const DISRUPTION_CONTROLLER = 'disruption-controller';

export const disruptionController: Reconciler = {
  name: DISRUPTION_CONTROLLER,
  paced: true,
  watches: [
    { resource: podDisruptionBudgets.resource, keys: ownKeys },
    { resource: pods.resource, keys: keysOfPod },
    ...KINDS.flatMap((def): Watch[] => {
      const { scale } = def;
      return scale === undefined
        ? []
        : [{ resource: resourceOf(def), keys: (change, world) => keysOfScale(scale, change, world) }];
    }),
  ],
  reconcile,
};

/** What has been told of a budget and still holds: upstream tells it again at every look. */
const TOLD: TableRef<string> = { name: 'disruption/told' };

function reconcile(world: World, key: string): Outcome {
  const budget = world.byKey(podDisruptionBudgets, key);
  if (budget === undefined) {
    world.table(TOLD).delete(key);
    return undefined;
  }
  const selected = selectedPods(world, budget.metadata.namespace ?? '', budget.spec.selector);
  const demand = demandOf(world, budget, selected);
  if (isFailure(demand)) {
    const told = `Failed to calculate the number of expected pods: ${demand.error}`;
    tellOnce(world, key, budget, 'Warning', 'CalculateExpectedPodCountFailed', told);
    return store(world, budget, withFailure(budget.status, demand.error, world.nowMs));
  }
  if (selected.length === 0) tellOnce(world, key, budget, 'Normal', 'NoPods', 'No matching pods found');
  else if (demand.unmanaged) tellOnce(world, key, budget, 'Warning', 'UnmanagedPods', unmanagedText(budget));
  else world.table(TOLD).delete(key);
  const disrupted = disruptedPods(world, budget, selected);
  const status = withAllowedCondition(numbersOf(budget, selected, demand, disrupted.pods), world.nowMs);
  if (!deepEqual(budget.status, status)) tellOfOverlap(world, key, selected);
  return (
    store(world, budget, status) ??
    (disrupted.againMs === undefined ? undefined : { requeueAfterMs: disrupted.againMs })
  );
}

function numbersOf(
  { metadata, status }: PodDisruptionBudget,
  selected: readonly Pod[],
  { expectedPods, desiredHealthy }: Demand,
  disrupted: StringMap,
): PodDisruptionBudgetStatus {
  let currentHealthy = 0;
  for (const pod of selected) {
    const isGoing = pod.metadata.deletionTimestamp !== undefined || (pod.metadata.name ?? '') in disrupted;
    if (!isGoing && isPodReady(pod)) currentHealthy++;
  }
  return {
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    disruptionsAllowed: expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy),
    currentHealthy,
    desiredHealthy,
    expectedPods,
    ...(status?.conditions === undefined ? {} : { conditions: status.conditions }),
  };
}

function store(world: World, budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): Outcome {
  if (deepEqual(budget.status, status)) return undefined;
  return world.updateStatus(podDisruptionBudgets, { ...budget, status }).ok ? undefined : { retry: true };
}

function tellOnce(
  world: World,
  key: string,
  about: PodDisruptionBudget,
  type: EventNote['type'],
  reason: string,
  message: string,
): void {
  const told = `${about.metadata.uid ?? ''} ${message}`;
  if (world.table(TOLD).get(key) === told) return;
  world.table(TOLD).set(key, told);
  world.note({ about, type, reason, message, component: EVENT_COMPONENT });
}

/** The selector stands there as Go prints a pointer to it. */
function unmanagedText({ spec }: PodDisruptionBudget): string {
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}: ${value},`);
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  const selector = `&LabelSelector{MatchLabels:map[string]string{${labels.sort().join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
  return `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}

/** Source: disruption.go getPdbForPod: with several budgets the eviction subresource refuses. */
function tellOfOverlap(world: World, key: string, selected: readonly Pod[]): void {
  for (const pod of selected) {
    const all = budgetsOf(world, pod);
    if (all.length < 2 || all[0] !== key) continue;
    const { namespace = '', name = '' } = pod.metadata;
    const chosen = world.byKey(podDisruptionBudgets, key)?.metadata.name ?? '';
    const message = `Pod "${namespace}"/"${name}" matches multiple PodDisruptionBudgets.  Chose "${chosen}" arbitrarily.`;
    world.note({
      about: pod,
      type: 'Warning',
      reason: 'MultiplePodDisruptionBudgets',
      message,
      component: EVENT_COMPONENT,
    });
  }
}

/** Its own status writes tell it nothing. */
function ownKeys({ actor, key, prev, next }: Change): readonly string[] {
  return actor === DISRUPTION_CONTROLLER && prev !== undefined && next !== undefined ? [] : [key];
}

function keysOfPod({ prev, next }: Change, world: World): readonly string[] {
  const [before, after] = [prev as Pod | undefined, next as Pod | undefined];
  if (before !== undefined && after !== undefined && looksTheSame(before, after)) return [];
  const now = after === undefined ? [] : budgetsOf(world, after);
  if (before === undefined || before.metadata.labels === after?.metadata.labels) return now;
  return [...now, ...budgetsOf(world, before).filter((key) => !now.includes(key))];
}

function looksTheSame(before: Pod, after: Pod): boolean {
  return (
    before.metadata.labels === after.metadata.labels &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
    before.metadata.ownerReferences === after.metadata.ownerReferences &&
    isPodReady(before) === isPodReady(after)
  );
}

/** An owner that is resized changes what is expected of the budgets in its namespace. */
function keysOfScale(scale: ScaleDef, { prev, next }: Change, world: World): readonly string[] {
  const namespace = (next ?? prev)?.metadata.namespace ?? '';
  if (world.count(podDisruptionBudgets, 'namespace', namespace) === 0) return [];
  if (prev !== undefined && next !== undefined && scale.replicas(prev) === scale.replicas(next)) return [];
  return world
    .indexed(podDisruptionBudgets, 'namespace', namespace)
    .map(({ metadata }) => keyIn(podDisruptionBudgets, namespace, metadata.name ?? ''));
}

/** Keys of the budgets that select a Pod, in order of key. */
function budgetsOf(world: World, pod: Pod): readonly string[] {
  const table = world.derived('selectors/poddisruptionbudgets', makeTable);
  return table.matching(pod.metadata.namespace ?? '', pod.metadata.labels);
}

function makeTable(): SelectorTable {
  return new SelectorTable(podDisruptionBudgets.resource, (object) => {
    const selector = compileLabelSelector((object as PodDisruptionBudget).spec.selector);
    return isFailure(selector) ? undefined : selector;
  });
}
