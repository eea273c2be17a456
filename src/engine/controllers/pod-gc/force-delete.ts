import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import type { PodCondition } from '../../../api/kinds/pod/pod-status.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';

/** Why a Pod is disrupted, for its condition DisruptionTarget. */
export interface Disruption {
  readonly reason: string;
  readonly message: string;
}

/**
 * Fails a Pod that has not ended and removes it without waiting for a kubelet. Source: gc_controller.go
 * markFailedAndDeletePodWithCondition.
 */
export function forceDelete(world: World, pod: Pod, disruption?: Disruption): void {
  let current = pod;
  if (!isPodTerminal(pod)) {
    const written = world.updateStatus(pods, failed(pod, disruption, world.nowMs));
    if (written.ok) current = written.object;
  }
  world.delete(pods, current, { graceSeconds: 0 });
}

function failed(pod: Pod, disruption: Disruption | undefined, nowMs: number): Pod {
  const conditions: readonly PodCondition[] = pod.status?.conditions ?? [];
  if (disruption === undefined) return { ...pod, status: { ...pod.status, phase: 'Failed' } };
  const others = conditions.filter((condition) => condition.type !== 'DisruptionTarget');
  const target: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    ...disruption,
    lastTransitionTime: formatTime(nowMs),
  };
  return { ...pod, status: { ...pod.status, phase: 'Failed', conditions: [...others, target] } };
}
