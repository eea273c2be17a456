import { MAX_SCORE, type LocalScorePlugin } from '../cycle.ts';
import type { NodeInfo } from '../node-info.ts';

/**
 * Prefers nodes whose cpu and memory the pod brings nearer to equal use. Since 1.36 the change is scored, not the state.
 * Source: pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go.
 */
export const balancedAllocation: LocalScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (node, { cpuMillis, memoryBytes }) => {
    // A pod without requests changes nothing: all nodes are equal.
    if (cpuMillis === 0 && memoryBytes === 0) return 0;
    const before = balance(node, 0, 0);
    const after = balance(node, cpuMillis, memoryBytes);
    return MAX_SCORE / 2 + Math.floor((MAX_SCORE / 2 + after - before) / 2);
  },
};

/** 100 when the used fractions are equal, less by half their difference. */
function balance(node: NodeInfo, cpuMillis: number, memoryBytes: number): number {
  if (node.cpuMillis === 0 || node.memoryBytes === 0) return MAX_SCORE;
  const cpu = Math.min(1, (node.usedCpuMillis + cpuMillis) / node.cpuMillis);
  const memory = Math.min(1, (node.usedMemoryBytes + memoryBytes) / node.memoryBytes);
  return Math.trunc((1 - Math.abs((cpu - memory) / 2)) * MAX_SCORE);
}
