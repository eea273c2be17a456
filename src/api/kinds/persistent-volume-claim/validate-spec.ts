import { isFailure } from '../../machinery/failure.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, invalid, keyPath, notSupported, required } from '../../machinery/field-error.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import { validateQuantity } from '../pod/validate-resources.ts';
import { checkSubdomainField, sameJson } from '../shared/field-checks.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateLabelSelector } from '../shared/validate-labels.ts';
import type { DataSource, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';

const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];
const CLAIM = 'PersistentVolumeClaim';

/** Spec of a claim or a claim template. Source: pkg/apis/core/validation ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: Unchecked<PersistentVolumeClaimSpec>, field: string): FieldError[] {
  const { accessModes = [], selector, storageClassName, volumeMode, dataSource, dataSourceRef } = spec;
  const modesPath = childPath(field, 'accessModes');
  const errors = accessModes.length === 0 ? [required(modesPath, 'at least 1 access mode is required')] : [];
  errors.push(
    ...validateLabelSelector(selector, childPath(field, 'selector')),
    ...checkAccessModes(accessModes, modesPath),
    ...checkStorage(spec.resources?.requests?.['storage'], keyPath(childPath(field, 'resources'), 'storage')),
    ...checkClassName(storageClassName, childPath(field, 'storageClassName')),
    ...checkVolumeMode(volumeMode, childPath(field, 'volumeMode')),
  );
  if (dataSource !== undefined) errors.push(...validateDataSource(dataSource, childPath(field, 'dataSource')));
  if (dataSourceRef !== undefined) errors.push(...validateDataSource(dataSourceRef, childPath(field, 'dataSourceRef')));
  if (dataSource !== undefined && dataSourceRef !== undefined && !sameJson(dataSource, dataSourceRef))
    errors.push(invalid(field, dataSource, 'must match dataSourceRef'));
  errors.push(...checkClassName(spec.volumeAttributesClassName, childPath(field, 'volumeAttributesClassName')));
  return errors;
}

/** Modes that exist, and ReadWriteOncePod alone. Shared with volumes. */
export function checkAccessModes(modes: readonly string[], field: string): FieldError[] {
  const errors = modes
    .filter((mode) => !ACCESS_MODES.includes(mode))
    .map((mode) => notSupported(field, mode, ACCESS_MODES));
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod'))
    errors.push(forbiddenField(field, 'may not use ReadWriteOncePod with other access modes'));
  return errors;
}

/** A class may be named "", which means none. */
export function checkClassName(name: string | undefined, field: string): FieldError[] {
  return name === undefined || name === '' ? [] : checkSubdomainField(name, field);
}

export function checkVolumeMode(mode: string | undefined, field: string): FieldError[] {
  return mode === undefined || VOLUME_MODES.includes(mode) ? [] : [notSupported(field, mode, VOLUME_MODES)];
}

/** An amount of storage: there, and more than nothing. */
export function checkStorage(text: string | undefined, field: string): FieldError[] {
  if (text === undefined) return [required(field)];
  const quantity = parseQuantity(text);
  if (!isFailure(quantity) && quantity.nanos <= 0n)
    return [invalid(field, formatQuantity(quantity), 'must be greater than zero')];
  return validateQuantity('storage', text, field);
}

function validateDataSource(
  { apiGroup = '', kind = '', name = '' }: Unchecked<DataSource>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(childPath(field, 'name')));
  if (kind === '') errors.push(required(childPath(field, 'kind')));
  if (apiGroup === '' && kind !== CLAIM)
    errors.push(invalid(field, kind, `must be '${CLAIM}' when referencing the default apiGroup`));
  if (apiGroup !== '') errors.push(...checkSubdomainField(apiGroup, childPath(field, 'apiGroup')));
  return errors;
}
