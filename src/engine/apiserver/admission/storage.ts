import {
  CLAIM_PROTECTION,
  classNameOf,
  namesClass,
  persistentVolumeClaims,
  requestedStorage,
  type PersistentVolumeClaim,
} from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumes, VOLUME_PROTECTION } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { defaultClassOf, storageClasses, type StorageClass } from '../../../api/kinds/storage-class/storage-class.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import { compareQuantity, quantityOf } from '../../../api/machinery/quantity.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { AdmissionPlugin, Core, Refusal } from '../core.ts';

const CLAIMS: ReadonlySet<string> = new Set([persistentVolumeClaims.resource]);

/** A claim that names no class gets the default one. Source: plugin/pkg/admission/storage/storageclass/setdefault. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  resources: CLAIMS,
  create(core, _def, object) {
    const claim = object as PersistentVolumeClaim;
    if (namesClass(claim)) return claim;
    const classes = core.store.collection(storageClasses.resource).objects.values() as Iterable<StorageClass>;
    const name = defaultClassOf(classes)?.metadata.name;
    return name === undefined ? claim : { ...claim, spec: { ...claim.spec, storageClassName: name } };
  },
};

/** Claims and volumes are held while they are in use. Source: plugin/pkg/admission/storage/storageobjectinuseprotection. */
export const storageProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  resources: new Set([persistentVolumeClaims.resource, persistentVolumes.resource]),
  create(_core, def, object) {
    const finalizer = resourceOf(def) === persistentVolumes.resource ? VOLUME_PROTECTION : CLAIM_PROTECTION;
    const { finalizers = [] } = object.metadata;
    if (finalizers.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
  },
};

/** Who may ask for a larger volume. Source: plugin/pkg/admission/storage/persistentvolume/resize. */
export const claimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  resources: CLAIMS,
  update(core, _def, next, previous) {
    const [claim, old] = [next as PersistentVolumeClaim, previous as PersistentVolumeClaim];
    const [size, oldSize] = [requestedStorage(claim), requestedStorage(old)];
    if (size === oldSize || compareQuantity(quantityOf(size), quantityOf(oldSize)) <= 0) return next;
    if (old.status?.phase !== 'Bound') return refused(claim, 'Only bound persistent volume claims can be expanded');
    return mayResize(core, claim, old)
      ? next
      : refused(
          claim,
          'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
        );
  },
};

function mayResize({ store }: Core, claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const name = classNameOf(claim);
  if (name === '' || name !== classNameOf(old)) return false;
  const storageClass = store.get(storageClasses.resource, keyIn(storageClasses, '', name)) as StorageClass | undefined;
  return storageClass?.allowVolumeExpansion === true;
}

function refused({ metadata }: PersistentVolumeClaim, why: string): Refusal {
  const { group, plural } = persistentVolumeClaims;
  return { refused: forbidden({ group, resource: plural }, metadata.name ?? '', why) };
}
