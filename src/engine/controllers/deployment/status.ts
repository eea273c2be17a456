import { deployments, type Deployment, type DeploymentStatus } from '../../../api/kinds/deployment/deployment.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { findCondition, setCondition, withoutCondition } from '../shared/conditions.ts';
import { sum } from './arithmetic.ts';
import { allOf, wantedByAll, type Draft, type Family } from './draft.ts';
import {
  deadlineMs,
  hasProgressDeadline,
  hasProgressed,
  hasTimedOut,
  isComplete,
  NEW_REPLICA_SET_AVAILABLE,
  PROGRESSING,
  TIMED_OUT,
} from './progress.ts';

const AVAILABLE = 'Available';
const REPLICA_FAILURE = 'ReplicaFailure';

/** Writes counts and availability, without judging progress. Source: sync.go syncDeploymentStatus. */
export function writeStatus(draft: Draft, family: Family): void {
  store(draft, statusOf(draft, family));
}

/**
 * Writes counts and conditions of a rollout. Returns when to look again for the progress deadline, ms from now, if it
 * is running. Source: progress.go syncRolloutStatus.
 */
export function writeRolloutStatus(draft: Draft, family: Family): number | undefined {
  const { deployment } = draft;
  let next = statusOf(draft, family);
  next = withConditions(next, progressConditions(draft, family, next));
  next = withConditions(next, failureConditions(next.conditions ?? [], family));
  store(draft, next);
  return deadlineCheckMs(draft, deployment, next);
}

/** Source: sync.go calculateStatus. Counts of 0 are left out, as Go does. */
function statusOf(draft: Draft, family: Family): DeploymentStatus {
  const all = allOf(family);
  const available = sum(all, (each) => each.status?.availableReplicas ?? 0);
  const generation = draft.deployment.metadata.generation;
  const isAvailable = available >= draft.plan.replicas - draft.plan.maxUnavailable;
  const condition = isAvailable
    ? draft.condition(AVAILABLE, 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : draft.condition(
        AVAILABLE,
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...counted(
      'replicas',
      sum(all, (each) => each.status?.replicas ?? 0),
    ),
    ...counted('updatedReplicas', family.fresh?.status?.replicas ?? 0),
    ...counted(
      'readyReplicas',
      sum(all, (each) => each.status?.readyReplicas ?? 0),
    ),
    ...counted('availableReplicas', available),
    ...counted('unavailableReplicas', Math.max(0, wantedByAll(all) - available)),
    terminatingReplicas: sum(all, (each) => each.status?.terminatingReplicas ?? 0),
    conditions: setCondition(draft.conditions, condition),
    ...(draft.collisionCount === undefined ? {} : { collisionCount: draft.collisionCount }),
  };
}

function counted<K extends string>(name: K, count: number): { readonly [P in K]?: number } {
  return (count === 0 ? {} : { [name]: count }) as { readonly [P in K]?: number };
}

function withConditions(status: DeploymentStatus, conditions: readonly Condition[]): DeploymentStatus {
  return conditions === status.conditions ? status : { ...status, conditions };
}

function progressConditions(draft: Draft, family: Family, next: DeploymentStatus): readonly Condition[] {
  const { deployment, plan } = draft;
  const conditions = next.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, PROGRESSING);
  const current = findCondition(draft.conditions, PROGRESSING);
  const isDone = (next.replicas ?? 0) === (next.updatedReplicas ?? 0) && current?.reason === NEW_REPLICA_SET_AVAILABLE;
  if (isDone) return conditions;
  const subject =
    family.fresh === undefined
      ? `Deployment "${deployment.metadata.name ?? ''}"`
      : `ReplicaSet "${family.fresh.metadata.name ?? ''}"`;
  if (isComplete(plan.replicas, deployment.metadata.generation, next)) {
    return setCondition(
      conditions,
      draft.condition(PROGRESSING, 'True', NEW_REPLICA_SET_AVAILABLE, `${subject} has successfully progressed.`),
    );
  }
  if (hasProgressed(deployment.status ?? {}, next)) {
    // Progress is told again each time, with the time of this one: the deadline counts from there.
    const told = draft.condition(PROGRESSING, 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
    return setCondition(
      withoutCondition(conditions, PROGRESSING),
      since === undefined ? told : { ...told, lastTransitionTime: since },
    );
  }
  if (hasTimedOut(deployment, conditions, draft.world.nowMs)) {
    return setCondition(
      conditions,
      draft.condition(PROGRESSING, 'False', TIMED_OUT, `${subject} has timed out progressing.`),
    );
  }
  return conditions;
}

/** A ReplicaSet's failure shows on its Deployment; the new one's first. Source: progress.go getReplicaFailures. */
function failureConditions(conditions: readonly Condition[], { fresh, old }: Family): readonly Condition[] {
  const failure = failureOf(fresh) ?? old.map(failureOf).find((each) => each !== undefined);
  return failure === undefined ? withoutCondition(conditions, REPLICA_FAILURE) : setCondition(conditions, failure);
}

/** Source: deployment_util.go ReplicaSetToDeploymentCondition. */
function failureOf(replicaSet: ReplicaSet | undefined): Condition | undefined {
  const failure = findCondition(replicaSet?.status?.conditions, REPLICA_FAILURE);
  if (failure === undefined) return undefined;
  return failure.lastTransitionTime === undefined
    ? failure
    : { ...failure, lastUpdateTime: failure.lastTransitionTime };
}

function deadlineCheckMs(draft: Draft, deployment: Deployment, next: DeploymentStatus): number | undefined {
  const condition = findCondition(next.conditions, PROGRESSING);
  if (condition === undefined || !hasProgressDeadline(deployment)) return undefined;
  // After success and after failure the clock stands still; upstream looks again and again after success, to no effect.
  if (condition.reason === TIMED_OUT || condition.reason === NEW_REPLICA_SET_AVAILABLE) return undefined;
  if (isComplete(draft.plan.replicas, deployment.metadata.generation, next)) return undefined;
  const atMs = deadlineMs(deployment, condition);
  // A second more, because the stored time has no fraction. Source: progress.go requeueStuckDeployment.
  return atMs === undefined ? undefined : Math.max(0, atMs - draft.world.nowMs) + 1000;
}

function store({ world, deployment }: Draft, status: DeploymentStatus): void {
  if (!deepEqual(deployment.status, status)) world.updateStatus(deployments, { ...deployment, status });
}
