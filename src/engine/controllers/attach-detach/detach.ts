import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import type { TableRef, World } from '../../world.ts';
import { findCondition } from '../shared/conditions.ts';

/** How long a silent node may keep a volume. Source: attach_detach_controller.go ReconcilerMaxWaitForUnmountDuration. */
const FORCE_AFTER_MS = 360_000;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Since when nobody on its node needs an attachment, ms, by name. */
const UNWANTED: TableRef<number> = { name: 'attach-detach/unwanted' };

/**
 * Takes a volume from a node where nobody needs it. The node must have let go of it; one that is silent is waited for
 * six minutes, one declared out of service is not. Returns when to look again; infinite for "when something changes".
 * Source: pkg/controller/volume/attachdetach/reconciler/reconciler.go.
 */
export function detach(world: World, attachment: VolumeAttachment, volumeId: string): number {
  const { name = '', deletionTimestamp } = attachment.metadata;
  const table = world.table(UNWANTED);
  if (deletionTimestamp !== undefined) {
    table.delete(name);
    return Number.POSITIVE_INFINITY;
  }
  const node = world.get(nodes, '', attachment.spec.nodeName);
  if (node !== undefined && isInUse(node, volumeId) && !isOutOfService(node)) {
    const sinceMs = table.get(name) ?? world.nowMs;
    table.set(name, sinceMs);
    if (isReady(node)) return Number.POSITIVE_INFINITY;
    if (world.nowMs < sinceMs + FORCE_AFTER_MS) return sinceMs + FORCE_AFTER_MS;
  }
  table.delete(name);
  if (node !== undefined && !reportAttached(world, node, volumeId, false)) return world.nowMs;
  return world.delete(volumeAttachments, attachment).ok ? Number.POSITIVE_INFINITY : world.nowMs;
}

/** Somebody needs the volume there (again). */
export function isWanted(world: World, attachment: VolumeAttachment): void {
  world.table(UNWANTED).delete(attachment.metadata.name ?? '');
}

export function isAttached({ status }: Node, volumeId: string): boolean {
  return status?.volumesAttached?.some(({ name }) => name === volumeId) === true;
}

/** Tells the node's kubelet, in the node's status, that a volume is there or is not. False: refused. */
export function reportAttached(world: World, node: Node, volumeId: string, attached: boolean): boolean {
  if (isAttached(node, volumeId) === attached) return true;
  const others = (node.status?.volumesAttached ?? []).filter(({ name }) => name !== volumeId);
  const { volumesAttached: _before, ...status } = node.status ?? {};
  const volumesAttached = attached ? [...others, { name: volumeId, devicePath: '' }] : others;
  const next = volumesAttached.length === 0 ? status : { ...status, volumesAttached };
  return world.updateStatus(nodes, { ...node, status: next }).ok;
}

export function isOutOfService({ spec }: Node): boolean {
  return spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true;
}

export function isReady({ status }: Node): boolean {
  return findCondition(status?.conditions, 'Ready')?.status === 'True';
}

function isInUse({ status }: Node, volumeId: string): boolean {
  return status?.volumesInUse?.includes(volumeId) === true;
}
