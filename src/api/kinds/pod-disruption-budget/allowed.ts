import { formatTime } from '../../../lib/time.ts';
import type { PodDisruptionBudgetStatus } from './pod-disruption-budget.ts';

type BudgetCondition = NonNullable<PodDisruptionBudgetStatus['conditions']>[number];

export const DISRUPTION_ALLOWED = 'DisruptionAllowed';
export const SYNC_FAILED = 'SyncFailed';

/**
 * The status with a condition that says what its numbers say.
 * Source: component-helpers/apps/poddisruptionbudget UpdateDisruptionAllowedCondition.
 */
export function withAllowedCondition(status: PodDisruptionBudgetStatus, nowMs: number): PodDisruptionBudgetStatus {
  const isAllowed = status.disruptionsAllowed > 0;
  return withCondition(status, isAllowed, isAllowed ? 'SufficientPods' : 'InsufficientPods', '', nowMs);
}

/** No disruption while nobody knows the numbers. Source: pkg/controller/disruption/disruption.go failSafe. */
export function withFailure(
  status: PodDisruptionBudgetStatus | undefined,
  message: string,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const numbers = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, ...status, disruptionsAllowed: 0 };
  return withCondition(numbers, false, SYNC_FAILED, message, nowMs);
}

function withCondition(
  status: PodDisruptionBudgetStatus,
  isTrue: boolean,
  reason: string,
  message: string,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const { observedGeneration, conditions = [] } = status;
  const current = conditions.find(({ type }) => type === DISRUPTION_ALLOWED);
  const state = isTrue ? 'True' : 'False';
  const next: BudgetCondition = {
    type: DISRUPTION_ALLOWED,
    status: state,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime: (current?.status === state ? current.lastTransitionTime : undefined) ?? formatTime(nowMs),
    reason,
    message,
  };
  const others = conditions.filter((each) => each !== current);
  return { ...status, conditions: [...others, next] };
}
