import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { ReplicaSet } from '../../../api/kinds/replica-set/replica-set.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';
import { orphansOf } from '../shared/orphans.ts';
import { controllerRef, withoutOwners, withOwner } from '../shared/owner.ts';
import { isPodActive } from '../shared/pod-facts.ts';
import type { PodTally } from '../shared/pod-tally.ts';
import type { ReplicaKind } from '../shared/replica-kind.ts';

/**
 * Lets go of active Pods that are no longer selected and adopts selected ones that belong to nobody.
 * Source: pkg/controller/controller_ref_manager.go ClaimPods.
 */
export function claimPods(world: World, kind: ReplicaKind, replicaSet: ReplicaSet, tally: PodTally): void {
  if (tally.strangers > 0) release(world, replicaSet);
  if (replicaSet.metadata.deletionTimestamp === undefined) adopt(world, kind, replicaSet);
}

function release(world: World, { metadata, spec }: ReplicaSet): void {
  const uid = metadata.uid ?? '';
  const uids = new Set([uid]);
  for (const pod of world.indexed(pods, 'owner', uid)) {
    const isOwn = controllerOf(pod.metadata)?.uid === uid;
    if (!isOwn || !isPodActive(pod) || matchesLabelSelector(spec.selector, pod.metadata.labels)) continue;
    world.update(pods, withoutOwners(pod, uids));
  }
}

function adopt(world: World, { ref }: ReplicaKind, replicaSet: ReplicaSet): void {
  const orphans = orphansOf(world, pods.resource).in(replicaSet.metadata.namespace ?? '');
  if (orphans.size === 0) return;
  const found: Pod[] = [];
  // In order of key: the set's own order is that of events, which a restored run does not know.
  for (const key of [...orphans].sort()) {
    const pod = world.byKey(pods, key);
    if (pod !== undefined && isPodActive(pod) && matchesLabelSelector(replicaSet.spec.selector, pod.metadata.labels))
      found.push(pod);
  }
  for (const pod of found) world.update(pods, withOwner(pod, controllerRef(ref, replicaSet)));
}
