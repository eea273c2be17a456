/** The numbers of a rollout, without objects. Source: pkg/controller/deployment/util/deployment_util.go. */

/** What a Deployment asks for, with percentages resolved. */
export interface Plan {
  readonly isRolling: boolean;
  readonly replicas: number;
  readonly surge: number;
  readonly maxUnavailable: number;
}

/** One ReplicaSet's numbers. */
export interface Size {
  readonly replicas: number;
  readonly available: number;
}

export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

const PERCENT = /^(\d+)%$/;

/**
 * Resolves maxSurge (rounded up) and maxUnavailable (rounded down); both 0 would stop every rollout, so one Pod may
 * then be missing. Undefined when one of them is no number and no percentage. Source: ResolveFenceposts.
 */
export function resolveFenceposts(
  maxSurge: number | string | undefined,
  maxUnavailable: number | string | undefined,
  replicas: number,
): Fenceposts | undefined {
  const surge = scaledValue(maxSurge, replicas, Math.ceil);
  const unavailable = scaledValue(maxUnavailable, replicas, Math.floor);
  if (surge === undefined || unavailable === undefined) return undefined;
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** Source: MaxSurge, MaxUnavailable: only a rolling update may exceed or fall short; no more can be missing than there are. */
export function planOf(
  strategy: string | undefined,
  replicas: number,
  maxSurge: number | string | undefined,
  maxUnavailable: number | string | undefined,
): Plan {
  const isRolling = (strategy ?? 'RollingUpdate') === 'RollingUpdate';
  const posts = isRolling ? resolveFenceposts(maxSurge, maxUnavailable, replicas) : undefined;
  return {
    isRolling,
    replicas,
    surge: posts?.surge ?? 0,
    maxUnavailable: replicas === 0 ? 0 : Math.min(posts?.unavailable ?? 0, replicas),
  };
}

/** Size that the new ReplicaSet may have now; `total` are the wanted Pods of all ReplicaSets. Source: NewRSNewReplicas. */
export function newReplicaSetSize({ isRolling, replicas, surge }: Plan, total: number, size: number): number {
  if (!isRolling) return replicas;
  const room = replicas + surge - total;
  return room <= 0 ? size : size + Math.min(room, replicas - size);
}

/**
 * New sizes of the old ReplicaSets, oldest first: unavailable Pods go first, then available ones as far as the minimum
 * allows. The same array when nothing may go. Source: rolling.go reconcileOldReplicaSets.
 */
export function scaleDownOld(plan: Plan, old: readonly Size[], fresh: Size): readonly Size[] {
  const minAvailable = plan.replicas - plan.maxUnavailable;
  const oldTotal = sum(old, (each) => each.replicas);
  const maxScaledDown = oldTotal + fresh.replicas - minAvailable - (fresh.replicas - fresh.available);
  if (oldTotal === 0 || maxScaledDown <= 0) return old;
  return scaleDownAvailable(cleanUpUnavailable(old, maxScaledDown), fresh.available, minAvailable);
}

/** Takes away Pods that are not available anyway. Source: cleanupUnhealthyReplicas. */
export function cleanUpUnavailable(old: readonly Size[], limit: number): readonly Size[] {
  let left = limit;
  return old.map((each) => {
    const count = Math.min(left, each.replicas - each.available);
    if (count <= 0) return each;
    left -= count;
    return { ...each, replicas: each.replicas - count };
  });
}

/** Takes away Pods of old ReplicaSets while more than enough are available. Source: scaleDownOldReplicaSetsForRollingUpdate. */
export function scaleDownAvailable(old: readonly Size[], newAvailable: number, minAvailable: number): readonly Size[] {
  let left = sum(old, (each) => each.available) + newAvailable - minAvailable;
  return old.map((each) => {
    const count = Math.min(left, each.replicas);
    if (count <= 0) return each;
    left -= count;
    return { ...each, replicas: each.replicas - count };
  });
}

export function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += valueOf(item);
  return total;
}

function scaledValue(
  value: number | string | undefined,
  total: number,
  round: (fraction: number) => number,
): number | undefined {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  const percent = PERCENT.exec(value)?.[1];
  return percent === undefined ? undefined : round((Number(percent) * total) / 100);
}
