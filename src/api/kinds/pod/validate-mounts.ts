import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  indexPath,
  invalid,
  notFoundField,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import type { Container, VolumeMount } from './container.ts';
import { checkDescendingPath, checkNoBacksteps } from './paths.ts';
import type { Volume } from './volume.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const PROPAGATION: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];

/** volumeMounts of a container. Source: pkg/apis/core/validation ValidateVolumeMounts. */
export function validateMounts(
  container: Unchecked<Container>,
  volumes: ReadonlyMap<string, Unchecked<Volume>>,
  field: string,
): FieldError[] {
  const paths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const path = indexPath(field, i);
    const { name = '', mountPath = '' } = mount;
    const namePath = childPath(path, 'name');
    const mountField = childPath(path, 'mountPath');
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(namePath));
    if (!volumes.has(name)) errors.push(notFoundField(namePath, name));
    if (mountPath === '') errors.push(required(mountField));
    if (paths.has(mountPath)) errors.push(invalid(mountField, mountPath, 'must be unique'));
    paths.add(mountPath);
    if (devices.some((device) => device.name === name))
      errors.push(invalid(namePath, name, 'must not already exist in volumeDevices'));
    if (devices.some((device) => device.devicePath === mountPath)) {
      errors.push(invalid(mountField, mountPath, 'must not already exist as a path in volumeDevices'));
    }
    return [
      ...errors,
      ...checkSubPaths(mount, volumes.get(name), path, field),
      ...checkPropagation(mount, container, field),
    ];
  });
}

/** volumeDevices of a container. Source: ValidateVolumeDevices. */
export function validateDevices(
  container: Unchecked<Container>,
  volumes: ReadonlyMap<string, Unchecked<Volume>>,
  field: string,
): FieldError[] {
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = container.volumeMounts ?? [];
  return (container.volumeDevices ?? []).flatMap(({ name = '', devicePath = '' }, i) => {
    const path = indexPath(field, i);
    const namePath = childPath(path, 'name');
    const deviceField = childPath(path, 'devicePath');
    const volume = volumes.get(name);
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(namePath));
    if (names.has(name)) errors.push(invalid(namePath, name, 'must be unique'));
    if (volume === undefined) errors.push(notFoundField(namePath, name));
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      errors.push(
        invalid(namePath, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'),
      );
    }
    if (devicePath === '') errors.push(required(deviceField));
    if (paths.has(devicePath)) errors.push(invalid(deviceField, devicePath, 'must be unique'));
    if (checkNoBacksteps(devicePath, deviceField).length > 0)
      errors.push(invalid(deviceField, devicePath, "can not contain backsteps ('..')"));
    else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name))
      errors.push(invalid(namePath, name, 'must not already exist in volumeMounts'));
    if (mounts.some((mount) => mount.mountPath === devicePath)) {
      errors.push(invalid(deviceField, devicePath, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
    return errors;
  });
}

/** The paths of the last two kinds of errors leave out the index, as upstream's do. */
function checkSubPaths(
  { subPath = '', subPathExpr = '' }: Unchecked<VolumeMount>,
  volume: Unchecked<Volume> | undefined,
  path: string,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const exprField = childPath(path, 'subPathExpr');
  if (volume?.image !== undefined) {
    if (subPath !== '')
      errors.push(invalid(childPath(path, 'subPath'), subPath, 'not allowed in image volume sources'));
    if (subPathExpr !== '') errors.push(invalid(exprField, subPathExpr, 'not allowed in image volume sources'));
  }
  if (subPath !== '') errors.push(...checkDescendingPath(subPath, childPath(field, 'subPath')));
  if (subPathExpr === '') return errors;
  if (subPath !== '') errors.push(invalid(exprField, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  return [...errors, ...checkDescendingPath(subPathExpr, childPath(field, 'subPathExpr'))];
}

function checkPropagation(
  { mountPropagation }: Unchecked<VolumeMount>,
  container: Unchecked<Container>,
  field: string,
): FieldError[] {
  if (mountPropagation === undefined) return [];
  const path = childPath(field, 'mountPropagation');
  if (!PROPAGATION.includes(mountPropagation)) return [notSupported(path, mountPropagation, PROPAGATION)];
  if (mountPropagation !== 'Bidirectional' || container.securityContext?.privileged === true) return [];
  return [forbiddenField(path, 'Bidirectional mount propagation is available only to privileged containers')];
}
