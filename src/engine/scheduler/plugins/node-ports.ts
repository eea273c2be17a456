import type { FilterPlugin, Refusal } from '../cycle.ts';
import { hostPortsOf } from '../host-ports.ts';

const REFUSAL: Refusal = {
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

/** Demands that the pod's host ports are free. Source: pkg/scheduler/framework/plugins/nodeports. */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  tableOnly: true,
  filter: ({ pod, table }) => {
    const wanted = hostPortsOf(pod);
    if (wanted.length === 0) return undefined;
    return (slot) => {
      const { ports } = table.at(slot);
      return ports !== undefined && wanted.some((port) => ports.clashes(port)) ? REFUSAL : undefined;
    };
  },
};
