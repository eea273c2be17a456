import { canonicalResources } from '../shared/quantities.ts';
import { fill, mapField, setField } from '../shared/share.ts';
import type { Node, NodeSpec, NodeStatus } from './node.ts';

/**
 * podCIDR is the first of podCIDRs; a node offers all that it has unless it says otherwise. Source:
 * pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus.
 */
export function defaultNode(node: Node): Node {
  return mapField(setField(node, 'spec', defaultSpec(node.spec ?? {})), 'status', defaultStatus);
}

function defaultSpec(spec: NodeSpec): NodeSpec {
  const { podCIDR = '', podCIDRs = [] } = spec;
  if (podCIDR !== '' && podCIDRs.length === 0) return { ...spec, podCIDRs: [podCIDR] };
  const [first] = podCIDRs;
  return first === undefined ? spec : setField(spec, 'podCIDR', first);
}

function defaultStatus(status: NodeStatus): NodeStatus {
  const canonical = mapField(mapField(status, 'capacity', canonicalResources), 'allocatable', canonicalResources);
  return canonical.capacity === undefined ? canonical : fill(canonical, { allocatable: canonical.capacity });
}
