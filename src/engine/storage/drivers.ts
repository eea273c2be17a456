import { csiDrivers } from '../../api/kinds/csi-driver/csi-driver.ts';
import { PROVISIONED_BY, type PersistentVolume } from '../../api/kinds/persistent-volume/persistent-volume.ts';
import {
  defaultClassOf,
  storageClasses,
  waitsForConsumer,
  type StorageClass,
} from '../../api/kinds/storage-class/storage-class.ts';
import {
  classNameOf,
  type PersistentVolumeClaim,
} from '../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { World } from '../world.ts';

/** The one provisioner inside the controller manager, as in the recorded control plane (--enable-hostpath-provisioner). */
export const HOST_PATH_PROVISIONER = 'kubernetes.io/host-path';
/** Drivers of the simulator itself need no installation. */
const SIMULATED = '.sim.kubarium.dev';
/** On a StorageClass: `true` plays its provisioner, `false` keeps it silent, as one that is down. */
const PROVISION = 'sim.kubarium.dev/provision';

/** In-tree provisioners whose work CSI drivers have taken over. Source: csi-translation-lib/plugins. */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
  ['kubernetes.io/azure-disk', 'disk.csi.azure.com'],
  ['kubernetes.io/azure-file', 'file.csi.azure.com'],
  ['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
  ['kubernetes.io/portworx-volume', 'pxd.portworx.com'],
  ['kubernetes.io/vsphere-volume', 'csi.vsphere.vmware.com'],
]);

/** The driver that provisions for a class. */
export function driverOf({ provisioner }: StorageClass): string {
  return SUCCESSORS.get(provisioner) ?? provisioner;
}

/**
 * Is somebody there who makes volumes of this class? A bare control plane has no external provisioner, and its claims
 * wait for one; a driver counts as installed when its CSIDriver object exists, when it is the simulator's own, or when
 * the class says so.
 */
export function isProvisioned(world: World, storageClass: StorageClass): boolean {
  const told = storageClass.metadata.annotations?.[PROVISION];
  return told === undefined ? isInstalled(world, driverOf(storageClass)) : told === 'true';
}

/** Does the driver of a volume run in this cluster? */
export function isDriverThere(world: World, volume: PersistentVolume): boolean {
  const driver = volume.spec.csi?.driver ?? '';
  return volume.metadata.annotations?.[PROVISIONED_BY] === driver || isInstalled(world, driver);
}

export function isInstalled(world: World, driver: string): boolean {
  return driver.endsWith(SIMULATED) || world.get(csiDrivers, '', driver) !== undefined;
}

/**
 * Name of a volume that must be attached to a node before it can be mounted, as nodes report it; undefined for others.
 * Source: pkg/volume/csi/csi_plugin.go CanAttach, pkg/volume/util GetUniqueVolumeName.
 */
export function attachableName(world: World, { spec }: PersistentVolume): string | undefined {
  const { csi } = spec;
  if (csi === undefined || world.get(csiDrivers, '', csi.driver)?.spec.attachRequired === false) return undefined;
  return `kubernetes.io/csi/${csi.driver}^${csi.volumeHandle}`;
}

/** May the volume be attached to one node only at a time? Source: pkg/controller/volume/attachdetach/util isMultiAttachForbidden. */
export function isExclusive({ spec }: PersistentVolume): boolean {
  const modes = spec.accessModes ?? [];
  return modes.length > 0 && !modes.includes('ReadWriteMany') && !modes.includes('ReadOnlyMany');
}

export function classOf(world: World, claim: PersistentVolumeClaim): StorageClass | undefined {
  const name = classNameOf(claim);
  return name === '' ? undefined : world.get(storageClasses, '', name);
}

/** Does the claim wait for a Pod before it is bound? */
export function isDelayed(world: World, claim: PersistentVolumeClaim): boolean {
  return waitsForConsumer(classOf(world, claim));
}

export function defaultClass(world: World): StorageClass | undefined {
  return defaultClassOf(world.list(storageClasses));
}
