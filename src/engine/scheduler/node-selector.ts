import { meetsNodeDemands, requiredNodeTerms } from '../../api/kinds/pod/node-terms.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { NodeInfo } from './node-info.ts';

/** What a pod demands of its node's labels, as a test; undefined when it demands nothing. */
export function requiredOfNode({ spec }: Pod): ((node: NodeInfo) => boolean) | undefined {
  if (spec.nodeSelector === undefined && requiredNodeTerms(spec) === undefined) return undefined;
  return (node) => meetsNodeDemands(spec, node);
}
