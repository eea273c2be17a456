import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  invalid,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { isFailure } from '../../machinery/failure.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { checkLabelField } from '../shared/field-checks.ts';
import { checkNoBacksteps, checkNotReservedPath } from './paths.ts';
import { validateFieldRef, validateResourceRef, VOLUME_FIELDS } from './validate-env.ts';
import type { CsiVolume, DownwardApiFile, KeyToPath, ProjectedVolume, Volume, VolumeProjection } from './volume.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const MODE_MESSAGE = 'must be a number between 0 and 0777 (octal), both inclusive';
const MAX_MODE = 0o777;
const MIN_TOKEN_SECONDS = 600;
const HOST_PATH_TYPES: readonly string[] = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** Sources in the order in which upstream looks at them; `exceeding` is how its "more than 1" error misspells the name. */
const SOURCES: readonly { readonly name: Exclude<keyof Volume, 'name'>; readonly exceeding?: string }[] = [
  { name: 'emptyDir' },
  { name: 'hostPath' },
  { name: 'gitRepo' },
  { name: 'gcePersistentDisk' },
  { name: 'awsElasticBlockStore' },
  { name: 'secret' },
  { name: 'nfs' },
  { name: 'iscsi' },
  { name: 'glusterfs' },
  { name: 'flocker' },
  { name: 'persistentVolumeClaim' },
  { name: 'rbd' },
  { name: 'cinder' },
  { name: 'cephfs', exceeding: 'cephFS' },
  { name: 'quobyte' },
  { name: 'downwardAPI', exceeding: 'downwarAPI' },
  { name: 'fc' },
  { name: 'flexVolume' },
  { name: 'configMap' },
  { name: 'azureFile' },
  { name: 'vsphereVolume' },
  { name: 'photonPersistentDisk' },
  { name: 'portworxVolume' },
  { name: 'azureDisk' },
  { name: 'storageos' },
  { name: 'projected' },
  { name: 'scaleIO' },
  { name: 'csi' },
  { name: 'ephemeral' },
  { name: 'image' },
];

/** The volumes of a pod spec, and those that are good enough to be mounted. Source: pkg/apis/core/validation ValidateVolumes. */
export function validateVolumes(
  volumes: readonly Unchecked<Volume>[],
  field: string,
): { readonly known: ReadonlyMap<string, Unchecked<Volume>>; readonly errors: FieldError[] } {
  const known = new Map<string, Unchecked<Volume>>();
  const errors: FieldError[] = [];
  volumes.forEach((volume, i) => {
    const path = indexPath(field, i);
    const namePath = childPath(path, 'name');
    const own = validateSources(volume, path);
    const { name = '' } = volume;
    own.push(...(name === '' ? [required(namePath)] : checkLabelField(name, namePath)));
    if (known.has(name)) own.push(duplicate(namePath, name));
    if (own.length === 0) known.set(name, volume);
    errors.push(...own);
  });
  return { known, errors };
}

function validateSources(volume: Unchecked<Volume>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let found = 0;
  for (const { name, exceeding = name } of SOURCES) {
    if (volume[name] === undefined || volume[name] === null) continue;
    if (found > 0) errors.push(forbiddenField(childPath(field, exceeding), 'may not specify more than 1 volume type'));
    else errors.push(...validateSource(volume, childPath(field, name)));
    found++;
  }
  return found === 0 ? [required(field, 'must specify a volume type')] : errors;
}

function validateSource(volume: Unchecked<Volume>, field: string): FieldError[] {
  const { emptyDir, hostPath, secret, configMap, nfs, persistentVolumeClaim, downwardAPI, projected, csi, ephemeral } =
    volume;
  if (emptyDir !== undefined) return checkSizeLimit(emptyDir.sizeLimit, childPath(field, 'sizeLimit'));
  if (hostPath !== undefined) return validateHostPath(hostPath, field);
  if (secret !== undefined)
    return [...checkRequired(secret.secretName, childPath(field, 'secretName')), ...validateFiles(secret, field)];
  if (nfs !== undefined) return validateNfs(nfs, field);
  if (persistentVolumeClaim !== undefined)
    return checkRequired(persistentVolumeClaim.claimName, childPath(field, 'claimName'));
  if (downwardAPI !== undefined) {
    const files = downwardAPI.items ?? [];
    return [
      ...checkMode(downwardAPI.defaultMode, childPath(field, 'defaultMode')),
      ...files.flatMap((file) => validateDownwardFile(file, field)),
    ];
  }
  if (configMap !== undefined)
    return [...checkRequired(configMap.name, childPath(field, 'name')), ...validateFiles(configMap, field)];
  if (projected !== undefined) return validateProjected(projected, field);
  if (csi !== undefined) return validateCsi(csi, field);
  if (ephemeral !== undefined)
    return ephemeral.volumeClaimTemplate === undefined ? [required(childPath(field, 'volumeClaimTemplate'))] : [];
  return [];
}

