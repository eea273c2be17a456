import type { Node, NodeCondition } from '../../../api/kinds/node/node.ts';
import { findCondition } from '../shared/conditions.ts';

/** The node's condition Ready; undefined when it never said. */
export function readyCondition(node: Node): NodeCondition | undefined {
  return findCondition(node.status?.conditions, 'Ready');
}

export function isNodeReady(node: Node): boolean {
  return readyCondition(node)?.status === 'True';
}
