import {
  persistentVolumeClaims,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { World } from '../../world.ts';

/**
 * Who needs the volume, by node: Pods that are placed and have not ended, those under deletion included.
 * Source: pkg/controller/volume/attachdetach/cache/desired_state_of_world.go.
 */
export function podsByNode(world: World, { metadata, spec }: PersistentVolume): ReadonlyMap<string, readonly Pod[]> {
  const found = new Map<string, Pod[]>();
  const { namespace = '', name = '', uid } = spec.claimRef ?? {};
  const claim: PersistentVolumeClaim | undefined = world.get(persistentVolumeClaims, namespace, name);
  if (claim === undefined || claim.metadata.uid !== uid || claim.spec.volumeName !== metadata.name) return found;
  for (const pod of world.indexed(pods, 'claim', `${namespace}/${name}`)) {
    const { nodeName = '' } = pod.spec;
    if (nodeName === '' || isPodTerminal(pod)) continue;
    const list = found.get(nodeName);
    if (list === undefined) found.set(nodeName, [pod]);
    else list.push(pod);
  }
  return found;
}