function checkSizeLimit(limit: string | undefined, field: string): FieldError[] {
  if (limit === undefined) return [];
  const quantity = parseQuantity(limit);
  if (isFailure(quantity)) return [invalid(field, limit, quantity.error)];
  return quantity.nanos < 0n ? [forbiddenField(field, 'SizeLimit field must be a valid resource quantity')] : [];
}

function validateHostPath(
  { path = '', type = '' }: Unchecked<NonNullable<Volume['hostPath']>>,
  field: string,
): FieldError[] {
  if (path === '') return [required(childPath(field, 'path'))];
  const errors = checkNoBacksteps(path, childPath(field, 'path'));
  if (!HOST_PATH_TYPES.includes(type)) errors.push(notSupported(childPath(field, 'type'), type, HOST_PATH_TYPES));
  return errors;
}

function validateNfs({ server = '', path = '' }: Unchecked<NonNullable<Volume['nfs']>>, field: string): FieldError[] {
  const pathField = childPath(field, 'path');
  const errors = [...checkRequired(server, childPath(field, 'server')), ...checkRequired(path, pathField)];
  if (!path.startsWith('/')) errors.push(invalid(pathField, path, 'must be an absolute path'));
  return errors;
}

function validateCsi({ driver = '', nodePublishSecretRef }: Unchecked<CsiVolume>, field: string): FieldError[] {
  const errors = checkRequired(driver, childPath(field, 'driver'));
  if (nodePublishSecretRef !== undefined)
    errors.push(...checkRequired(nodePublishSecretRef.name, childPath(field, 'nodePublishSecretRef.name')));
  return errors;
}

/** Mode and items of a ConfigMap or Secret volume. */
function validateFiles(
  source: { readonly defaultMode?: number; readonly items?: readonly Unchecked<KeyToPath>[] },
  field: string,
): FieldError[] {
  return [...checkMode(source.defaultMode, childPath(field, 'defaultMode')), ...validateItems(source.items, field)];
}

function validateItems(items: readonly Unchecked<KeyToPath>[] | undefined, field: string): FieldError[] {
  return (items ?? []).flatMap(({ key, path = '', mode }, i) => {
    const item = indexPath(childPath(field, 'items'), i);
    const pathField = childPath(item, 'path');
    return [
      ...checkRequired(key, childPath(item, 'key')),
      ...checkRequired(path, pathField),
      ...checkNotReservedPath(path, pathField),
      ...checkMode(mode, childPath(item, 'mode')),
    ];
  });
}

function validateDownwardFile(file: Unchecked<DownwardApiFile>, field: string): FieldError[] {
  const { path = '', fieldRef, resourceFieldRef, mode } = file;
  const pathField = childPath(field, 'path');
  const errors = [...checkRequired(path, pathField), ...checkNotReservedPath(path, pathField)];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldRef(fieldRef, VOLUME_FIELDS, childPath(field, 'fieldRef')));
    if (resourceFieldRef !== undefined)
      errors.push(invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  } else if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceRef(resourceFieldRef, true, childPath(field, 'resourceFieldRef')));
  } else {
    errors.push(required(field, 'one of fieldRef and resourceFieldRef is required'));
  }
  return [...errors, ...checkMode(mode, childPath(field, 'mode'))];
}

function validateProjected({ sources = [], defaultMode }: Unchecked<ProjectedVolume>, field: string): FieldError[] {
  const errors = checkMode(defaultMode, childPath(field, 'defaultMode'));
  const sourcesPath = childPath(field, 'sources');
  sources.forEach((source, i) => errors.push(...validateProjection(source, indexPath(sourcesPath, i), field)));
  return errors;
}

function validateProjection(source: Unchecked<VolumeProjection>, field: string, volumeField: string): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  const errors: FieldError[] = [];
  for (const [name, files] of Object.entries({ secret, configMap })) {
    if (files === undefined) continue;
    const path = childPath(field, name);
    errors.push(...checkRequired(files.name, childPath(path, 'name')), ...validateItems(files.items, path));
  }
  for (const file of downwardAPI?.items ?? [])
    errors.push(...validateDownwardFile(file, childPath(field, 'downwardAPI')));
  if (serviceAccountToken !== undefined) {
    const { expirationSeconds = 0, path = '' } = serviceAccountToken;
    const seconds = childPath(field, 'serviceAccountToken.expirationSeconds');
    if (expirationSeconds < MIN_TOKEN_SECONDS)
      errors.push(invalid(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes'));
    if (expirationSeconds > 2 ** 32)
      errors.push(invalid(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
    const pathField = childPath(volumeField, 'path');
    errors.push(...(path === '' ? [required(pathField)] : checkNotReservedPath(path, pathField)));
  }
  if (Object.values(source).filter((part) => part !== undefined).length > 1) {
    errors.push(forbiddenField(field, 'may not specify more than 1 volume type'));
  }
  return errors;
}

function checkMode(mode: number | undefined, field: string): FieldError[] {
  return mode !== undefined && (mode > MAX_MODE || mode < 0) ? [invalid(field, mode, MODE_MESSAGE)] : [];
}

function checkRequired(value: string | undefined, field: string): FieldError[] {
  return value === undefined || value === '' ? [required(field)] : [];
}
