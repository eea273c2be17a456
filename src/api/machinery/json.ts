/**
 * The machinery folder: what every Kubernetes object has in common.
 *
 * Names, labels, quantities, Status errors, patch rules and object keys as pure functions over plain, frozen-friendly JSON values.
 * Expected failures are values (a `Failure` or a `Status`); nothing here knows a kind, keeps state that can be seen, or changes its input.
 */

/** Any JSON value, read-only. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object, read-only. A key that is present always has a JSON value. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a JSON array. */
export function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** The word that Go's JSON decoder uses for a value's type in its errors. */
export function goJsonTypeName(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object') return typeof value;
  return Array.isArray(value) ? 'array' : 'object';
}
