import type { Job } from '../../../api/kinds/job/job.ts';
import { COMPLETION_INDEX } from '../../../api/kinds/job/labels.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { ContainerStatus } from '../../../api/kinds/pod/pod-status.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { parseTime } from '../../../lib/time.ts';
import { TRACKING_FINALIZER } from './name.ts';

/** Not yet counted by its Job. */
export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING_FINALIZER) === true;
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed';
}

/** Pods under deletion are replaced only when they have ended. Source: job_controller.go onlyReplaceFailedPods. */
export function replacesFailedOnly({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

/** Failed, or being deleted and therefore lost. Source: job_controller.go isPodFailed. */
export function isPodFailed(pod: Pod, job: Job): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return true;
  return !replacesFailedOnly(job) && pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded';
}

/** The index that a Pod of an Indexed Job works on; -1 when it has none that counts. */
export function indexOf(pod: Pod, job: Job): number {
  const text = pod.metadata.annotations?.[COMPLETION_INDEX] ?? '';
  const index = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return index < (job.spec.completions ?? 0) ? index : -1;
}

/**
 * When a Pod ended, ms: its last container's end, else the time it became not ready, was deleted or was made.
 * Source: pkg/controller/job/backoff_utils.go getFinishedTime.
 */
export function finishedAtMs(pod: Pod): number {
  const { metadata, status } = pod;
  const ends = (status?.containerStatuses ?? []).map(endedAtMs);
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends);
  const ready = podCondition(pod, 'Ready');
  const notReadyMs = ready?.status === 'False' ? parseTime(ready.lastTransitionTime) : undefined;
  if (notReadyMs !== undefined) return notReadyMs;
  const deletedMs = parseTime(metadata.deletionTimestamp);
  if (deletedMs !== undefined) return deletedMs - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return parseTime(metadata.creationTimestamp) ?? 0;
}

function endedAtMs({ state }: ContainerStatus): number | undefined {
  return parseTime(state?.terminated?.finishedAt);
}
