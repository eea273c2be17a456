import type { FieldError } from '../../machinery/field-error.ts';
import { invalid } from '../../machinery/field-error.ts';

/** `must not contain '..'` as a part of the path. */
export function checkNoBacksteps(path: string, field: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];
}

/** A path below a directory. Source: pkg/apis/core/validation validateLocalDescendingPath. */
export function checkDescendingPath(path: string, field: string): FieldError[] {
  const errors = path.startsWith('/') ? [invalid(field, path, 'must be a relative path')] : [];
  return [...errors, ...checkNoBacksteps(path, field)];
}

/** A path below a directory whose names starting with ".." are taken. Source: ValidateLocalNonReservedPath. */
export function checkNotReservedPath(path: string, field: string): FieldError[] {
  const errors = checkDescendingPath(path, field);
  if (path.startsWith('..') && !path.startsWith('../')) errors.push(invalid(field, path, "must not start with '..'"));
  return errors;
}
