import { matchesNodeTerm } from '../../../api/kinds/pod/node-terms.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { FilterPlugin, Refusal, ScorePlugin } from '../cycle.ts';
import { requiredOfNode } from '../node-selector.ts';
import { normalize } from '../normalize.ts';

const REFUSAL: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };

/** Demands nodeSelector and required node affinity. Source: pkg/scheduler/framework/plugins/nodeaffinity. */
export const nodeAffinityFilter: FilterPlugin = {
  name: 'NodeAffinity',
  tableOnly: true,
  refusal: ({ pod }) => (namedNodes(pod)?.size === 0 ? 'pod affinity terms conflict' : undefined),
  nodeNames: ({ pod }) => namedNodes(pod),
  filter: ({ pod, table }) => {
    const isWanted = requiredOfNode(pod);
    return isWanted && ((slot) => (isWanted(table.at(slot)) ? undefined : REFUSAL));
  },
};

/** Nodes that every required term names, as those of a DaemonSet's pods do: the others need no look. */
function namedNodes({ spec }: Pod): ReadonlySet<string> | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return undefined;
  let names: Set<string> | undefined;
  for (const { matchFields = [] } of required.nodeSelectorTerms) {
    const lists = matchFields.filter(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    const [first, ...others] = lists.map(({ values = [] }) => values);
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((list) => list.includes(name))) (names ??= new Set()).add(name);
  }
  return names ?? new Set();
}

/** Prefers nodes that match more (by weight) of the preferred terms. An empty term matches nothing. */
export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  isLasting: () => true,
  score: ({ pod, table }) => {
    const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (terms === undefined || terms.length === 0) return undefined;
    return {
      value: (slot) => {
        const node = table.at(slot);
        let sum = 0;
        for (const { weight, preference } of terms) if (matchesNodeTerm(preference, node)) sum += weight;
        return sum;
      },
      finish: (values, count) => normalize(values, count, false),
    };
  },
};
