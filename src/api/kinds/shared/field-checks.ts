import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, invalidEach, notSupported, required } from '../../machinery/field-error.ts';
import { goJson } from '../../machinery/go-format.ts';
import { checkDns1123Label, checkDns1123Subdomain, checkQualifiedName } from '../../machinery/names.ts';
import { checkPortName, checkPortNumber } from '../../machinery/port-names.ts';

export const NEGATIVE_MESSAGE = 'must be greater than or equal to 0';
export const IMMUTABLE_MESSAGE = 'field is immutable';
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const;

/** `must be greater than or equal to 0`. */
export function checkNonNegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NEGATIVE_MESSAGE)] : [];
}

/** `field is immutable`, unless both values are the same as JSON. */
export function checkImmutable(next: unknown, previous: unknown, field: string): FieldError[] {
  return sameJson(next, previous) ? [] : [invalid(field, next, IMMUTABLE_MESSAGE)];
}

/** Required and one of `supported` (in the order that upstream prints). */
export function checkOneOf(value: string | undefined, supported: readonly string[], field: string): FieldError[] {
  if (value === undefined || value === '') return [required(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** A port number or, as a string, the name of a port. */
export function checkPortNumberOrName(port: number | string, field: string): FieldError[] {
  return invalidEach(field, port, typeof port === 'number' ? checkPortNumber(port) : checkPortName(port));
}

export function checkPortNumberField(port: number, field: string): FieldError[] {
  return invalidEach(field, port, checkPortNumber(port));
}

export function checkLabelField(value: string, field: string): FieldError[] {
  return invalidEach(field, value, checkDns1123Label(value));
}

export function checkSubdomainField(value: string, field: string): FieldError[] {
  return invalidEach(field, value, checkDns1123Subdomain(value));
}

export function checkQualifiedField(value: string, field: string): FieldError[] {
  return invalidEach(field, value, checkQualifiedName(value));
}

/** Equality as Go's semantic DeepEqual sees it: absent, null, {} and [] of one field are the same, key order does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, i) => sameJson(value, b[i]))
    );
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(left)) if (!sameJson(left[key], right[key])) return false;
  for (const key of Object.keys(right)) if (!Object.hasOwn(left, key) && !isEmpty(right[key])) return false;
  return true;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A value as an internal Go type prints it in an error: JSON in field order, unquoted. */
export function rawJson(value: unknown): { readonly raw: string } {
  return { raw: goJson(value) };
}
