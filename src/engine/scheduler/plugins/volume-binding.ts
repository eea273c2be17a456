import {
  persistentVolumeClaims,
  requestedStorage,
  SELECTED_NODE,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import type { PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { waitsForConsumer, type StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { compareQuantity, quantityOf } from '../../../api/machinery/quantity.ts';
import { bestMatch, isReachable } from '../../storage/matching.ts';
import type { NodeLabels } from '../../../api/kinds/pod/node-terms.ts';
import type { World } from '../../world.ts';
import type { Cycle, FilterPlugin } from '../cycle.ts';
import { usedClaims, type UsedClaim } from './volume-claims.ts';

const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const OUT_OF_REACH = "node(s) didn't match PersistentVolume's node affinity";
const NOTHING_TO_BIND = "node(s) didn't find available persistent volumes to bind";
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/**
 * Demands that the pod's volumes can be reached from the node, and that claims which wait for a pod can be bound there.
 * Source: pkg/scheduler/framework/plugins/volumebinding.
 */
export const volumeBinding: FilterPlugin = {
  name: 'VolumeBinding',
  refusal: whyNowhere,
  filter: ({ world, pod, table }) => {
    const claims = usedClaims(world, pod);
    if (claims.length === 0) return undefined;
    return (slot) => {
      const { name, labels } = table.at(slot);
      const reasons = whyNotOn(world, claims, { name, labels });
      return reasons.length === 0 ? undefined : { reasons, unresolvable: true };
    };
  },
};

/** Source: volume_binding.go podHasPVCs, PreFilter. */
function whyNowhere({ world, pod }: Cycle): string | undefined {
  const { namespace = '', name: podName = '', uid } = pod.metadata;
  const claims = claimsOf(pod);
  if (claims.length === 0) return undefined;
  for (const { claimName, isEphemeral } of claims) {
    const claim = world.get(persistentVolumeClaims, namespace, claimName);
    if (claim === undefined) {
      return isEphemeral
        ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`
        : `persistentvolumeclaim "${claimName}" not found`;
    }
    if (claim.status?.phase === 'Lost')
      return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`;
    if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${claimName}" is being deleted`;
    if (isEphemeral && controllerOf(claim.metadata)?.uid !== uid)
      return `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${podName} (pod is not owner)`;
  }
  const isWaiting = usedClaims(world, pod).some((used) => !used.isBound && !isDelayed(used));
  return isWaiting ? 'pod has unbound immediate PersistentVolumeClaims' : undefined;
}

/** A claim that names its volume is bound by the volume controller, whatever its class. */
function isDelayed({ claim, storageClass }: UsedClaim): boolean {
  return waitsForConsumer(storageClass) && (claim.spec.volumeName ?? '') === '';
}

/** Source: binder.go FindPodVolumes. */
function whyNotOn(world: World, claims: readonly UsedClaim[], node: NodeLabels): string[] {
  const reasons: string[] = [];
  const bound = claims.filter(({ isBound }) => isBound);
  if (bound.some(({ volume }) => volume === undefined)) reasons.push(NO_VOLUME);
  if (bound.some(({ volume }) => volume !== undefined && !isReachable(volume, node))) reasons.push(OUT_OF_REACH);
  if (bound.length < claims.length && planFor(world, claims, node) === undefined) reasons.push(NOTHING_TO_BIND);
  return reasons;
}

/** Where a claim's volume is to come from: a volume that is there, or (undefined) one that is made for it. */
export type Plan = ReadonlyMap<PersistentVolumeClaim, PersistentVolume | undefined>;

/**
 * How the claims that wait for a pod get their volumes on this node, the smallest first; undefined when one cannot.
 * Source: binder.go findMatchingVolumes, checkVolumeProvisions.
 */
export function planFor(world: World, claims: readonly UsedClaim[], node: NodeLabels): Plan | undefined {
  const plan = new Map<PersistentVolumeClaim, PersistentVolume | undefined>();
  const taken = new Set<string>();
  const open = claims.filter(({ isBound }) => !isBound).sort(bySize);
  for (const { claim, storageClass } of open) {
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.name) return undefined;
    const volume = selected === undefined ? bestMatch(world, claim, { node, taken }) : undefined;
    if (volume === undefined && !canProvision(storageClass, node)) return undefined;
    if (volume !== undefined) taken.add(volume.metadata.name ?? '');
    plan.set(claim, volume);
  }
  return plan;
}

function bySize({ claim: a }: UsedClaim, { claim: b }: UsedClaim): number {
  return compareQuantity(quantityOf(requestedStorage(a)), quantityOf(requestedStorage(b)));
}

function canProvision(storageClass: StorageClass | undefined, node: NodeLabels): boolean {
  if (storageClass === undefined || storageClass.provisioner === NO_PROVISIONER) return false;
  const { allowedTopologies = [] } = storageClass;
  return (
    allowedTopologies.length === 0 ||
    allowedTopologies.some(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.every(({ key, values }) => values.includes(node.labels[key] ?? '')),
    )
  );
}
