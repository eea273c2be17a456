import type { Deployment, DeploymentStatus } from '../../../api/kinds/deployment/deployment.ts';
import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { parseTime } from '../../../lib/time.ts';
import { findCondition } from '../shared/conditions.ts';

export const PROGRESSING = 'Progressing';
export const NEW_REPLICA_SET_AVAILABLE = 'NewReplicaSetAvailable';
export const TIMED_OUT = 'ProgressDeadlineExceeded';
/** This many seconds mean: never. Source: deployment_util.go HasProgressDeadline. */
const NEVER = 2_147_483_647;

/** The counts of a status that say how far a rollout is. */
export type Counts = Pick<
  DeploymentStatus,
  'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas' | 'observedGeneration'
>;

export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NEVER;
}

/** All Pods are new and available, and there are no others. Source: DeploymentComplete. */
export function isComplete(replicas: number, generation: number | undefined, status: Counts): boolean {
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (generation ?? 0)
  );
}

/** More new, fewer old, more ready or more available Pods than before. Source: DeploymentProgressing. */
export function hasProgressed(before: Counts, now: Counts): boolean {
  const old = (status: Counts): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(now) < old(before) ||
    (now.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Nothing has moved for longer than the Deployment allows. Source: DeploymentTimedOut. */
export function hasTimedOut(deployment: Deployment, conditions: readonly Condition[], nowMs: number): boolean {
  const condition = findCondition(conditions, PROGRESSING);
  if (condition === undefined || condition.reason === NEW_REPLICA_SET_AVAILABLE) return false;
  if (condition.reason === TIMED_OUT) return true;
  const deadline = deadlineMs(deployment, condition);
  return deadline !== undefined && deadline < nowMs;
}

/** When the progress that the condition tells of will be too long ago, ms. */
export function deadlineMs({ spec }: Deployment, condition: Condition): number | undefined {
  const fromMs = parseTime(condition.lastUpdateTime);
  return fromMs === undefined ? undefined : fromMs + (spec.progressDeadlineSeconds ?? 0) * 1000;
}
