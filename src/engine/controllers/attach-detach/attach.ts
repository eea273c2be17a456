import { nodes } from '../../../api/kinds/node/node.ts';
import type { PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { volumeAttachments, type VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { parseTime } from '../../../lib/time.ts';
import { isExclusive } from '../../storage/drivers.ts';
import type { TableRef, World } from '../../world.ts';
import { isAttached, reportAttached } from './detach.ts';
import { ATTACH_DETACH } from './name.ts';

/** Source: pkg/volume/csi/csi_attacher.go csiTimeout. */
const ATTACH_TIMEOUT_MS = 120_000;

/** Who was told that a volume is used elsewhere, by volume and node: once each, until it is attached. */
const TOLD: TableRef<true> = { name: 'attach-detach/multi-attach' };

/** What is known of a volume while one node's need is looked at. */
export interface Wish {
  readonly volume: PersistentVolume;
  /** As nodes report it. */
  readonly volumeId: string;
  readonly nodeName: string;
  /** Pods on the node that need the volume. */
  readonly pods: readonly Pod[];
  readonly wanted: ReadonlyMap<string, readonly Pod[]>;
  readonly attachments: readonly VolumeAttachment[];
}

/** Attaches a volume to a node where Pods need it; returns when to look again, infinite for "when something changes". */
export function attach(world: World, wish: Wish): number {
  const { volume, nodeName, attachments } = wish;
  const own = attachments.find(({ spec }) => spec.nodeName === nodeName);
  if (own !== undefined) return follow(world, wish, own);
  if (isExclusive(volume) && attachments.length > 0) {
    // One that is on its way out is waited for in silence.
    if (attachments.some(({ metadata }) => metadata.deletionTimestamp === undefined)) tellMultiAttach(world, wish);
    return Number.POSITIVE_INFINITY;
  }
  world.table(TOLD).delete(toldKey(wish));
  const { driver = '', volumeHandle = '' } = volume.spec.csi ?? {};
  const written = world.create(volumeAttachments, {
    apiVersion: 'storage.k8s.io/v1',
    kind: volumeAttachments.kind,
    metadata: { name: `csi-${hexOf(world, `${volumeHandle}${driver}${nodeName}`)}` },
    spec: { attacher: driver, nodeName, source: { persistentVolumeName: volume.metadata.name ?? '' } },
  });
  return written.ok ? world.nowMs + ATTACH_TIMEOUT_MS : world.nowMs;
}

/** Once the driver has attached the volume, the node and the Pods are told. */
function follow(world: World, { volume, volumeId, nodeName, pods }: Wish, own: VolumeAttachment): number {
  if (own.metadata.deletionTimestamp !== undefined) return Number.POSITIVE_INFINITY;
  const { name = '' } = volume.metadata;
  if (own.status?.attached !== true) {
    const since = parseTime(own.metadata.creationTimestamp) ?? world.nowMs;
    const waitedMs = world.nowMs - since;
    if (waitedMs < ATTACH_TIMEOUT_MS) return since + ATTACH_TIMEOUT_MS;
    if (waitedMs % ATTACH_TIMEOUT_MS === 0) {
      const { driver = '', volumeHandle = '' } = volume.spec.csi ?? {};
      const why = `timed out waiting for external-attacher of ${driver} CSI driver to attach volume ${volumeHandle}`;
      tell(world, pods, 'Warning', 'FailedAttachVolume', `AttachVolume.Attach failed for volume "${name}" : ${why}`);
    }
    return world.nowMs + ATTACH_TIMEOUT_MS - (waitedMs % ATTACH_TIMEOUT_MS);
  }
  const node = world.get(nodes, '', nodeName);
  if (node === undefined || isAttached(node, volumeId)) return Number.POSITIVE_INFINITY;
  if (!reportAttached(world, node, volumeId, true)) return world.nowMs;
  tell(world, pods, 'Normal', 'SuccessfulAttachVolume', `AttachVolume.Attach succeeded for volume "${name}" `);
  return Number.POSITIVE_INFINITY;
}

/** Names of Pods are told within their namespace only. Source: reconciler.go reportMultiAttachError. */
function tellMultiAttach(world: World, wish: Wish): void {
  const told = world.table(TOLD);
  const key = toldKey(wish);
  if (told.has(key)) return;
  told.set(key, true);
  const others = wish.attachments.flatMap(({ spec }) => wish.wanted.get(spec.nodeName) ?? []);
  const { name = '' } = wish.volume.metadata;
  for (const pod of wish.pods) {
    const near = others.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace);
    const message = `Multi-Attach error for volume "${name}" ${usedBy(near, others.length - near.length)}`;
    tell(world, [pod], 'Warning', 'FailedAttachVolume', message);
  }
}

function usedBy(near: readonly Pod[], far: number): string {
  if (near.length + far === 0)
    return "Volume is already exclusively attached to one node and can't be attached to another";
  const elsewhere = `${far} pod(s) in different namespaces`;
  if (near.length === 0) return `Volume is already used by ${elsewhere}`;
  const names = near.map(({ metadata }) => metadata.name ?? '').join(', ');
  return `Volume is already used by pod(s) ${names}${far > 0 ? ` and ${elsewhere}` : ''}`;
}

function toldKey({ volume, nodeName }: Wish): string {
  return `${volume.metadata.name ?? ''}/${nodeName}`;
}

function tell(world: World, pods: readonly Pod[], type: 'Normal' | 'Warning', reason: string, message: string): void {
  for (const about of pods) world.note({ about, type, reason, message, component: ATTACH_DETACH });
}

/** Stands for upstream's SHA-256: 64 digits, the same for the same volume and node. */
function hexOf(world: World, text: string): string {
  let digits = '';
  for (let i = 0; i < 8; i++)
    digits += Math.floor(world.random('volume/attachment', text, i) * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return digits;
}
