import type { Taint } from '../../../api/kinds/node/node.ts';
import type { Toleration } from '../../../api/kinds/pod/affinity.ts';

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

/** Source: component-helpers/scheduling/corev1 ToleratesTaint. */
function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (operator === 'Equal' || operator === '') && value === (taint.value ?? '');
}
