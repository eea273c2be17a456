import type { JobCondition } from '../../../api/kinds/job/job.ts';
import { formatTime } from '../../../lib/time.ts';

/**
 * The list with a condition as wanted: one that says the same stays, a changed one stays in its place, a new one comes
 * last, and none is added only to say False. Source: job_controller.go ensureJobConditionStatus.
 */
export function ensureCondition(
  conditions: readonly JobCondition[],
  type: string,
  status: 'True' | 'False',
  { reason, message }: { readonly reason: string; readonly message: string },
  nowMs: number,
): readonly JobCondition[] {
  const known = conditions.find((each) => each.type === type);
  if (known === undefined && status === 'False') return conditions;
  if (known?.status === status && known.reason === reason && known.message === message) return conditions;
  const time = formatTime(nowMs);
  const next: JobCondition = { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
  return known === undefined ? [...conditions, next] : conditions.map((each) => (each === known ? next : each));
}
