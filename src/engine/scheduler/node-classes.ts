import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import type { Cycle, NodeScore, Scores } from './cycle.ts';
import { ask, type Filters } from './filters.ts';
import { localScore } from './local-scores.ts';
import { TOUCHED_KEPT } from './node-columns.ts';
import type { NodeTable } from './node-table.ts';
import { SCORES } from './plugins/profile.ts';

/** Templates whose classes are kept at a time; the oldest leaves first. */
const TEMPLATES_MAX = 64;
/** Most classes of one template: past that they are made anew. */
const CLASSES_MAX = 2_000;

/** Class of the nodes that cannot take the pod. */
const REFUSED = 0;
/** Class of a node that has changed: to be found out when it is met. */
const UNKNOWN = -1;

/** The node for a pod, and how many nodes were looked at to find it. */
export interface Choice {
  readonly slot: number;
  readonly examined: number;
}

/**
 * The nodes as the pods of one template see them: nodes that would get the same scores are one class, and what class a
 * node is in is found out again only after something on it has changed. So a node for the next pod of the template is
 * found by counting classes instead of asking each node. What it finds is what asking all nodes finds.
 */
class NodeClasses {
  readonly table: NodeTable;
  /** Which plugins score, and what they count: with others, all classes are others. */
  readonly #scored: readonly (object | undefined)[];
  /** By slot. */
  #classes = new Int32Array(0);
  /** How many touches of nodes have been taken over. */
  #touches = 0;
  readonly #ids = new Map<string, number>();
  /** By class: the sum of local scores, then a value for each plugin. */
  readonly #values: (readonly number[])[] = [[]];
  /** By class, of use in one search only. */
  readonly #tally: number[] = [0];
  readonly #isBest: boolean[] = [false];

  constructor(table: NodeTable, scored: readonly (object | undefined)[]) {
    this.table = table;
    this.#scored = scored;
  }

  isFor(table: NodeTable, scored: readonly (object | undefined)[]): boolean {
    return (
      table === this.table && scored.every((each, i) => each === this.#scored[i]) && this.#values.length < CLASSES_MAX
    );
  }

  /** Undefined when no node can take the pod. */
  choose(
    cycle: Cycle,
    filters: Filters,
    found: readonly (NodeScore | undefined)[],
    start: number,
    wanted: number,
    chance: number,
  ): Choice | undefined {
    this.#takeOver();
    const all = this.table.slots();
    const length = all.length;
    const classes = this.#classes;
    const tally = this.#tally;
    const present: number[] = [];
    let count = 0;
    let examined = 0;
    let at = start;
    while (examined < length && count < wanted) {
      const slot = all[at] as number;
      examined++;
      if (++at === length) at = 0;
      let own = classes[slot] as number;
      if (own === UNKNOWN) own = this.#classify(cycle, filters, found, slot);
      if (own === REFUSED) continue;
      count++;
      const met = tally[own] as number;
      tally[own] = met + 1;
      if (met === 0) present.push(own);
    }
    if (count === 0) return undefined;
    let left = Math.floor(chance * this.#markBest(found, present, count));
    at = start;
    for (;;) {
      const slot = all[at] as number;
      if (++at === length) at = 0;
      if (this.#isBest[classes[slot] as number] === true && left-- === 0) {
        for (const own of present) this.#isBest[own] = false;
        return { slot, examined };
      }
    }
  }

  /** Marks the classes with the highest total, and says how many nodes are in them. */
  #markBest(found: readonly (NodeScore | undefined)[], present: readonly number[], nodeCount: number): number {
    const totals = present.map((own) => this.#values[own]?.[0] as number);
    if (scratch.length < present.length) scratch = new Float64Array(present.length * 2);
    for (let p = 0; p < found.length; p++) {
      const score = found[p];
      if (score === undefined) continue;
      for (let i = 0; i < present.length; i++) scratch[i] = this.#values[present[i] as number]?.[p + 1] as number;
      score.finish(scratch, present.length, nodeCount);
      const { weight } = SCORES[p] as (typeof SCORES)[number];
      for (let i = 0; i < present.length; i++) totals[i] = (totals[i] as number) + (scratch[i] as number) * weight;
    }
    let best = -1;
    for (const total of totals) best = Math.max(best, total);
    let equals = 0;
    for (let i = 0; i < present.length; i++) {
      const own = present[i] as number;
      if (totals[i] === best) {
        equals += this.#tally[own] as number;
        this.#isBest[own] = true;
      }
      this.#tally[own] = 0;
    }
    return equals;
  }

  #classify(cycle: Cycle, filters: Filters, found: readonly (NodeScore | undefined)[], slot: number): number {
    let own = REFUSED;
    if (ask(filters, slot) === undefined) {
      const values = [localScore(this.table, slot, cycle.requests)];
      for (const score of found) values.push(score?.value(slot) ?? 0);
      const id = values.join(' ');
      own = this.#ids.get(id) ?? this.#values.length;
      if (own === this.#values.length) {
        this.#ids.set(id, own);
        this.#values.push(values);
        this.#tally.push(0);
        this.#isBest.push(false);
      }
    }
    this.#classes[slot] = own;
    return own;
  }

  /** Forgets the classes of the nodes that have changed since the last search. */
  #takeOver(): void {
    const { touched, touches } = this.table.columns;
    const { slotCount } = this.table;
    if (this.#classes.length < slotCount) this.#classes = new Int32Array(slotCount * 2).fill(UNKNOWN);
    else if (touches - this.#touches > TOUCHED_KEPT) this.#classes.fill(UNKNOWN);
    else
      for (let i = this.#touches; i < touches; i++) {
        const slot = touched[i % TOUCHED_KEPT] as number;
        if (slot < this.#classes.length) this.#classes[slot] = UNKNOWN;
      }
    this.#touches = touches;
  }
}

let scratch: Scores = new Float64Array(64);

/** By the spec that the pods of a template share. */
const known = new Map<PodSpec, NodeClasses>();
/** Specs that a pod had before: one pod does not make a template. */
const seen = new WeakSet<PodSpec>();

/**
 * Chooses a node by classes, if that can be done: every plugin has to judge nodes by the pod's spec and by what is on
 * the node alone, and pods of the template must have come before. Undefined when it cannot be done or no node is found.
 */
export function chooseByClasses(
  cycle: Cycle,
  filters: Filters,
  start: number,
  wanted: number,
  chance: number,
): Choice | undefined {
  const { pod, table } = cycle;
  if (!filters.tableOnly || table.nominations.size > 0) return undefined;
  if (!seen.has(pod.spec)) {
    seen.add(pod.spec);
    return undefined;
  }
  for (let i = 0; i < SCORES.length; i++) if (SCORES[i]?.isLasting(cycle) !== true) return undefined;
  const found = SCORES.map(({ score }) => score(cycle, NO_SLOTS));
  const scored = found.map((each) => each && (each.counted ?? ACTIVE));
  return classesOf(pod.spec, table, scored).choose(cycle, filters, found, start, wanted, chance);
}

const NO_SLOTS = new Int32Array(0);
const ACTIVE = {};

function classesOf(spec: PodSpec, table: NodeTable, scored: readonly (object | undefined)[]): NodeClasses {
  const hit = known.get(spec);
  if (hit?.isFor(table, scored) === true) return hit;
  if (hit === undefined && known.size >= TEMPLATES_MAX) known.delete(known.keys().next().value as PodSpec);
  const made = new NodeClasses(table, scored);
  known.set(spec, made);
  return made;
}
