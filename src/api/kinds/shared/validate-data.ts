import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalid, invalidEach, keyPath } from '../../machinery/field-error.ts';
import { byteLength } from '../../machinery/go-format.ts';
import { checkConfigMapKey } from '../../machinery/names.ts';
import type { StringMap } from '../../machinery/object.ts';
import { base64Length } from './base64.ts';
import { sameJson } from './field-checks.ts';

/** What a ConfigMap or a Secret may hold in total. */
export const MAX_DATA_BYTES = 1024 * 1024;
const IMMUTABLE = 'field is immutable when `immutable` is set';

/** Keys of ConfigMap or Secret data. */
export function validateDataKeys(data: StringMap, field: string): FieldError[] {
  return Object.keys(data).flatMap((key) => invalidEach(keyPath(field, key), key, checkConfigMapKey(key)));
}

/** Values that are no base64. Upstream cannot even decode such an object; the position is not told here. */
export function validateBase64(data: StringMap, field: string): FieldError[] {
  return Object.keys(data).flatMap((key) =>
    base64Length(data[key] as string) === undefined
      ? [invalid(keyPath(field, key), data[key], 'illegal base64 data')]
      : [],
  );
}

/** Bytes of plain values. */
export function plainBytes(data: StringMap): number {
  let bytes = 0;
  for (const key in data) bytes += byteLength(data[key] as string);
  return bytes;
}

/** Bytes that base64 values stand for. */
export function encodedBytes(data: StringMap): number {
  let bytes = 0;
  for (const key in data) bytes += base64Length(data[key] as string) ?? 0;
  return bytes;
}

/** What `immutable: true` forbids: to take it back, and to change the named fields. */
export function checkImmutableData<T extends { readonly immutable?: boolean }>(
  next: T,
  previous: T,
  fields: readonly (keyof T & string)[],
): FieldError[] {
  if (previous.immutable !== true) return [];
  const errors = next.immutable === true ? [] : [forbiddenField('immutable', IMMUTABLE)];
  for (const field of fields)
    if (!sameJson(next[field], previous[field])) errors.push(forbiddenField(field, IMMUTABLE));
  return errors;
}
