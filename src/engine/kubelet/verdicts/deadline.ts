import { parseTime } from '../../../lib/time.ts';
import type { PodLook } from '../pod-look.ts';

const MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** When the pod's active deadline ends; infinite without one. */
export function deadlineMs({ pod, world }: PodLook): number {
  const seconds = pod.spec.activeDeadlineSeconds;
  if (seconds === undefined) return Number.POSITIVE_INFINITY;
  return (parseTime(pod.status?.startTime) ?? world.nowMs) + seconds * 1000;
}

/** Is the deadline over? Then the look carries the verdict. Source: pkg/kubelet/active_deadline.go. */
export function pastDeadline(look: PodLook): boolean {
  if (deadlineMs(look) > look.world.nowMs) return false;
  look.verdict = { reason: 'DeadlineExceeded', message: MESSAGE };
  look.tellPod('DeadlineExceeded', MESSAGE);
  return true;
}
