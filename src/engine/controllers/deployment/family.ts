import type { Deployment } from '../../../api/kinds/deployment/deployment.ts';
import { deployments } from '../../../api/kinds/deployment/deployment.ts';
import { replicaSets, type ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';
import { orphansOf } from '../shared/orphans.ts';
import { controllerRef, withoutOwners, withOwner } from '../shared/owner.ts';
import type { Family } from './draft.ts';
import { revisionOf } from './revisions.ts';
import { equalIgnoreHash } from './template.ts';

/**
 * The ReplicaSets of a Deployment, oldest first. Adopts matching ones that nobody owns and lets go of own ones that no
 * longer match. Source: controller_ref_manager.go ClaimReplicaSets.
 */
export function claimReplicaSets(world: World, deployment: Deployment): readonly ReplicaSet[] {
  const { uid = '', deletionTimestamp } = deployment.metadata;
  const { selector } = deployment.spec;
  const claimed: ReplicaSet[] = [];
  for (const replicaSet of world.indexed(replicaSets, 'owner', uid)) {
    if (controllerOf(replicaSet.metadata)?.uid !== uid) continue;
    if (matchesLabelSelector(selector, replicaSet.metadata.labels)) claimed.push(replicaSet);
    else world.update(replicaSets, withoutOwners(replicaSet, new Set([uid])));
  }
  if (deletionTimestamp !== undefined) return claimed.sort(byAge);
  for (const orphan of adoptable(world, deployment)) {
    const written = world.update(replicaSets, withOwner(orphan, controllerRef(deployments, deployment)));
    if (written.ok) claimed.push(written.object);
  }
  return claimed.sort(byAge);
}

function adoptable(world: World, { metadata, spec }: Deployment): readonly ReplicaSet[] {
  const found: ReplicaSet[] = [];
  // In order of key: the set's own order is that of events, which a restored run does not know.
  for (const key of [...orphansOf(world, replicaSets.resource).in(metadata.namespace ?? '')].sort()) {
    const orphan = world.byKey(replicaSets, key);
    if (orphan === undefined || orphan.metadata.deletionTimestamp !== undefined) continue;
    if (matchesLabelSelector(spec.selector, orphan.metadata.labels)) found.push(orphan);
  }
  return found;
}

/** The new ReplicaSet is the oldest with the Deployment's template. Source: FindNewReplicaSet, FindOldReplicaSets. */
export function familyOf(deployment: Deployment, claimed: readonly ReplicaSet[]): Family {
  const fresh = claimed.find((each) => equalIgnoreHash(each.spec.template, deployment.spec.template));
  return { fresh, old: fresh === undefined ? claimed : claimed.filter((each) => each !== fresh) };
}

/** Oldest first. Source: controller_utils.go ReplicaSetsByCreationTimestamp. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  return (
    compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compare(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}

/** Lowest revision first. Source: deployment_util.go ReplicaSetsByRevision. */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  return revisionOf(a) - revisionOf(b) || byAge(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
