import type { FilterPlugin, Refusal, ScorePlugin } from '../cycle.ts';
import { matchesTerm, requiredOfNode } from '../node-selector.ts';
import { normalize } from '../normalize.ts';

const REFUSAL: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };

/** Demands nodeSelector and required node affinity. Source: pkg/scheduler/framework/plugins/nodeaffinity. */
export const nodeAffinityFilter: FilterPlugin = {
  name: 'NodeAffinity',
  filter: ({ pod, table }) => {
    const isWanted = requiredOfNode(pod);
    return isWanted && ((slot) => (isWanted(table.at(slot)) ? undefined : REFUSAL));
  },
};

/** Prefers nodes that match more (by weight) of the preferred terms. An empty term matches nothing. */
export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  score: ({ pod, table }, slots, scores) => {
    const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (terms === undefined || terms.length === 0) return false;
    for (const [i, slot] of slots.entries()) {
      const node = table.at(slot);
      let sum = 0;
      for (const { weight, preference } of terms) if (matchesTerm(preference, node)) sum += weight;
      scores[i] = sum;
    }
    normalize(scores, slots.length, false);
    return true;
  },
};
