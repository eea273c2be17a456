import { persistentVolumes } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { csiDrivers } from '../../../api/kinds/csi-driver/csi-driver.ts';
import { keyName } from '../../../api/machinery/key.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import { isDriverThere, isInstalled } from '../../storage/drivers.ts';
import type { Range } from '../../timing.ts';
import { itself, type Outcome, type Reconciler, type TableRef, type World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';

/** When what the storage system was asked for is done, ms, by attachment and deed. */
const DUE: TableRef<number> = { name: 'volume-attacher/due' };

/**
 * The external attachers of the drivers that are there: they attach and detach what VolumeAttachments ask for, in the
 * time that a storage system takes. Source: external-attacher pkg/controller/csi_handler.go.
 */
export const volumeAttacher: Reconciler = {
  name: 'volume-attacher',
  watches: [
    { resource: volumeAttachments.resource, keys: itself },
    {
      resource: csiDrivers.resource,
      keys: ({ key }, world) =>
        [...world.list(volumeAttachments)]
          .filter(({ spec }) => spec.attacher === keyName(key))
          .map(({ metadata }) => keyIn(volumeAttachments, '', metadata.name ?? '')),
    },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const attachment = world.byKey(volumeAttachments, key);
  if (attachment === undefined) {
    for (const deed of ['attach', 'detach']) world.table(DUE).delete(`${key}/${deed}`);
    return undefined;
  }
  if (!isThere(world, attachment)) return undefined;
  const finalizer = `external-attacher/${attachment.spec.attacher}`;
  const { deletionTimestamp, finalizers = [] } = attachment.metadata;
  if (deletionTimestamp !== undefined) {
    const waitMs = waitFor(world, key, attachment, 'detach', world.timing.volumeDetachMs);
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    return world.update(volumeAttachments, withoutFinalizer(attachment, finalizer)).ok ? undefined : { retry: true };
  }
  if (attachment.status?.attached === true) return undefined;
  let current = attachment;
  if (!finalizers.includes(finalizer)) {
    const metadata = { ...attachment.metadata, finalizers: [...finalizers, finalizer] };
    const held = world.update(volumeAttachments, { ...attachment, metadata });
    if (!held.ok) return { retry: true };
    current = held.object;
  }
  const waitMs = waitFor(world, key, current, 'attach', world.timing.volumeAttachMs);
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  const written = world.updateStatus(volumeAttachments, { ...current, status: { attached: true } });
  return written.ok ? undefined : { retry: true };
}

function isThere(world: World, { spec }: VolumeAttachment): boolean {
  if (isInstalled(world, spec.attacher)) return true;
  const volume = world.get(persistentVolumes, '', spec.source.persistentVolumeName ?? '');
  return volume !== undefined && isDriverThere(world, volume);
}

/** Milliseconds until the storage system is done. */
function waitFor(world: World, key: string, { metadata }: VolumeAttachment, deed: string, range: Range): number {
  const table = world.table(DUE);
  const id = `${key}/${deed}`;
  const dueMs = table.get(id) ?? world.nowMs + world.draw(range, `volume/${deed}`, metadata.uid ?? '');
  if (dueMs > world.nowMs) table.set(id, dueMs);
  else table.delete(id);
  return dueMs - world.nowMs;
}
