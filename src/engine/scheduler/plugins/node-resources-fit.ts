import { MAX_SCORE, type FilterPlugin, type LocalScorePlugin, type Refusal } from '../cycle.ts';
import type { NodeColumns } from '../node-columns.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodRequests } from '../pod-requests.ts';

/**
 * Demands that the node has room for one more pod and for its requests; all that is missing is told.
 * Source: pkg/scheduler/framework/plugins/noderesources/fit.go.
 */
export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  tableOnly: true,
  filter:
    ({ requests, table }) =>
    (slot) =>
      requests.extended === undefined && hasRoom(table.columns, slot, requests)
        ? undefined
        : whatIsMissing(requests, table.at(slot)),
};

/** Is there room for what is not an extended resource? */
export function hasRoom(columns: NodeColumns, slot: number, requests: PodRequests): boolean {
  return (
    (columns.freePods[slot] as number) >= 1 &&
    fits(requests.cpuMillis, columns.freeCpuMillis[slot]) &&
    fits(requests.memoryBytes, columns.freeMemoryBytes[slot]) &&
    fits(requests.ephemeralBytes, columns.freeEphemeralBytes[slot])
  );
}

/** What is not asked for is not missed, however full the node is. */
function fits(wanted: number, free: number | undefined): boolean {
  return wanted === 0 || wanted <= (free as number);
}

/** Prefers the node that stays emptiest, by the mean of cpu and memory. Source: .../noderesources/least_allocated.go. */
export const leastAllocated: LocalScorePlugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  score: (node, requests) => {
    let sum = 0;
    let count = 0;
    if (node.cpuMillis > 0) {
      sum += leastRequested(node.scoredCpuMillis + requests.scoredCpuMillis, node.cpuMillis);
      count++;
    }
    if (node.memoryBytes > 0) {
      sum += leastRequested(node.scoredMemoryBytes + requests.scoredMemoryBytes, node.memoryBytes);
      count++;
    }
    return count === 0 ? 0 : Math.floor(sum / count);
  },
};

function leastRequested(requested: number, capacity: number): number {
  return requested > capacity ? 0 : Math.floor(((capacity - requested) * MAX_SCORE) / capacity);
}

function whatIsMissing(requests: PodRequests, node: NodeInfo): Refusal | undefined {
  const reasons: string[] = [];
  let unresolvable = false;
  const check = (name: string, wanted: number, capacity: number, used: number): void => {
    if (wanted === 0 || wanted <= capacity - used) return;
    reasons.push(`Insufficient ${name}`);
    if (wanted > capacity) unresolvable = true;
  };
  if (node.podCount + 1 > node.podsMax) reasons.push('Too many pods');
  check('cpu', requests.cpuMillis, node.cpuMillis, node.usedCpuMillis);
  check('memory', requests.memoryBytes, node.memoryBytes, node.usedMemoryBytes);
  check('ephemeral-storage', requests.ephemeralBytes, node.ephemeralBytes, node.usedEphemeralBytes);
  for (const [name, wanted] of requests.extended ?? []) {
    check(name, wanted, node.extended?.get(name) ?? 0, node.usedExtended?.get(name) ?? 0);
  }
  return reasons.length === 0 ? undefined : { reasons, unresolvable };
}
