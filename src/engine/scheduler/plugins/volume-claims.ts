import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import { persistentVolumes, type PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import { classOf } from '../../storage/drivers.ts';
import type { World } from '../../world.ts';

/** A claim of a pod that exists, as the volume plugins look at it. */
export interface UsedClaim {
  readonly claim: PersistentVolumeClaim;
  /** Bound, or bound as good as: it names a volume and the binding is complete. */
  readonly isBound: boolean;
  /** The volume of a bound claim; undefined when it is gone. */
  readonly volume: PersistentVolume | undefined;
  readonly storageClass: StorageClass | undefined;
}

const NONE: readonly UsedClaim[] = [];

/** The claims of a pod, without those that do not exist; none for most pods. */
export function usedClaims(world: World, pod: Pod): readonly UsedClaim[] {
  const claims = claimsOf(pod);
  if (claims.length === 0) return NONE;
  return claims.flatMap(({ claimName }) => {
    const claim = world.get(persistentVolumeClaims, pod.metadata.namespace ?? '', claimName);
    if (claim === undefined) return [];
    const { volumeName = '' } = claim.spec;
    const isBound = volumeName !== '' && claim.status?.phase === 'Bound';
    const volume = isBound ? world.get(persistentVolumes, '', volumeName) : undefined;
    return { claim, isBound, volume, storageClass: isBound ? undefined : classOf(world, claim) };
  });
}
