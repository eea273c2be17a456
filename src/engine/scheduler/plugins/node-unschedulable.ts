import type { Taint } from '../../../api/kinds/node/node.ts';
import type { FilterPlugin, Refusal } from '../cycle.ts';
import { isTolerated } from '../../../api/kinds/pod/tolerations.ts';

const REFUSAL: Refusal = { reasons: ['node(s) were unschedulable'], unresolvable: true };
const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Keeps pods off cordoned nodes. Source: pkg/scheduler/framework/plugins/nodeunschedulable. */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  tableOnly: true,
  filter: ({ pod, table }) => {
    if (!table.hasCordons || isTolerated(pod.spec.tolerations, CORDON)) return undefined;
    return (slot) => (table.at(slot).unschedulable ? REFUSAL : undefined);
  },
};
