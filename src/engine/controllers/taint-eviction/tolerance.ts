import type { Taint } from '../../../api/kinds/node/node.ts';
import type { Toleration } from '../../../api/kinds/pod/affinity.ts';
import { tolerates } from '../../../api/kinds/pod/tolerations.ts';

/**
 * How long a Pod may stay with these NoExecute taints, ms: 0 when it must go at once, Infinity when it may stay.
 * Source: pkg/controller/tainteviction/taint_eviction.go processPodOnNode, getMinTolerationTime.
 */
export function toleratedMs(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  let shortest = Infinity;
  for (const taint of taints) {
    const toleration = tolerations.find((each) => tolerates(each, taint));
    if (toleration === undefined) return 0;
    const { tolerationSeconds } = toleration;
    if (tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, tolerationSeconds * 1000));
  }
  return shortest;
}
