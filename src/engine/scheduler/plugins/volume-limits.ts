import { csiNodes } from '../../../api/kinds/csi-node/csi-node.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { driverOf } from '../../storage/drivers.ts';
import type { World } from '../../world.ts';
import type { FilterPlugin, Refusal } from '../cycle.ts';
import { nodeHolding } from '../node-table.ts';
import { usedClaims, type UsedClaim } from './volume-claims.ts';

const REFUSAL: Refusal = { reasons: ['node(s) exceed max volume count'], unresolvable: false };

/**
 * Demands that the node's CSINode allows as many volumes of a driver as it would have with the pod; a node without one
 * takes any number. Source: pkg/scheduler/framework/plugins/nodevolumelimits/csi.go.
 */
export const nodeVolumeLimits: FilterPlugin = {
  name: 'NodeVolumeLimits',
  filter: ({ world, pod, table }) => {
    const wanted = volumesByDriver(usedClaims(world, pod));
    if (wanted.size === 0) return undefined;
    return (slot) => {
      const { name } = table.at(slot);
      for (const { name: driver, allocatable } of world.get(csiNodes, '', name)?.spec.drivers ?? []) {
        const volumes = wanted.get(driver);
        if (volumes === undefined || allocatable?.count === undefined) continue;
        const present = volumesOnNode(world, name, driver);
        for (const id of volumes) present.add(id);
        if (present.size > allocatable.count) return REFUSAL;
      }
      return undefined;
    };
  },
};

function volumesOnNode(world: World, nodeName: string, driver: string): Set<string> {
  const present = new Set<string>();
  for (const pod of world.indexed(pods, 'node', nodeName)) {
    if (nodeHolding(pod) === '') continue;
    for (const id of volumesByDriver(usedClaims(world, pod)).get(driver) ?? []) present.add(id);
  }
  return present;
}

/** Volumes by CSI driver; those that are still to be made go by their claim. */
function volumesByDriver(claims: readonly UsedClaim[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { claim, volume, storageClass } of claims) {
    const driver = volume?.spec.csi?.driver ?? (storageClass === undefined ? undefined : driverOf(storageClass));
    if (driver === undefined) continue;
    const id = volume?.spec.csi?.volumeHandle ?? claim.metadata.uid ?? '';
    const known = found.get(driver);
    if (known === undefined) found.set(driver, new Set([id]));
    else known.add(id);
  }
  return found;
}
