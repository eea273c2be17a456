/**
 * What the volume controller, the scheduler and the kubelets must agree on about volumes and claims: which volume suits
 * which claim, which nodes can reach it, and which drivers are there. Pure questions; nothing here writes.
 */
import {
  classNameOf,
  requestedStorage,
  type PersistentVolumeClaim,
} from '../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, type PersistentVolume } from '../../api/kinds/persistent-volume/persistent-volume.ts';
import { matchesNodeTerm, type NodeLabels } from '../../api/kinds/pod/node-terms.ts';
import { matchesLabelSelector } from '../../api/machinery/label-selector.ts';
import { compareQuantity, quantityOf } from '../../api/machinery/quantity.ts';
import type { World } from '../world.ts';

/** Does the volume name this claim, and no older one of the same name? Source: component-helpers/storage/volume IsVolumeBoundToClaim. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  if (claimRef?.name !== metadata.name || claimRef?.namespace !== metadata.namespace) return false;
  return (claimRef?.uid ?? '') === '' || claimRef?.uid === metadata.uid;
}

/** Can the node reach the volume? Source: component-helpers/storage/volume CheckNodeAffinity. */
export function isReachable({ spec }: PersistentVolume, node: NodeLabels): boolean {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms;
  return terms === undefined || terms.some((term) => matchesNodeTerm(term, node));
}

/** Filesystem and Block do not go together. */
export function sameVolumeMode(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (volume.spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');
}

export function hasAccessModes(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode) === true);
}

export function isLargeEnough(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return compareQuantity(capacityOf(volume), quantityOf(requestedStorage(claim))) >= 0;
}

export function capacityOf({ spec }: PersistentVolume): ReturnType<typeof quantityOf> {
  return quantityOf(spec.capacity?.['storage'] ?? '0');
}

/** How a claim is being looked at when its volume is sought. */
export interface Search {
  /** The node on which the volume is needed; the scheduler asks so. */
  readonly node?: NodeLabels;
  /** The claim waits for a Pod: without a node only a volume that names it will do. */
  readonly isDelayed?: boolean;
  /** Volumes that are taken by other claims of the same Pod. */
  readonly taken?: ReadonlySet<string>;
}

/**
 * The volume for a claim: one that names it, else the smallest free one that suits, with as few access modes beyond
 * those asked for as possible. Source: pkg/controller/volume/persistentvolume/index.go findBestMatchForClaim,
 * component-helpers/storage/volume/pv_helpers.go FindMatchingVolume.
 */
export function bestMatch(
  world: World,
  claim: PersistentVolumeClaim,
  search: Search = {},
): PersistentVolume | undefined {
  const { namespace = '', name = '' } = claim.metadata;
  const reserved = world.indexed(persistentVolumes, 'claim', `${namespace}/${name}`);
  for (const volume of reserved) {
    if (!isBoundTo(volume, claim) || !suitsAtAll(volume, claim)) continue;
    return search.node === undefined || isReachable(volume, search.node) ? volume : undefined;
  }
  if (search.node === undefined && search.isDelayed === true) return undefined;
  let best: PersistentVolume | undefined;
  for (const volume of world.indexed(persistentVolumes, 'free', classNameOf(claim))) {
    if (isFree(volume, claim, search) && (best === undefined || isCloser(volume, best))) best = volume;
  }
  return best;
}

function suitsAtAll(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (
    volume.metadata.deletionTimestamp === undefined &&
    isLargeEnough(volume, claim) &&
    hasAccessModes(volume, claim) &&
    sameVolumeMode(volume, claim) &&
    (volume.spec.volumeAttributesClassName ?? '') === (claim.spec.volumeAttributesClassName ?? '')
  );
}

function isFree(volume: PersistentVolume, claim: PersistentVolumeClaim, { node, taken }: Search): boolean {
  const { selector } = claim.spec;
  return (
    volume.status?.phase === 'Available' &&
    taken?.has(volume.metadata.name ?? '') !== true &&
    suitsAtAll(volume, claim) &&
    (selector === undefined || matchesLabelSelector(selector, volume.metadata.labels)) &&
    (node === undefined || isReachable(volume, node))
  );
}

function isCloser(volume: PersistentVolume, than: PersistentVolume): boolean {
  const [modes, others] = [volume.spec.accessModes?.length ?? 0, than.spec.accessModes?.length ?? 0];
  return modes === others ? compareQuantity(capacityOf(volume), capacityOf(than)) < 0 : modes < others;
}

/** What keeps a volume from a claim that names it; undefined when nothing does. Source: pv_controller.go checkVolumeSatisfyClaim. */
export function whyUnsuited(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (!isLargeEnough(volume, claim)) return 'requested PV is too small';
  if (classNameOf(volume) !== classNameOf(claim)) return 'storageClassName does not match';
  if (!sameVolumeMode(volume, claim)) return 'incompatible volumeMode';
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode';
}
