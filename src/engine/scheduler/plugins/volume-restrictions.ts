import { persistentVolumeClaims } from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimsOf } from '../../../api/kinds/persistent-volume-claim/pod-claims.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import type { Cycle, FilterPlugin, Refusal } from '../cycle.ts';
import { nodeHolding } from '../node-table.ts';
import { usedClaims } from './volume-claims.ts';

const IN_USE: Refusal = {
  reasons: [
    'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  ],
  unresolvable: false,
};

/** Keeps ReadWriteOncePod claims to one pod. Source: pkg/scheduler/framework/plugins/volumerestrictions. */
export const volumeRestrictions: FilterPlugin = {
  name: 'VolumeRestrictions',
  refusal: ({ world, pod }) => {
    for (const { claimName, isEphemeral } of claimsOf(pod)) {
      if (!isEphemeral && world.get(persistentVolumeClaims, pod.metadata.namespace ?? '', claimName) === undefined)
        return `persistentvolumeclaim "${claimName}" not found`;
    }
    return undefined;
  },
  filter: (cycle) => (isTaken(cycle) ? () => IN_USE : undefined),
};

function isTaken({ world, pod }: Cycle): boolean {
  return usedClaims(world, pod).some(({ claim }) => {
    if (claim.spec.accessModes?.includes('ReadWriteOncePod') !== true) return false;
    const { namespace = '', name = '' } = claim.metadata;
    return world
      .indexed(pods, 'claim', `${namespace}/${name}`)
      .some((other) => other.metadata.uid !== pod.metadata.uid && nodeHolding(other) !== '');
  });
}
