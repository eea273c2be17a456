import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { World } from '../../world.ts';

/** Source: core/v1 LabelNodeExcludeBalancers, cloud-provider controller.go ToBeDeletedTaint. */
const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';

/**
 * May a load balancer send to this node? Whether it is ready or cordoned does not matter: the load balancer's own health
 * checks decide that. Source: controller.go stableNodeSetPredicates.
 */
export function isHost({ metadata, spec }: Node): boolean {
  return (
    metadata.deletionTimestamp === undefined &&
    metadata.labels?.[EXCLUDED] === undefined &&
    spec.taints?.some(({ key }) => key === TO_BE_DELETED) !== true
  );
}

/** Names of the nodes that load balancers send to, as one text. */
export function hostsOf(world: World): string {
  const names: string[] = [];
  for (const node of world.list(nodes)) if (isHost(node)) names.push(node.metadata.name ?? '');
  return names.sort().join(',');
}
