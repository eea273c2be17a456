import type { Node } from '../../../api/kinds/node/node.ts';
import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Volume } from '../../../api/kinds/pod/volume.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { attachableName, isDriverThere, isInstalled } from '../../storage/drivers.ts';
import { isReachable } from '../../storage/matching.ts';
import { nodeLabels } from '../../../api/kinds/pod/node-terms.ts';
import type { World } from '../../world.ts';
import { whyNoFiles } from './files.ts';

/** What keeps one volume from being mounted. */
export interface Trouble {
  /**
   * `unknown`: the kubelet cannot tell what to mount; `detached`: the volume is not attached to the node yet;
   * `failed`: mounting it fails.
   */
  readonly kind: 'unknown' | 'detached' | 'failed';
  readonly message: string;
  /** Name of the volume in the Pod. */
  readonly volume?: string;
}

/** On a Node: paths that do not exist there, with commas between; every other path does, in the form that a Pod expects. */
const MISSING_PATHS = 'sim.kubarium.dev/missing-paths';
/** Types that insist on what is there, and what upstream says when it is not. Source: pkg/volume/hostpath checkTypeInternal. */
const PATH_TYPES: Readonly<Record<string, string>> = {
  BlockDevice: 'is not a block device',
  CharDevice: 'is not a character device',
  Directory: 'is not a directory',
  File: 'is not a file',
  Socket: 'is not a socket file',
};

/** Can this volume be mounted now? emptyDir, downwardAPI, NFS and images always can. */
export function checkVolume(world: World, node: Node, pod: Pod, volume: Volume): Trouble | undefined {
  const { hostPath, csi, persistentVolumeClaim, ephemeral } = volume;
  if (persistentVolumeClaim !== undefined)
    return checkClaim(world, node, pod, persistentVolumeClaim.claimName, undefined);
  if (ephemeral !== undefined)
    return checkClaim(world, node, pod, `${pod.metadata.name ?? ''}-${volume.name}`, volume.name);
  const why =
    hostPath === undefined
      ? csi === undefined
        ? whyNoFiles(world, pod.metadata.namespace ?? '', volume)
        : whyNoDriver(isInstalled(world, csi.driver), csi.driver, 'mounter.SetUpAt failed to get CSI client')
      : whyNoPath(node, hostPath);
  return why === undefined ? undefined : failed('SetUp', volume.name, why);
}

function failed(step: string, volumeName: string, why: string): Trouble {
  return { kind: 'failed', message: `MountVolume.${step} failed for volume "${volumeName}" : ${why}` };
}

function whyNoPath({ metadata }: Node, { path, type = '' }: NonNullable<Volume['hostPath']>): string | undefined {
  const problem = PATH_TYPES[type];
  const missing = metadata.annotations?.[MISSING_PATHS];
  if (problem === undefined || missing?.split(',').includes(path) !== true) return undefined;
  return `hostPath type check failed: ${path} ${problem}`;
}

function whyNoDriver(isThere: boolean, driver: string, step: string): string | undefined {
  return isThere
    ? undefined
    : `kubernetes.io/csi: ${step}: driver name ${driver} not found in the list of registered CSI drivers`;
}

/** Source: desired_state_of_world_populator.go getPVCExtractPV. */
function checkClaim(
  world: World,
  node: Node,
  pod: Pod,
  name: string,
  ephemeral: string | undefined,
): Trouble | undefined {
  const { namespace = '' } = pod.metadata;
  const claim = world.get(persistentVolumeClaims, namespace, name);
  const why = whyNotUsable(pod, claim, name, ephemeral !== undefined);
  if (claim === undefined || why !== undefined)
    return { kind: 'unknown', message: `error processing PVC ${namespace}/${name}: ${why ?? ''}` };
  const volume = world.get(persistentVolumes, '', claim.spec.volumeName ?? '');
  if (volume === undefined) {
    const { volumeName = '' } = claim.spec;
    const message = `failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`;
    return { kind: 'unknown', message: `error processing PVC ${namespace}/${name}: ${message}` };
  }
  return checkPersistent(world, node, volume);
}

function whyNotUsable(
  pod: Pod,
  claim: PersistentVolumeClaim | undefined,
  name: string,
  isEphemeral: boolean,
): string | undefined {
  if (claim === undefined) return `failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`;
  const { namespace = '', uid } = pod.metadata;
  if (isEphemeral && controllerOf(claim.metadata)?.uid !== uid)
    return `PVC ${namespace}/${name} was not created for pod ${namespace}/${pod.metadata.name ?? ''} (pod is not owner)`;
  if (claim.metadata.deletionTimestamp !== undefined) return 'PVC is being deleted';
  if (claim.status?.phase !== 'Bound') return 'PVC is not bound';
  return (claim.spec.volumeName ?? '') === '' ? 'PVC has empty pvc.Spec.VolumeName' : undefined;
}

function checkPersistent(world: World, node: Node, volume: PersistentVolume): Trouble | undefined {
  const { name = '' } = volume.metadata;
  const volumeId = attachableName(world, volume);
  if (volumeId !== undefined && node.status?.volumesAttached?.some((each) => each.name === volumeId) !== true)
    return { kind: 'detached', message: '' };
  if (!isReachable(volume, nodeLabels(node)))
    return failed('NodeAffinity check', name, 'no matching NodeSelectorTerms');
  const { csi } = volume.spec;
  if (csi === undefined) return undefined;
  const step = 'attacher.MountDevice failed to create newCsiDriverClient';
  const why = whyNoDriver(isDriverThere(world, volume), csi.driver, step);
  return why === undefined ? undefined : failed('MountDevice', name, why);
}
