import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField } from '../../machinery/field-error.ts';
import { sortKeys } from '../../machinery/go-format.ts';
import { compareQuantity, quantityOf } from '../../machinery/quantity.ts';
import { checkImmutable, sameJson } from '../shared/field-checks.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { setField } from '../shared/share.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { requestedStorage } from './persistent-volume-claim.ts';
import { jsonDiff } from './spec-diff.ts';
import { validateClaimSpec } from './validate-spec.ts';

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** Source: pkg/apis/core/validation ValidatePersistentVolumeClaim. */
export function validateClaim({ metadata, spec }: PersistentVolumeClaim): FieldError[] {
  return [...validateMetadata(metadata, true, nameIsDnsSubdomain), ...validateClaimSpec(spec, 'spec')];
}

/**
 * volumeName may be set once, a missing class may be filled in, and a bound claim may ask for more.
 * Source: pkg/apis/core/validation ValidatePersistentVolumeClaimUpdate.
 */
export function validateClaimUpdate(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  let [spec, old] = [next.spec, previous.spec];
  if (spec === old) return errors;
  if ((old.volumeName ?? '') === '') old = setField(old, 'volumeName', spec.volumeName);
  if (old.storageClassName === undefined && (previous.spec.volumeName ?? '') === '')
    old = setField(old, 'storageClassName', spec.storageClassName);
  if (previous.status?.phase === 'Bound') spec = withSizeOf(spec, old);
  if (!sameJson(spec, old))
    errors.push(forbiddenField('spec', `${IMMUTABLE}\n${jsonDiff(internalSpec(old), internalSpec(spec))}`));
  errors.push(
    ...checkShrink(next, previous),
    ...checkImmutable(next.spec.volumeMode, previous.spec.volumeMode, 'volumeMode'),
  );
  return errors;
}

function withSizeOf(spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const size = old.resources?.requests?.['storage'] ?? '0';
  const requests: ResourceList = { ...spec.resources?.requests, storage: size };
  const sized = { ...spec, resources: { ...spec.resources, requests } };
  return spec.volumeAttributesClassName === undefined
    ? sized
    : setField(sized, 'volumeAttributesClassName', old.volumeAttributesClassName);
}

/** A wish that was too large may be taken back, but not below what is there. */
function checkShrink(next: PersistentVolumeClaim, previous: PersistentVolumeClaim): FieldError[] {
  const size = quantityOf(requestedStorage(next));
  const there = quantityOf(previous.status?.capacity?.['storage'] ?? '0');
  if (compareQuantity(size, quantityOf(requestedStorage(previous))) >= 0 || compareQuantity(size, there) > 0) return [];
  return [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

/** As upstream's internal type prints it. */
function internalSpec(spec: PersistentVolumeClaimSpec): unknown {
  const { resources, dataSource, dataSourceRef } = spec;
  return {
    AccessModes: spec.accessModes ?? null,
    Selector: spec.selector ?? null,
    Resources: { Limits: listOf(resources?.limits), Requests: listOf(resources?.requests) },
    VolumeName: spec.volumeName ?? '',
    StorageClassName: spec.storageClassName ?? null,
    VolumeMode: spec.volumeMode ?? null,
    DataSource:
      dataSource === undefined
        ? null
        : { APIGroup: dataSource.apiGroup ?? null, Kind: dataSource.kind, Name: dataSource.name },
    DataSourceRef:
      dataSourceRef === undefined
        ? null
        : {
            APIGroup: dataSourceRef.apiGroup ?? null,
            Kind: dataSourceRef.kind,
            Name: dataSourceRef.name,
            Namespace: dataSourceRef.namespace ?? null,
          },
    VolumeAttributesClassName: spec.volumeAttributesClassName ?? null,
  };
}

function listOf(list: ResourceList | undefined): ResourceList | null {
  return list === undefined ? null : sortKeys(list);
}
