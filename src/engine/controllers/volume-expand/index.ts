/**
 * Expansion of volumes: the expand controller and the external resizers of the drivers that are there, in one.
 *
 * Promises: a bound claim that asks for more gets a larger volume in the time that a storage system takes; conditions
 * say how far it is; a file system is left to the kubelet of a node where a Pod uses it (kubelet/volumes).
 * Whether a claim may ask for more was decided by admission.
 * Sources: pkg/controller/volume/expand, external-resizer pkg/controller.
 */
import {
  persistentVolumeClaims,
  requestedStorage,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimCondition,
  type PersistentVolumeClaimStatus,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { compareQuantity, quantityOf } from '../../../api/machinery/quantity.ts';
import { formatTime } from '../../../lib/time.ts';
import { isDriverThere } from '../../storage/drivers.ts';
import { capacityOf } from '../../storage/matching.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';

const NAME = 'volume-expand';
const COMPONENT = 'volume_expand';

/** What a claim's volume is being made larger to, and when that is done, ms, by the claim's key. */
const WORK: TableRef<{ readonly size: string; readonly dueMs: number }> = { name: 'volume-expand/work' };

export const volumeExpandController: Reconciler = {
  name: NAME,
  watches: [{ resource: persistentVolumeClaims.resource, keys: keysOfClaim }],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const claim = world.byKey(persistentVolumeClaims, key);
  const volume = world.get(persistentVolumes, '', claim?.spec.volumeName ?? '');
  if (claim === undefined || volume === undefined || !wantsMore(claim)) {
    world.table(WORK).delete(key);
    return undefined;
  }
  const size = requestedStorage(claim);
  const isLarge = compareQuantity(capacityOf(volume), quantityOf(size)) >= 0;
  if (isLarge) return finish(world, key, claim, volume) ? undefined : { retry: true };
  const work = world.table(WORK).get(key);
  if (work?.size !== size) return begin(world, key, claim, volume);
  if (work.dueMs > world.nowMs) return { requeueAfterMs: work.dueMs - world.nowMs };
  if (work.dueMs === 0) return undefined;
  const spec = { ...volume.spec, capacity: { ...volume.spec.capacity, storage: size } };
  const written = world.update(persistentVolumes, { ...volume, spec });
  return written.ok && finish(world, key, claim, written.object) ? undefined : { retry: true };
}

/** Source: expand_controller.go syncHandler; then external-resizer markPVCResizeInProgress. */
function begin(world: World, key: string, claim: PersistentVolumeClaim, volume: PersistentVolume): Outcome {
  const size = requestedStorage(claim);
  const message = 'waiting for an external controller to expand this PVC';
  world.note({ about: claim, type: 'Normal', reason: 'ExternalExpanding', message, component: COMPONENT });
  if (volume.spec.csi === undefined || !isDriverThere(world, volume)) {
    world.table(WORK).set(key, { size, dueMs: 0 });
    return undefined;
  }
  if (!setProgress(world, claim, 'ControllerResizeInProgress', { type: 'Resizing', status: 'True' }))
    return { retry: true };
  tell(world, claim, volume, 'Resizing', `External resizer is resizing volume ${volume.metadata.name ?? ''}`);
  const takesMs = world.draw(world.timing.volumeExpandMs, 'volume/expand', claim.metadata.uid ?? '', world.rv);
  // Zero stands for nobody who would do it.
  world.table(WORK).set(key, { size, dueMs: world.nowMs + takesMs });
  return { requeueAfterMs: takesMs };
}

/** The volume is large enough: a raw one is done, a file system still has to grow. */
function finish(world: World, key: string, claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  world.table(WORK).delete(key);
  if (volume.spec.csi === undefined || claim.status?.conditions?.some(({ type }) => type === PENDING) === true)
    return true;
  if (volume.spec.volumeMode === 'Block') {
    const { conditions: _c, allocatedResourceStatuses: _a, ...status } = claim.status ?? {};
    const capacity = { ...status.capacity, storage: requestedStorage(claim) };
    if (!world.updateStatus(persistentVolumeClaims, { ...claim, status: { ...status, capacity } }).ok) return false;
    tell(world, claim, volume, 'VolumeResizeSuccessful', 'Resize volume succeeded');
    return true;
  }
  const message = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';
  if (!setProgress(world, claim, 'NodeResizePending', { type: PENDING, status: 'True', message })) return false;
  tell(world, claim, volume, 'FileSystemResizeRequired', 'Require file system resize of volume on node');
  return true;
}

const PENDING = 'FileSystemResizePending';

function setProgress(
  world: World,
  claim: PersistentVolumeClaim,
  progress: string,
  condition: PersistentVolumeClaimCondition,
): boolean {
  const status: PersistentVolumeClaimStatus = {
    ...claim.status,
    allocatedResources: { storage: requestedStorage(claim) },
    allocatedResourceStatuses: { storage: progress },
    conditions: [{ ...condition, lastTransitionTime: formatTime(world.nowMs) }],
  };
  return world.updateStatus(persistentVolumeClaims, { ...claim, status }).ok;
}

function wantsMore(claim: PersistentVolumeClaim): boolean {
  const there = claim.status?.capacity?.['storage'];
  if (claim.status?.phase !== 'Bound' || there === undefined) return false;
  return compareQuantity(quantityOf(requestedStorage(claim)), quantityOf(there)) > 0;
}

function keysOfClaim({ actor, key, prev, next }: Change): readonly string[] {
  if (actor === NAME || next === undefined || prev === undefined) return [];
  return wantsMore(next as PersistentVolumeClaim) ? [key] : [];
}

function tell(
  world: World,
  about: PersistentVolumeClaim,
  { spec }: PersistentVolume,
  reason: string,
  message: string,
): void {
  world.note({ about, type: 'Normal', reason, message, component: `external-resizer ${spec.csi?.driver ?? ''}` });
}
