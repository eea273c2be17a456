import type { Node } from '../../../api/kinds/node/node.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { PODS_BY_NODE } from '../shared/pod-facts.ts';
import { EVENT_COMPONENT } from './name.ts';

/**
 * Takes readiness from the Pods of a node that is not ready, so that they get no traffic. Nothing else about them
 * changes: nobody knows what they do. Source: pkg/controller/util/node/controller_utils.go MarkPodsNotReady.
 */
export function markPodsNotReady(world: World, node: Node): void {
  for (const pod of world.indexed(pods, PODS_BY_NODE, node.metadata.name ?? '')) {
    if (!isPodReady(pod)) continue;
    world.updateStatus(pods, notReady(pod, world.nowMs));
    world.note({
      about: pod,
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component: EVENT_COMPONENT,
    });
  }
}

function notReady(pod: Pod, nowMs: number): Pod {
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === 'Ready'
      ? { ...condition, status: 'False' as const, lastTransitionTime: formatTime(nowMs) }
      : condition,
  );
  return { ...pod, status: { ...pod.status, conditions } };
}
