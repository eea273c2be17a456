import type { KindDef, TableRow } from '../../kind-def.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalid, invalidEach, notSupported, required, tooLong } from '../../machinery/field-error.ts';
import { byteLength } from '../../machinery/go-format.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import type { StringMap } from '../../machinery/object.ts';
import { defineKind } from '../shared/define-kind.ts';
import { checkImmutable, sameJson } from '../shared/field-checks.ts';
import { ageSince } from '../shared/human-duration.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { dropNulls, fill } from '../shared/share.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { isDefaultClass, type StorageClass, storageClasses } from './storage-class.ts';

const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Retain'];
const BINDING_MODES: readonly string[] = ['Immediate', 'WaitForFirstConsumer'];
const PARAMETERS_MAX = 512;
const PARAMETER_BYTES_MAX = 256 * 1024;

/** Everything that the API needs to know of classes. Source: pkg/registry/storage/storageclass/strategy.go. */
export const storageClassDef: KindDef = defineKind<StorageClass>(storageClasses, {
  shortNames: ['sc'],
  hasStatus: false,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: (storageClass) =>
    fill(dropNulls(storageClass), { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate,
  validateUpdate,
  indexes: [],
  columns: [
    NAME_COLUMN,
    column('Provisioner'),
    column('ReclaimPolicy'),
    column('VolumeBindingMode'),
    column('AllowVolumeExpansion'),
    AGE_COLUMN,
  ],
  tableRow,
  example: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard' },
    provisioner: 'disk.sim.kubarium.dev',
  },
});

/** A row of `kubectl get storageclass`. Source: pkg/printers/internalversion/printers.go printStorageClass. */
function tableRow(storageClass: StorageClass, nowMs: number): TableRow {
  const { metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion } = storageClass;
  return {
    cells: [
      `${metadata.name ?? ''}${isDefaultClass(storageClass) ? ' (default)' : ''}`,
      provisioner,
      reclaimPolicy ?? 'Delete',
      volumeBindingMode ?? 'Immediate',
      allowVolumeExpansion ?? false,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  };
}

/** Source: pkg/apis/storage/validation ValidateStorageClass. */
function validate(storageClass: StorageClass): FieldError[] {
  return [...validateMetadata(storageClass.metadata, false, nameIsDnsSubdomain), ...validateParts(storageClass)];
}

type Parts = Pick<StorageClass, 'provisioner' | 'parameters' | 'reclaimPolicy' | 'volumeBindingMode'>;

function validateParts(parts: Unchecked<Parts>): FieldError[] {
  const { provisioner = '', parameters = {}, reclaimPolicy = '', volumeBindingMode = '' } = parts;
  const errors =
    provisioner === ''
      ? [required('provisioner')]
      : invalidEach('provisioner', provisioner, checkQualifiedName(provisioner.toLowerCase()));
  errors.push(...validateParameters(parameters));
  if (!RECLAIM_POLICIES.includes(reclaimPolicy))
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES));
  if (!BINDING_MODES.includes(volumeBindingMode))
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES));
  return errors;
}

function validateParameters(parameters: StringMap): FieldError[] {
  const names = Object.keys(parameters);
  const errors = names.length > PARAMETERS_MAX ? [tooLong('parameters', PARAMETERS_MAX)] : [];
  let bytes = 0;
  for (const name of names) {
    if (name === '') errors.push(invalid('parameters', name, 'field can not be empty.'));
    bytes += byteLength(name) + byteLength(parameters[name] ?? '');
  }
  if (bytes > PARAMETER_BYTES_MAX) errors.push(tooLong('parameters', PARAMETER_BYTES_MAX));
  return errors;
}

/** Source: pkg/apis/storage/validation ValidateStorageClassUpdate. */
function validateUpdate(next: StorageClass, previous: StorageClass): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const) {
    if (!sameJson(next[field], previous[field]))
      errors.push(forbiddenField(field, `updates to ${field} are forbidden.`));
  }
  errors.push(...checkImmutable(next.volumeBindingMode, previous.volumeBindingMode, 'volumeBindingMode'));
  return errors;
}
