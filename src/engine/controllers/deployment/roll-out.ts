import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';
import { newReplicaSetSize, scaleDownOld, sum, type Size } from './arithmetic.ts';
import { activeOf, allOf, wantedBy, wantedByAll, type Draft, type Family } from './draft.ts';
import { createNewReplicaSet } from './new-replica-set.ts';
import { scaleTo } from './scale.ts';

/** What one look did to the ReplicaSets. */
export interface Step {
  readonly family: Family;
  /** The new ReplicaSet could not be created: look again later. */
  readonly failed?: boolean;
  /** Something was scaled, so this look goes no further. */
  readonly moved?: boolean;
}

/** One step of a rolling update: up or down, never both in one look. Source: rolling.go rolloutRolling. */
export function rollOut(draft: Draft, found: Family): Step {
  const family = withNewReplicaSet(draft, found);
  if (family === undefined) return { family: found, failed: true };
  const { fresh } = family;
  if (fresh === undefined) return { family };
  const raised = scaleNew(draft, family, fresh);
  if (raised !== family) return { family: raised, moved: true };
  const lowered = scaleOld(draft, family, fresh);
  return { family: lowered, moved: lowered !== family };
}

/** First all old Pods away, then the new ones. Source: recreate.go rolloutRecreate. */
export function recreate(draft: Draft, found: Family): Step {
  const emptied = activeOf(found.old).reduce((current, old) => scaleTo(draft, current, old, 0), found);
  if (emptied !== found) return { family: emptied, moved: true };
  if (oldPodsRun(draft.world, found.old)) return { family: found, moved: true };
  const family = withNewReplicaSet(draft, found);
  if (family === undefined) return { family: found, failed: true };
  const { fresh } = family;
  if (fresh === undefined || wantedBy(fresh) === draft.plan.replicas) return { family };
  return { family: scaleTo(draft, family, fresh, draft.plan.replicas) };
}

function withNewReplicaSet(draft: Draft, family: Family): Family | undefined {
  if (family.fresh !== undefined) return family;
  const fresh = createNewReplicaSet(draft, family.old);
  return fresh === undefined ? undefined : { ...family, fresh };
}

/** Source: rolling.go reconcileNewReplicaSet. */
function scaleNew(draft: Draft, family: Family, fresh: ReplicaSet): Family {
  const { plan } = draft;
  const before = wantedBy(fresh);
  if (before === plan.replicas) return family;
  const size = before > plan.replicas ? plan.replicas : newReplicaSetSize(plan, wantedByAll(allOf(family)), before);
  return size === before ? family : scaleTo(draft, family, fresh, size);
}

/** Source: rolling.go reconcileOldReplicaSets. */
function scaleOld(draft: Draft, family: Family, fresh: ReplicaSet): Family {
  const old = activeOf(family.old);
  if (old.length === 0) return family;
  const sizes = scaleDownOld(draft.plan, old.map(sizeOf), sizeOf(fresh));
  return old.reduce((current, each, index) => {
    const size = sizes[index]?.replicas ?? wantedBy(each);
    return size === wantedBy(each) ? current : scaleTo(draft, current, each, size);
  }, family);
}

function sizeOf(replicaSet: ReplicaSet): Size {
  return { replicas: wantedBy(replicaSet), available: replicaSet.status?.availableReplicas ?? 0 };
}

/** Even a Pod under deletion keeps the new ones waiting. Source: recreate.go oldPodsRunning. */
function oldPodsRun(world: World, old: readonly ReplicaSet[]): boolean {
  if (sum(old, (each) => each.status?.replicas ?? 0) > 0) return true;
  return old.some(({ metadata }) => {
    const uid = metadata.uid ?? '';
    return world
      .indexed(pods, 'owner', uid)
      .some((pod) => controllerOf(pod.metadata)?.uid === uid && !isPodTerminal(pod));
  });
}
