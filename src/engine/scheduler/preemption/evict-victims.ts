import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { PodCondition } from '../../../api/kinds/pod/pod-status.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { nodeTable } from '../node-table.ts';
import { PREEMPTION_REASON, priorityOf } from './find-victims.ts';

/**
 * Makes room: the victims get the condition DisruptionTarget and are deleted with their own grace; less important pods
 * that were promised the node lose the promise. Returns the keys of those.
 * Source: pkg/scheduler/framework/preemption PreemptPod, getLowerPriorityNominatedPods.
 */
export function evictVictims(
  world: World,
  preemptor: Pod,
  nodeName: string,
  victims: readonly Pod[],
  component: string,
): readonly string[] {
  const displaced = [...(nodeTable(world).nominations.on(nodeName) ?? [])].filter(
    ([, other]) => priorityOf(other) < priorityOf(preemptor),
  );
  for (const [, other] of displaced) {
    const { nominatedNodeName: _gone, ...status } = other.status ?? {};
    world.updateStatus(pods, { ...other, status });
  }
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp !== undefined) continue;
    const marked = world.updateStatus(pods, withDisruptionTarget(victim, preemptor, world.nowMs));
    if (!marked.ok || !world.delete(pods, marked.object).ok) continue;
    world.note({
      about: victim,
      type: 'Normal',
      reason: 'Preempted',
      message: `Preempted by pod ${preemptor.metadata.uid ?? ''} on node ${nodeName}`,
      component,
    });
  }
  return displaced.map(([key]) => key);
}

function withDisruptionTarget(victim: Pod, preemptor: Pod, nowMs: number): Pod {
  const old = podCondition(victim, 'DisruptionTarget');
  const { generation } = victim.metadata;
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    reason: PREEMPTION_REASON,
    message: `${preemptor.spec.schedulerName ?? ''}: preempting to accommodate a higher priority pod`,
    lastTransitionTime: old?.status === 'True' ? (old.lastTransitionTime ?? '') : formatTime(nowMs),
  };
  const others = victim.status?.conditions?.filter((each) => each !== old) ?? [];
  return { ...victim, status: { ...victim.status, conditions: [...others, condition] } };
}
