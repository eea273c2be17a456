import type { KubeObject } from '../../machinery/object.ts';
import type { Pod } from '../pod/pod.ts';
import type { Volume } from '../pod/volume.ts';

/** A volume of a Pod that stands for a claim. */
export interface PodClaim {
  /** Name of the volume in the Pod. */
  readonly volume: string;
  readonly claimName: string;
  /** The claim is made for this Pod and goes with it. */
  readonly isEphemeral: boolean;
}

const NO_CLAIMS: readonly PodClaim[] = [];
const NO_KEYS: readonly string[] = [];

/** The claims that a Pod uses, in the order of its volumes. Cheap for Pods without any. */
export function claimsOf({ metadata, spec }: Pod): readonly PodClaim[] {
  const { volumes } = spec;
  if (volumes === undefined) return NO_CLAIMS;
  let found: PodClaim[] | undefined;
  for (const volume of volumes) {
    const claimName = claimNameOf(metadata.name ?? '', volume);
    if (claimName !== undefined)
      (found ??= []).push({ volume: volume.name, claimName, isEphemeral: volume.ephemeral !== undefined });
  }
  return found ?? NO_CLAIMS;
}

/** Values of the Pods' index `claim`: `<namespace>/<name>` of each claim. */
export function claimValues(pod: Pod): readonly string[] {
  const claims = claimsOf(pod);
  return claims.length === 0 ? NO_KEYS : claims.map(({ claimName }) => `${pod.metadata.namespace ?? ''}/${claimName}`);
}

/** A generic ephemeral volume's claim is named after both. Source: component-helpers/storage/ephemeral VolumeClaimName. */
function claimNameOf(podName: string, { name, persistentVolumeClaim, ephemeral }: Volume): string | undefined {
  return persistentVolumeClaim?.claimName ?? (ephemeral === undefined ? undefined : `${podName}-${name}`);
}

/** A Pod with volumes of any kind: the others are no concern of those who look after volumes. */
export function hasVolumes({ spec }: KubeObject): boolean {
  return (spec as Partial<Pod['spec']> | undefined)?.volumes !== undefined;
}
