import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, invalid, keyPath, notSupported, required } from '../../machinery/field-error.ts';
import { checkNoBacksteps } from '../pod/paths.ts';
import { validateRequiredTerms } from '../pod/validate-affinity.ts';
import { jsonDiff } from '../persistent-volume-claim/spec-diff.ts';
import {
  checkAccessModes,
  checkClassName,
  checkStorage,
  checkVolumeMode,
} from '../persistent-volume-claim/validate-spec.ts';
import { checkImmutable, checkSubdomainField, sameJson } from '../shared/field-checks.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { PersistentVolume, PersistentVolumeSpec } from './persistent-volume.ts';

const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Recycle', 'Retain'];
const STORAGE_ONLY: readonly string[] = ['storage'];

/** Sources in the order in which upstream looks at them. */
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof PersistentVolumeSpec)[];

/** Source: pkg/apis/core/validation ValidatePersistentVolume. */
export function validateVolume({ metadata, spec }: PersistentVolume): FieldError[] {
  return [...validateMetadata(metadata, false, nameIsDnsSubdomain), ...validateSpec(spec, 'spec')];
}

function validateSpec(spec: Unchecked<PersistentVolumeSpec>, field: string): FieldError[] {
  const { accessModes = [], capacity = {}, persistentVolumeReclaimPolicy: policy = '' } = spec;
  const [modesPath, capacityPath] = [childPath(field, 'accessModes'), childPath(field, 'capacity')];
  const errors = accessModes.length === 0 ? [required(modesPath)] : [];
  errors.push(...checkAccessModes(accessModes, modesPath));
  const names = Object.keys(capacity);
  if (names.length === 0) errors.push(required(capacityPath));
  if (capacity['storage'] === undefined || names.length > 1)
    errors.push(notSupported(capacityPath, capacity, STORAGE_ONLY));
  for (const name of names) errors.push(...checkStorage(capacity[name], keyPath(capacityPath, name)));
  if (policy !== '' && !RECLAIM_POLICIES.includes(policy))
    errors.push(notSupported(childPath(field, 'persistentVolumeReclaimPolicy'), policy, RECLAIM_POLICIES));
  errors.push(
    ...validateAffinity(spec.nodeAffinity, childPath(field, 'nodeAffinity')),
    ...validateSources(spec, field),
  );
  if (spec.hostPath?.path === '/' && policy === 'Recycle')
    errors.push(
      forbiddenField(
        childPath(field, 'persistentVolumeReclaimPolicy'),
        "may not be 'recycle' for a hostPath mount of '/'",
      ),
    );
  errors.push(
    ...checkClassName(spec.storageClassName, childPath(field, 'storageClassName')),
    ...checkVolumeMode(spec.volumeMode, childPath(field, 'volumeMode')),
    ...checkClassName(spec.volumeAttributesClassName, childPath(field, 'volumeAttributesClassName')),
  );
  return errors;
}

/** Source: validateVolumeNodeAffinity. */
function validateAffinity(affinity: Unchecked<PersistentVolumeSpec>['nodeAffinity'], field: string): FieldError[] {
  if (affinity === undefined) return [];
  const path = childPath(field, 'required');
  if (affinity.required === undefined) return [required(path, 'must specify required node constraints')];
  return validateRequiredTerms(affinity.required.nodeSelectorTerms ?? [], childPath(path, 'nodeSelectorTerms'));
}

function validateSources(spec: Unchecked<PersistentVolumeSpec>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let found = 0;
  for (const name of SOURCES) {
    if (spec[name] === undefined || spec[name] === null) continue;
    const path = childPath(field, name);
    if (found > 0) errors.push(forbiddenField(path, 'may not specify more than 1 volume type'));
    else errors.push(...validateSource(spec, path));
    found++;
  }
  return found === 0 ? [required(field, 'must specify a volume type')] : errors;
}

function validateSource(
  { hostPath, nfs, local, csi, nodeAffinity }: Unchecked<PersistentVolumeSpec>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const pathField = childPath(field, 'path');
  const need = (value: string | undefined, path: string): void => {
    if (value === undefined || value === '') errors.push(required(path));
  };
  if (hostPath !== undefined) {
    need(hostPath.path, pathField);
    errors.push(...checkNoBacksteps(hostPath.path ?? '', pathField));
  } else if (nfs !== undefined) {
    need(nfs.server, childPath(field, 'server'));
    need(nfs.path, pathField);
    if (nfs.path?.startsWith('/') !== true) errors.push(invalid(pathField, nfs.path ?? '', 'must be an absolute path'));
  } else if (local !== undefined) {
    need(local.path, pathField);
    errors.push(...checkNoBacksteps(local.path ?? '', pathField));
    if (nodeAffinity === undefined)
      errors.push(required('metadata.annotations', 'Local volume requires node affinity'));
  } else if (csi !== undefined) {
    const { driver = '', volumeHandle } = csi;
    const driverPath = childPath(field, 'driver');
    errors.push(...(driver === '' ? [required(driverPath)] : checkSubdomainField(driver.toLowerCase(), driverPath)));
    need(volumeHandle, childPath(field, 'volumeHandle'));
  }
  return errors;
}

/** Everything about where the data is stays as it is. Source: pkg/apis/core/validation ValidatePersistentVolumeUpdate. */
export function validateVolumeUpdate(next: PersistentVolume, previous: PersistentVolume): FieldError[] {
  const errors = validateMetadataUpdate(next.metadata, previous.metadata);
  const [source, old] = [sourceOf(next.spec), sourceOf(previous.spec)];
  if (!sameJson(source, old))
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${jsonDiff(old, source)}`,
      ),
    );
  errors.push(...checkImmutable(next.spec.volumeMode, previous.spec.volumeMode, 'volumeMode'));
  // A volume may be tied to nodes once.
  if (previous.spec.nodeAffinity !== undefined)
    errors.push(...checkImmutable(next.spec.nodeAffinity, previous.spec.nodeAffinity, 'nodeAffinity'));
  return errors;
}

/** The source, with its name as upstream's internal type has it. */
function sourceOf(spec: PersistentVolumeSpec): unknown {
  return Object.fromEntries(
    SOURCES.flatMap((name) => (spec[name] === undefined ? [] : [[indexName(name), spec[name]]])),
  );
}

function indexName(name: string): string {
  return name === 'csi' || name === 'nfs' || name === 'rbd' || name === 'fc' || name === 'iscsi'
    ? name.toUpperCase()
    : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
