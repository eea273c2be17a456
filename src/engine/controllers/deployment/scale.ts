import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { activeOf, allOf, replaced, storeReplicaSet, wantedBy, type Draft, type Family } from './draft.ts';
import { byAge } from './family.ts';
import { scaleProportionally } from './proportion.ts';
import { desiredReplicas, maxReplicas, withSizes } from './revisions.ts';

/** True when the Deployment's size changed since its ReplicaSets were last scaled. Source: sync.go isScalingEvent. */
export function isScalingEvent({ plan }: Draft, family: Family): boolean {
  return activeOf(allOf(family)).some((replicaSet) => {
    const desired = desiredReplicas(replicaSet);
    return desired !== undefined && desired !== plan.replicas;
  });
}

/**
 * Follows a change of the Deployment's size without rolling anything out. In the middle of a rollout every ReplicaSet
 * keeps its share. Source: sync.go scale.
 */
export function scale(draft: Draft, family: Family): Family {
  const { plan, deployment } = draft;
  const active = activeOf(allOf(family));
  if (active.length < 2) {
    const single = active[0] ?? family.fresh ?? [...family.old].sort(byAge).at(-1);
    return single === undefined || wantedBy(single) === plan.replicas
      ? family
      : scaleTo(draft, family, single, plan.replicas);
  }
  if (isSaturated(draft, family.fresh)) {
    return activeOf(family.old).reduce((current, old) => scaleTo(draft, current, old, 0), family);
  }
  if (!plan.isRolling) return family;
  const isGrowing = plan.replicas + plan.surge > active.reduce((total, each) => total + wantedBy(each), 0);
  const ordered = [...active].sort((a, b) => wantedBy(b) - wantedBy(a) || (isGrowing ? byAge(b, a) : byAge(a, b)));
  const shares = ordered.map((each) => ({ replicas: wantedBy(each), maxReplicas: maxReplicas(each) }));
  const sizes = scaleProportionally(plan, shares, deployment.status?.replicas ?? 0);
  return ordered.reduce((current, each, index) => scaleTo(draft, current, each, sizes[index] ?? 0), family);
}

/** Gives a ReplicaSet its size and remembers what the Deployment wanted then. Source: sync.go scaleReplicaSet. */
export function scaleTo(draft: Draft, family: Family, replicaSet: ReplicaSet, size: number): Family {
  const { plan, world } = draft;
  const before = wantedBy(replicaSet);
  const annotations = withSizes(replicaSet.metadata.annotations, plan.replicas, plan.replicas + plan.surge);
  if (before === size && annotations === replicaSet.metadata.annotations) return family;
  const next = {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec, replicas: size },
  };
  const stored = storeReplicaSet(world, next);
  if (stored === undefined) return family;
  if (before !== size) {
    const direction = before < size ? 'up' : 'down';
    draft.tell(
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${replicaSet.metadata.name ?? ''} from ${before} to ${size}`,
    );
  }
  return replaced(family, stored);
}

/** The new ReplicaSet has all its Pods, and the Deployment knows. Source: deployment_util.go IsSaturated. */
function isSaturated({ plan }: Draft, fresh: ReplicaSet | undefined): boolean {
  if (fresh === undefined) return false;
  return (
    wantedBy(fresh) === plan.replicas &&
    desiredReplicas(fresh) === plan.replicas &&
    (fresh.status?.availableReplicas ?? 0) === plan.replicas
  );
}
