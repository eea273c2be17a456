import type { FilterPlugin, Refusal } from '../cycle.ts';

const REFUSAL: Refusal = { reasons: ["node(s) didn't match the requested node name"], unresolvable: true };

/** Keeps pods that name a node on that node. Source: pkg/scheduler/framework/plugins/nodename. */
export const nodeNameFilter: FilterPlugin = {
  name: 'NodeName',
  tableOnly: true,
  filter: ({ pod, table }) => {
    const wanted = pod.spec.nodeName ?? '';
    if (wanted === '') return undefined;
    return (slot) => (table.at(slot).name === wanted ? undefined : REFUSAL);
  },
};
