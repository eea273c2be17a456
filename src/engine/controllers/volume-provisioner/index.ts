/**
 * The external provisioners of the simulator's storage, in one: each StorageClass whose driver is there (see
 * storage/drivers.ts) gets volumes for its claims, and its volumes are deleted when their claims are gone.
 *
 * Promises: it acts when the volume controller has named the driver in the claim's annotations; the volume names its
 * claim; where the class says how far its volumes reach, the volume is tied to that place, which is the Pod's node when
 * the claim waited for one. A class may say that making a volume fails.
 * Source: sig-storage-lib-external-provisioner controller/controller.go, external-provisioner pkg/controller.
 */
import type { NodeSelectorTerm } from '../../../api/kinds/pod/affinity.ts';
import { csiDrivers } from '../../../api/kinds/csi-driver/csi-driver.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import {
  persistentVolumeClaims,
  requestedStorage,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import {
  PROVISIONED_BY,
  persistentVolumes,
  VOLUME_PROTECTION,
  type PersistentVolume,
} from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { storageClasses, type StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { keyName, keyResource, type ObjectKey } from '../../../api/machinery/key.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { claimReference } from '../../storage/claim-ref.ts';
import { classOf, driverOf, HOST_PATH_PROVISIONER, isInstalled, isProvisioned } from '../../storage/drivers.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, TableRef, World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';

const NAME = 'volume-provisioner';
/** Keeps a volume until its driver has deleted it. */
const FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';
/** On a StorageClass: the label of nodes within which its volumes can be reached, as `topology.kubernetes.io/zone`. */
const TOPOLOGY = 'sim.kubarium.dev/topology-key';
/** On a StorageClass: what its driver answers instead of making volumes. */
const FAILURE = 'sim.kubarium.dev/provisioning-error';

/** First and longest wait after a failure. Source: sig-storage-lib controller.go DefaultExponentialBackOffOnError. */
const RETRY_FIRST_MS = 15_000;
const RETRY_MAX_MS = 1_000_000;

interface Work {
  readonly uid: string;
  /** When the driver has its answer, or (not begun) when it is asked again. */
  readonly dueMs: number;
  readonly isBegun: boolean;
  readonly failures: number;
}

/** What is being made, by the claim's key. */
const WORK: TableRef<Work> = { name: 'volume-provisioner/work' };

/** Keys are those of claims and of volumes. */
export const volumeProvisioner: Reconciler = {
  name: NAME,
  watches: [
    { resource: persistentVolumeClaims.resource, keys: keysOfClaim },
    { resource: persistentVolumes.resource, keys: keysOfVolume },
    { resource: volumeAttachments.resource, keys: keysOfAttachment },
    { resource: csiDrivers.resource, keys: keysOfWaiting },
    { resource: storageClasses.resource, keys: keysOfWaiting },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  if (keyResource(key as ObjectKey) === persistentVolumes.resource) {
    const volume = world.byKey(persistentVolumes, key);
    return volume === undefined || remove(world, volume) ? undefined : { retry: true };
  }
  const claim = world.byKey(persistentVolumeClaims, key);
  const storageClass = claim === undefined ? undefined : classOf(world, claim);
  if (claim !== undefined && storageClass !== undefined && isMine(world, claim, storageClass))
    return make(world, key, claim, storageClass);
  world.table(WORK).delete(key);
  return undefined;
}

/** Source: sig-storage-lib controller.go shouldProvision. */
function isMine(world: World, { metadata, spec }: PersistentVolumeClaim, storageClass: StorageClass): boolean {
  const driver = metadata.annotations?.[STORAGE_PROVISIONER];
  return (
    (spec.volumeName ?? '') === '' &&
    metadata.deletionTimestamp === undefined &&
    driver !== HOST_PATH_PROVISIONER &&
    driver === driverOf(storageClass) &&
    isProvisioned(world, storageClass) &&
    world.get(persistentVolumes, '', volumeNameOf(metadata.uid)) === undefined
  );
}

function make(world: World, key: string, claim: PersistentVolumeClaim, storageClass: StorageClass): Outcome {
  const { uid = '' } = claim.metadata;
  const table = world.table(WORK);
  const known = table.get(key);
  const work = known?.uid === uid ? known : { uid, dueMs: world.nowMs, isBegun: false, failures: 0 };
  if (world.nowMs < work.dueMs) return { requeueAfterMs: work.dueMs - world.nowMs };
  if (!work.isBegun) {
    const { namespace = '', name = '' } = claim.metadata;
    const message = `External provisioner is provisioning volume for claim "${namespace}/${name}"`;
    tell(world, claim, 'Normal', 'Provisioning', message);
    const takesMs = world.draw(world.timing.volumeProvisionMs, 'volume/provision', uid, work.failures);
    table.set(key, { ...work, dueMs: world.nowMs + takesMs, isBegun: true });
    return { requeueAfterMs: takesMs };
  }
  const failure = storageClass.metadata.annotations?.[FAILURE];
  if (failure !== undefined) {
    const message = `failed to provision volume with StorageClass "${storageClass.metadata.name ?? ''}": ${failure}`;
    tell(world, claim, 'Warning', 'ProvisioningFailed', message);
    const waitMs = Math.min(RETRY_FIRST_MS * 2 ** work.failures, RETRY_MAX_MS);
    table.set(key, { uid, dueMs: world.nowMs + waitMs, isBegun: false, failures: work.failures + 1 });
    return { requeueAfterMs: waitMs };
  }
  table.delete(key);
  if (!world.create(persistentVolumes, volumeFor(world, claim, storageClass)).ok) return { retry: true };
  tell(world, claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeNameOf(uid)}`);
  return undefined;
}

function volumeFor(world: World, claim: PersistentVolumeClaim, storageClass: StorageClass): PersistentVolume {
  const { uid = '' } = claim.metadata;
  const driver = driverOf(storageClass);
  const { mountOptions, reclaimPolicy = 'Delete' } = storageClass;
  const terms = reachOf(world, claim, storageClass);
  return {
    apiVersion: 'v1',
    kind: persistentVolumes.kind,
    metadata: {
      name: volumeNameOf(uid),
      annotations: { [PROVISIONED_BY]: driver },
      finalizers: [FINALIZER, VOLUME_PROTECTION],
    },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      capacity: { storage: requestedStorage(claim) },
      claimRef: claimReference(claim),
      csi: { driver, fsType: 'ext4', volumeHandle: `vol-${uid.replaceAll('-', '').slice(0, 17)}` },
      ...(mountOptions === undefined ? {} : { mountOptions }),
      ...(terms === undefined ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: storageClass.metadata.name ?? '',
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  };
}

/** From which nodes the new volume can be reached; undefined: from all. */
function reachOf(
  world: World,
  { metadata }: PersistentVolumeClaim,
  { metadata: own, allowedTopologies = [] }: StorageClass,
): readonly NodeSelectorTerm[] | undefined {
  const key = own.annotations?.[TOPOLOGY];
  if (key === undefined) return undefined;
  const allowed = allowedTopologies.flatMap(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.flatMap((each) => (each.key === key ? each.values : [])),
  );
  const selected = world.get(nodes, '', metadata.annotations?.[SELECTED_NODE] ?? '')?.metadata.labels?.[key];
  const value = selected ?? anyOf(world, allowed.length > 0 ? allowed : valuesOf(world, key), metadata.uid ?? '');
  return value === undefined ? undefined : [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }];
}

function valuesOf(world: World, key: string): readonly string[] {
  const values = new Set<string>();
  for (const { metadata } of world.list(nodes))
    if (metadata.labels?.[key] !== undefined) values.add(metadata.labels[key]);
  return [...values].sort();
}

function anyOf(world: World, values: readonly string[], uid: string): string | undefined {
  return values[Math.floor(world.random('volume/topology', uid) * values.length)];
}

/** Deletes a volume that nobody needs any more. False: try again. Source: sig-storage-lib shouldDelete, deleteVolumeOperation. */
function remove(world: World, volume: PersistentVolume): boolean {
  if (!isToGo(volume)) return true;
  const driver = volume.metadata.annotations?.[PROVISIONED_BY] ?? '';
  if (!isInstalled(world, driver) && !isOfPlayedClass(world, volume)) return true;
  // A driver does not delete what is still attached somewhere.
  if (world.count(volumeAttachments, 'volume', volume.metadata.name ?? '') > 0) return true;
  const freed = world.update(persistentVolumes, withoutFinalizer(volume, FINALIZER));
  if (!freed.ok) return false;
  return volume.metadata.deletionTimestamp !== undefined || world.delete(persistentVolumes, freed.object).ok;
}

function isToGo({ metadata, spec, status }: PersistentVolume): boolean {
  const isOurs =
    metadata.annotations?.[PROVISIONED_BY] !== undefined && metadata.finalizers?.includes(FINALIZER) === true;
  return isOurs && status?.phase === 'Released' && spec.persistentVolumeReclaimPolicy === 'Delete';
}

function isOfPlayedClass(world: World, { spec }: PersistentVolume): boolean {
  const storageClass = world.get(storageClasses, '', spec.storageClassName ?? '');
  return storageClass !== undefined && isProvisioned(world, storageClass);
}

function keysOfClaim({ key, next }: Change): readonly string[] {
  const claim = next as PersistentVolumeClaim | undefined;
  const isAsked = claim?.metadata.annotations?.[STORAGE_PROVISIONER] !== undefined;
  return isAsked && (claim.spec.volumeName ?? '') === '' ? [key] : [];
}

function keysOfVolume({ key, next }: Change): readonly string[] {
  return next !== undefined && isToGo(next as PersistentVolume) ? [key] : [];
}

function keysOfAttachment({ prev, next }: Change): readonly string[] {
  const name = next === undefined ? (prev as VolumeAttachment).spec.source.persistentVolumeName : undefined;
  return name === undefined ? [] : [keyIn(persistentVolumes, '', name)];
}

/** A driver or class that comes later serves what waits for it. */
function keysOfWaiting({ key, next }: Change, world: World): readonly string[] {
  if (next === undefined) return [];
  const keys: string[] = [];
  for (const { metadata, spec } of world.list(persistentVolumeClaims)) {
    const { namespace = '', name = '', annotations } = metadata;
    const driver = annotations?.[STORAGE_PROVISIONER];
    const isItsOwn = driver === keyName(key) || spec.storageClassName === keyName(key);
    if (driver !== undefined && isItsOwn && (spec.volumeName ?? '') === '')
      keys.push(keyIn(persistentVolumeClaims, namespace, name));
  }
  for (const volume of world.list(persistentVolumes))
    if (isToGo(volume)) keys.push(keyIn(persistentVolumes, '', volume.metadata.name ?? ''));
  return keys;
}

function volumeNameOf(uid = ''): string {
  return `pvc-${uid}`;
}

/** Provisioners sign with the Pod that they run in. */
function tell(
  world: World,
  about: PersistentVolumeClaim,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  const driver = about.metadata.annotations?.[STORAGE_PROVISIONER] ?? '';
  world.note({ about, type, reason, message, component: `${driver}_csi-provisioner-0` });
}
