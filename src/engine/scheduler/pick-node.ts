import type { Cycle, Scores } from './cycle.ts';
import { localScore } from './local-scores.ts';
import type { NodeInfo } from './node-info.ts';
import { SCORES } from './plugins/profile.ts';

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
function totalScores(cycle: Cycle, slots: Int32Array): Scores {
  const { table, requests } = cycle;
  const count = slots.length;
  if (scores.length < count) {
    scores = new Float64Array(count * 2);
    totals = new Float64Array(count * 2);
  }
  for (let i = 0; i < count; i++) totals[i] = localScore(table, slots[i] as number, requests);
  for (const { score, weight } of SCORES) {
    const found = score(cycle, slots);
    if (found === undefined) continue;
    for (let i = 0; i < count; i++) scores[i] = found.value(slots[i] as number);
    found.finish(scores, count, count);
    for (let i = 0; i < count; i++) totals[i] = (totals[i] as number) + (scores[i] as number) * weight;
  }
  return totals;
}
