import {
  BOUND_BY_CONTROLLER,
  type PersistentVolumeClaim,
} from '../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../api/kinds/persistent-volume/persistent-volume.ts';
import type { ObjectReference } from '../../api/kinds/shared/meta-types.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { isBoundTo } from './matching.ts';

/**
 * The volume, held for a claim; the same reference when it is already. One that was not reserved for it by its maker is
 * marked as bound by the cluster. Source: component-helpers/storage/volume GetBindVolumeToClaim.
 */
export function withClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const isReserved = isBoundTo(volume, claim);
  if (isReserved && volume.spec.claimRef?.uid === claim.metadata.uid) return volume;
  const next = { ...volume, spec: { ...volume.spec, claimRef: claimReference(claim) } };
  return isReserved ? next : annotated(next, { [BOUND_BY_CONTROLLER]: 'yes' });
}

export function claimReference({ metadata }: PersistentVolumeClaim): ObjectReference {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  return { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
}

/** The object with these annotations; the same reference when it has them. */
export function annotated<T extends KubeObject>(object: T, wanted: Readonly<Record<string, string>>): T {
  const { annotations = {} } = object.metadata;
  if (Object.entries(wanted).every(([name, value]) => annotations[name] === value)) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, ...wanted } } };
}
