import type { Cycle } from './cycle.ts';
import { ask, askBeside, filtersFor, refusalOf, restrictionOf, type Filters } from './filters.ts';
import { addReason, addRefusal, emptyDiagnosis, type Diagnosis } from './fit-error.ts';
import { chooseByClasses } from './node-classes.ts';

/** Source: pkg/scheduler/schedule_one.go. */
const FEASIBLE_MIN = 100;
const PERCENT_MAX = 50;
const PERCENT_MIN = 5;
const NODES_PER_PERCENT = 125;

export interface Found {
  /** Slots of the nodes that can take the pod; not all of them in a large cluster. To be read before the next search. */
  readonly slots: Int32Array;
  readonly diagnosis: Diagnosis;
  /** How many nodes were looked at; the next pod begins behind them. */
  readonly examined: number;
  /** The diagnosis of an equal pod is the same until the table of nodes changes. */
  readonly tableOnly: boolean;
}

/** Used again for each search; nothing in it is remembered. */
let scratch = new Int32Array(128);

/**
 * Looks for nodes that can take the pod, from `start` on, until there are enough of them. With a `chance` in [0, 1) to
 * decide among equals it may answer with the best of them alone.
 */
export function findNodes(cycle: Cycle, start: number, chance?: number): Found {
  const nodeCount = cycle.table.slots().length;
  const refusal = nodeCount === 0 ? undefined : refusalOf(cycle);
  if (refusal !== undefined) return refused(emptyDiagnosis(nodeCount, refusal.why), refusal.plugin);
  const filters = filtersFor(cycle);
  const nominated = nominatedSlot(cycle, filters);
  const diagnosis = emptyDiagnosis(nodeCount);
  if (nominated !== undefined)
    return { slots: Int32Array.of(nominated), diagnosis, examined: 0, tableOnly: filters.tableOnly };
  const all = worthALook(cycle, diagnosis);
  const wanted = feasibleWanted(all.length);
  if (scratch.length < wanted) scratch = new Int32Array(wanted);
  const from = all.length === 0 ? 0 : start % all.length;
  const choice =
    chance !== undefined && all === cycle.table.slots()
      ? chooseByClasses(cycle, filters, from, wanted, chance)
      : undefined;
  if (choice !== undefined) {
    scratch[0] = choice.slot;
    return { slots: scratch.subarray(0, 1), diagnosis, examined: choice.examined, tableOnly: true };
  }
  return search(cycle, filters, all, from, wanted, diagnosis);
}

/** Can this one node take the pod? */
export function fitsOn(cycle: Cycle, slot: number): boolean {
  return fitsAny(cycle, [slot]);
}

/** Can some node take the pod? */
export function fitsSomewhere(cycle: Cycle): boolean {
  return fitsAny(cycle, cycle.table.slots());
}

function fitsAny(cycle: Cycle, slots: Iterable<number>): boolean {
  if (refusalOf(cycle) !== undefined) return false;
  const names = restrictionOf(cycle)?.names;
  const filters = filtersFor(cycle);
  for (const slot of slots) {
    if (names?.has(cycle.table.at(slot).name) !== false && askBeside(cycle, filters, slot) === undefined) return true;
  }
  return false;
}

/** How many feasible nodes are enough: all below 100, then a falling share. */
export function feasibleWanted(nodeCount: number): number {
  if (nodeCount < FEASIBLE_MIN) return nodeCount;
  const percent = Math.max(PERCENT_MIN, PERCENT_MAX - Math.floor(nodeCount / NODES_PER_PERCENT));
  return Math.max(FEASIBLE_MIN, Math.floor((nodeCount * percent) / 100));
}

function search(
  cycle: Cycle,
  filters: Filters,
  all: Int32Array,
  start: number,
  wanted: number,
  diagnosis: Diagnosis,
): Found {
  const hasNominations = cycle.table.nominations.size > 0;
  let count = 0;
  let examined = 0;
  let at = start;
  while (examined < all.length && count < wanted) {
    const slot = all[at] as number;
    examined++;
    if (++at === all.length) at = 0;
    const refusal = hasNominations ? askBeside(cycle, filters, slot) : ask(filters, slot);
    if (refusal === undefined) scratch[count++] = slot;
    else addRefusal(diagnosis, refusal.plugin, refusal.refusal, slot);
  }
  return { slots: scratch.subarray(0, count), diagnosis, examined, tableOnly: filters.tableOnly };
}

/** The node that the pod made room on, if it can have it: no other one is looked at. Source: evaluateNominatedNode. */
function nominatedSlot(cycle: Cycle, filters: Filters): number | undefined {
  const nodeName = cycle.pod.status?.nominatedNodeName;
  if (nodeName === undefined || nodeName === '') return undefined;
  const node = cycle.table.find(nodeName);
  return node !== undefined && askBeside(cycle, filters, node.slot) === undefined ? node.slot : undefined;
}

/** All nodes, or those that the plugins restrict the pod to; the others are told of as one. */
function worthALook(cycle: Cycle, diagnosis: Diagnosis): Int32Array {
  const { table } = cycle;
  const only = restrictionOf(cycle);
  if (only === undefined) return table.slots();
  const slots: number[] = [];
  for (const name of only.names) {
    const node = table.find(name);
    if (node !== undefined) slots.push(node.slot);
  }
  for (const plugin of only.plugins) diagnosis.plugins.add(plugin);
  const reason = `node(s) didn't satisfy plugin(s) [${only.plugins.join(' ')}]`;
  addReason(diagnosis.reasons, reason, diagnosis.nodeCount - slots.length);
  return Int32Array.from(slots);
}

function refused(diagnosis: Diagnosis, plugin: string): Found {
  diagnosis.plugins.add(plugin);
  return { slots: new Int32Array(0), diagnosis, examined: 0, tableOnly: false };
}
