import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { statefulSets, type StatefulSet } from '../../../api/kinds/stateful-set/stateful-set.ts';
import type { KubeObject, ObjectMeta, OwnerReference } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import type { World } from '../../world.ts';
import { controllerRef } from '../shared/owner.ts';
import { tell } from './events.ts';
import { claimName, claimOf, podName } from './pod-object.ts';

/**
 * Creates the claims of an ordinal that are not there. Returns what is wrong, if anything: a claim that could not be
 * created, or one that is going away. Source: stateful_pod_control.go createPersistentVolumeClaims.
 */
export function createClaims(world: World, set: StatefulSet, ordinal: number): string | undefined {
  const errors: string[] = [];
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const name = claimName(set, template, ordinal);
    const claim = world.get(persistentVolumeClaims, set.metadata.namespace ?? '', name);
    if (claim !== undefined) {
      if (claim.metadata.deletionTimestamp !== undefined) errors.push(`pvc ${name} is being deleted`);
      continue;
    }
    const written = world.create(persistentVolumeClaims, claimOf(set, template, ordinal));
    const [pod, owner] = [podName(set, ordinal), set.metadata.name ?? ''];
    if (written.ok) {
      tell(world, set, 'Normal', 'SuccessfulCreate', `Create Claim ${name} Pod ${pod} in StatefulSet ${owner} success`);
      continue;
    }
    const why = written.status.message ?? '';
    const message = `Create Claim ${name} for Pod ${pod} in StatefulSet ${owner} failed error: ${why}`;
    tell(world, set, 'Warning', 'FailedCreate', message);
    errors.push(`failed to create PVC ${name}: ${why}`);
  }
  return errors.length === 0 ? undefined : errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`;
}

/**
 * True when a claim of the ordinal is still owned by an earlier Pod of the same name and about to go with it.
 * Source: stateful_pod_control.go PodClaimIsStale.
 */
export function hasStaleClaim(world: World, set: StatefulSet, ordinal: number): boolean {
  if (set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return false;
  return claimsOf(world, set, ordinal).some(({ metadata }) =>
    metadata.ownerReferences?.some((owner) => owner.kind === pods.kind && owner.name === podName(set, ordinal)),
  );
}

/**
 * Gives the claims of a Pod the owners that the retention policy asks for: nobody when they are kept, the set when they
 * go with it, the Pod when it is scaled down and they go as well. Returns whether something changed.
 * Source: stateful_set_utils.go isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod.
 */
export function syncClaimOwners(
  world: World,
  set: StatefulSet,
  pod: Pod,
  ordinal: number,
  isCondemned: boolean,
): boolean {
  let changed = false;
  for (const claim of claimsOf(world, set, ordinal)) {
    const refs = claim.metadata.ownerReferences ?? [];
    if (isStale(refs, statefulSets, set) || isStale(refs, pods, pod)) continue;
    const others = refs.filter(({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid);
    const wanted = others.some(({ controller }) => controller === true)
      ? others
      : [...others, ...ownersWanted(set, pod, isCondemned)];
    if (refs.length === wanted.length && wanted.every((each) => refs.some((ref) => isSame(ref, each)))) continue;
    changed = world.update(persistentVolumeClaims, withOwners(claim, wanted)).ok || changed;
  }
  return changed;
}

function ownersWanted(set: StatefulSet, pod: Pod, isCondemned: boolean): readonly OwnerReference[] {
  const { whenScaled, whenDeleted } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (whenScaled === 'Delete' && isCondemned) return [controllerRef(pods, pod)];
  return whenDeleted === 'Delete' ? [controllerRef(statefulSets, set)] : [];
}

function claimsOf(world: World, set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).flatMap((template) => {
    const claim = world.get(persistentVolumeClaims, set.metadata.namespace ?? '', claimName(set, template, ordinal));
    return claim === undefined ? [] : [claim];
  });
}

/** The name is the owner's, but it was another object. */
function isStale(
  refs: readonly OwnerReference[],
  { kind }: ResourceRef<KubeObject>,
  { metadata }: KubeObject,
): boolean {
  const ref = refs.find((each) => each.kind === kind && each.name === metadata.name);
  return ref !== undefined && ref.uid !== metadata.uid;
}

function isSame(a: OwnerReference, b: OwnerReference): boolean {
  return a.uid === b.uid && (a.controller ?? false) === (b.controller ?? false);
}

function withOwners(claim: PersistentVolumeClaim, owners: readonly OwnerReference[]): PersistentVolumeClaim {
  const { ownerReferences: _old, ...rest } = claim.metadata;
  const metadata: ObjectMeta = owners.length === 0 ? rest : { ...rest, ownerReferences: owners };
  return { ...claim, metadata };
}
