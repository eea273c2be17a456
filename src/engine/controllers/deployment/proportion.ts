import { sum, type Plan } from './arithmetic.ts';

/** A ReplicaSet that takes part in proportional scaling. */
export interface Share {
  readonly replicas: number;
  /** Annotation max-replicas as of the last scaling: the size of the whole that `replicas` is a part of. */
  readonly maxReplicas: number | undefined;
}

/**
 * New sizes when a Deployment is scaled in the middle of a rollout: each ReplicaSet keeps its share of the whole, what
 * rounding leaves goes to the first. `shares` come largest first. Source: sync.go scale.
 */
export function scaleProportionally(plan: Plan, shares: readonly Share[], statusReplicas: number): readonly number[] {
  const allowed = plan.replicas > 0 ? plan.replicas + plan.surge : 0;
  const toAdd = allowed - sum(shares, (share) => share.replicas);
  if (toAdd === 0) return shares.map((share) => share.replicas);
  let added = 0;
  const sizes = shares.map((share) => {
    const part = proportionOf(plan, share, statusReplicas, toAdd, added);
    added += part;
    return share.replicas + part;
  });
  return sizes.map((size, index) => (index === 0 ? Math.max(0, size + toAdd - added) : size));
}

/** Source: GetReplicaSetProportion: never beyond what is still to be given. */
function proportionOf(plan: Plan, share: Share, statusReplicas: number, toAdd: number, added: number): number {
  if (share.replicas === 0 || toAdd === added) return 0;
  const fraction = replicaSetFraction(plan, share, statusReplicas);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

/** By how much the ReplicaSet's part of the whole grows or shrinks. Source: getReplicaSetFraction. */
export function replicaSetFraction(plan: Plan, { replicas, maxReplicas }: Share, statusReplicas: number): number {
  if (plan.replicas === 0) return -replicas;
  const before = maxReplicas === undefined || maxReplicas === 0 ? statusReplicas : maxReplicas;
  if (before === 0) return 0;
  return roundHalfAway((replicas * (plan.replicas + plan.surge)) / before) - replicas;
}

/** Source: k8s.io/utils integer.RoundToInt32. */
function roundHalfAway(value: number): number {
  return value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5);
}
