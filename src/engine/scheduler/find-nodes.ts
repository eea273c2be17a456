import type { Cycle, NodeFilter } from './cycle.ts';
import { addRefusal, emptyDiagnosis, type Diagnosis } from './fit-error.ts';
import { FILTERS } from './plugins/profile.ts';

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
}

/** Used again for each search; nothing in it is remembered. */
let scratch = new Int32Array(128);

/** Looks for nodes that can take the pod, from `start` on, until there are enough of them. */
export function findNodes(cycle: Cycle, start: number): Found {
  const all = cycle.table.slots();
  const wanted = feasibleWanted(all.length);
  const diagnosis = emptyDiagnosis(all.length);
  const filters = prepared(cycle);
  if (scratch.length < wanted) scratch = new Int32Array(wanted);
  let count = 0;
  let examined = 0;
  let at = start < all.length ? start : 0;
  while (examined < all.length && count < wanted) {
    const slot = all[at] as number;
    examined++;
    if (++at === all.length) at = 0;
    if (passes(slot, filters, diagnosis)) scratch[count++] = slot;
  }
  return { slots: scratch.subarray(0, count), diagnosis, examined };
}

/** Can this one node take the pod? */
export function fitsOn(cycle: Cycle, slot: number): boolean {
  return passes(slot, prepared(cycle), emptyDiagnosis(1));
}

/** How many feasible nodes are enough: all below 100, then a falling share. */
export function feasibleWanted(nodeCount: number): number {
  if (nodeCount < FEASIBLE_MIN) return nodeCount;
  const percent = Math.max(PERCENT_MIN, PERCENT_MAX - Math.floor(nodeCount / NODES_PER_PERCENT));
  return Math.max(FEASIBLE_MIN, Math.floor((nodeCount * percent) / 100));
}

interface Prepared {
  readonly plugins: readonly string[];
  readonly filters: readonly NodeFilter[];
}

function prepared(cycle: Cycle): Prepared {
  const plugins: string[] = [];
  const filters: NodeFilter[] = [];
  for (const plugin of FILTERS) {
    const filter = plugin.filter(cycle);
    if (filter === undefined) continue;
    plugins.push(plugin.name);
    filters.push(filter);
  }
  return { plugins, filters };
}

/** The first plugin that refuses ends the questions, so a node gives the reasons of one plugin only. */
function passes(slot: number, { plugins, filters }: Prepared, diagnosis: Diagnosis): boolean {
  for (let i = 0; i < filters.length; i++) {
    const refusal = (filters[i] as NodeFilter)(slot);
    if (refusal === undefined) continue;
    addRefusal(diagnosis, plugins[i] as string, refusal);
    return false;
  }
  return true;
}
