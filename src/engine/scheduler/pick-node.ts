import type { Cycle, Scores } from './cycle.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodRequests } from './pod-requests.ts';
import { LOCAL_SCORES, SCORES } from './plugins/profile.ts';

/** Scratch space that is used again for each pod; nothing in it is remembered. */
let scores: Scores = new Float64Array(128);
let totals: Scores = new Float64Array(128);

/** The best node; among equals, chance decides. `chance` is in [0, 1). */
export function pickNode(cycle: Cycle, slots: Int32Array, chance: number): NodeInfo | undefined {
  const count = slots.length;
  if (count === 0) return undefined;
  if (count === 1) return cycle.table.at(slots[0] as number);
  const sums = totalScores(cycle, slots);
  let best = -1;
  let equals = 0;
  for (let i = 0; i < count; i++) {
    const sum = sums[i] as number;
    if (sum > best) {
      best = sum;
      equals = 0;
    }
    if (sum === best) equals++;
  }
  let left = Math.floor(chance * equals);
  let at = 0;
  while (sums[at] !== best || left-- > 0) at++;
  return cycle.table.at(slots[at] as number);
}

/** Sums of all weighted scores, in the order of `slots`; to be read before the next call. */
export function totalScores(cycle: Cycle, slots: Int32Array): Scores {
  const count = slots.length;
  if (scores.length < count) {
    scores = new Float64Array(count * 2);
    totals = new Float64Array(count * 2);
  }
  addLocalScores(cycle, slots, totals);
  for (const plugin of SCORES) {
    if (!plugin.score(cycle, slots, scores)) continue;
    const { weight } = plugin;
    for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + (scores[i] as number) * weight;
  }
  return totals;
}

/** Scores that depend on node and requests alone are computed again only after the node has changed. */
function addLocalScores({ table, requests }: Cycle, slots: Int32Array, into: Scores): void {
  const { localScores, scoredFor } = table.columns;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number;
    if (scoredFor[slot] !== requests.id) {
      localScores[slot] = localScore(table.at(slot), requests);
      scoredFor[slot] = requests.id;
    }
    into[i] = localScores[slot] as number;
  }
}

function localScore(node: NodeInfo, requests: PodRequests): number {
  let sum = 0;
  for (const { score, weight } of LOCAL_SCORES) sum += score(node, requests) * weight;
  return sum;
}
