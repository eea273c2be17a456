import {
  BETA_STORAGE_PROVISIONER,
  BOUND_BY_CONTROLLER,
  classNameOf,
  persistentVolumeClaims,
  requestedStorage,
  STORAGE_PROVISIONER,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import {
  PROVISIONED_BY,
  persistentVolumes,
  VOLUME_PROTECTION,
  type PersistentVolume,
} from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import type { StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import { annotated, claimReference } from '../../storage/claim-ref.ts';
import { classOf, driverOf, HOST_PATH_PROVISIONER } from '../../storage/drivers.ts';
import type { World } from '../../world.ts';
import { bind, setClaimPhase } from './bind.ts';
import { COMPONENT } from './name.ts';
import { isDone, tellAgain } from './pending.ts';

const IN_TREE = 'kubernetes.io/';
/** Keeps an in-tree volume until its data are gone. Source: component-helpers/storage/volume PVDeletionInTreeProtectionFinalizer. */
export const IN_TREE_FINALIZER = 'kubernetes.io/pv-controller';

/** Has a volume made for a claim, or says why none comes. Source: pv_controller.go provisionClaim. */
export function provision(world: World, key: string, claim: PersistentVolumeClaim): boolean {
  const storageClass = classOf(world, claim);
  const why = whyNot(storageClass, classNameOf(claim));
  if (storageClass === undefined || why !== undefined) {
    tellAgain(world, key, claim, 'Warning', 'ProvisioningFailed', why ?? '');
    return setClaimPhase(world, claim, 'Pending');
  }
  const driver = driverOf(storageClass);
  const named = world.update(
    persistentVolumeClaims,
    annotated(claim, { [BETA_STORAGE_PROVISIONER]: driver, [STORAGE_PROVISIONER]: driver }),
  );
  if (!named.ok) return false;
  if (driver === HOST_PATH_PROVISIONER) return provisionInTree(world, key, named.object, storageClass);
  const message = `Waiting for a volume to be created either by the external provisioner '${driver}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  tellAgain(world, key, named.object, 'Normal', 'ExternalProvisioning', message);
  return setClaimPhase(world, named.object, 'Pending');
}

/** Source: findProvisionablePlugin. */
function whyNot(storageClass: StorageClass | undefined, name: string): string | undefined {
  if (storageClass === undefined) return `storageclass.storage.k8s.io "${name}" not found`;
  const driver = driverOf(storageClass);
  if (!driver.startsWith(IN_TREE) || driver === HOST_PATH_PROVISIONER) return undefined;
  return `no volume plugin matched name: ${driver}`;
}

/** Source: pv_controller.go provisionClaimOperation, pkg/volume/hostpath Provision. */
function provisionInTree(world: World, key: string, claim: PersistentVolumeClaim, storageClass: StorageClass): boolean {
  const name = `pvc-${claim.metadata.uid ?? ''}`;
  const known = world.get(persistentVolumes, '', name);
  if (known !== undefined) return bind(world, known, claim);
  const { reclaimPolicy = 'Delete' } = storageClass;
  const volume: PersistentVolume = {
    apiVersion: 'v1',
    kind: persistentVolumes.kind,
    metadata: {
      name,
      annotations: {
        'kubernetes.io/createdby': 'hostpath-dynamic-provisioner',
        [BOUND_BY_CONTROLLER]: 'yes',
        [PROVISIONED_BY]: HOST_PATH_PROVISIONER,
      },
      finalizers: [VOLUME_PROTECTION, ...(reclaimPolicy === 'Delete' ? [IN_TREE_FINALIZER] : [])],
    },
    spec: {
      accessModes: claim.spec.accessModes ?? [],
      capacity: { storage: requestedStorage(claim) },
      claimRef: claimReference(claim),
      hostPath: { path: `/tmp/hostpath_pv/${claim.metadata.uid ?? ''}`, type: '' },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: storageClass.metadata.name ?? '',
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  };
  const made = world.create(persistentVolumes, volume);
  if (!made.ok) return false;
  const message = `Successfully provisioned volume ${name} using ${HOST_PATH_PROVISIONER}`;
  world.note({ about: claim, type: 'Normal', reason: 'ProvisioningSucceeded', message, component: COMPONENT });
  isDone(world, key);
  return bind(world, made.object, claim);
}
