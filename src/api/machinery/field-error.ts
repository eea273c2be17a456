import { goJson, goQuote } from './go-format.ts';

/** The reason that a cause on the wire carries (Status.details.causes[].reason). */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

/** One thing that is wrong with one field. `body` is the text without the field's path. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly body: string;
}

/** A text that must not be quoted, where upstream prints a value of its own type. */
export interface RawValue {
  readonly raw: string;
}

/** `Required value[: detail]`. */
export function required(field: string, detail = ''): FieldError {
  return build('FieldValueRequired', field, 'Required value', detail);
}

/** `Invalid value: <value>: <detail>`. Strings are quoted, numbers and booleans plain, the rest compact JSON. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return build('FieldValueInvalid', field, `Invalid value: ${renderValue(value)}`, detail);
}

/** `Unsupported value: "x": supported values: "A", "B"`; give the values in upstream's order (mostly alphabetical). */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return build('FieldValueNotSupported', field, `Unsupported value: ${renderValue(value)}`, detail);
}

/** `Duplicate value: <value>`. */
export function duplicate(field: string, value: unknown): FieldError {
  return build('FieldValueDuplicate', field, `Duplicate value: ${renderValue(value)}`, '');
}

/** `Not found: <value>`. */
export function notFoundField(field: string, value: unknown): FieldError {
  return build('FieldValueNotFound', field, `Not found: ${renderValue(value)}`, '');
}

/** `Forbidden: <detail>`. */
export function forbiddenField(field: string, detail: string): FieldError {
  return build('FieldValueForbidden', field, 'Forbidden', detail);
}

/** `Too long: may not be more than 5 bytes`; a negative limit leaves the number out. */
export function tooLong(field: string, maxBytes: number): FieldError {
  const detail =
    maxBytes < 0 ? 'value is too long' : `may not be more than ${maxBytes} ${maxBytes === 1 ? 'byte' : 'bytes'}`;
  return build('FieldValueTooLong', field, 'Too long', detail);
}

/** `Too many: 3: must have at most 2 items`; a negative count or limit is left out. */
export function tooMany(field: string, count: number, maxItems: number): FieldError {
  const detail = maxItems < 0 ? 'too many items' : `must have at most ${maxItems} ${maxItems === 1 ? 'item' : 'items'}`;
  return build('FieldValueTooMany', field, count < 0 ? 'Too many' : `Too many: ${count}`, detail);
}

/** `Internal error: <detail>`. */
export function internalField(field: string, detail: string): FieldError {
  return build('InternalError', field, 'Internal error', detail);
}

/** One `invalid` per message, as upstream turns the messages of a name rule into errors. */
export function invalidEach(field: string, value: unknown, messages: readonly string[]): FieldError[] {
  return messages.map((message) => invalid(field, value, message));
}

/** `<path>: <body>`. */
export function renderFieldError(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** All errors as one text: one alone as it is, several as `[a, b]`, equal ones once; "" for none. Source: field.ErrorList ToAggregate. */
export function renderAggregate(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(renderFieldError))];
  return texts.length <= 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** The path of a child: `spec` + `replicas` -> `spec.replicas`; an empty parent gives the name alone. */
export function childPath(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** `spec.ports[0]`. */
export function indexPath(parent: string, index: number): string {
  return `${parent}[${index}]`;
}

/** `metadata.annotations[key]`. */
export function keyPath(parent: string, key: string): string {
  return `${parent}[${key}]`;
}

/** A value as the errors show it. */
export function renderValue(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isRaw(value)) return value.raw;
  return goJson(value);
}

function isRaw(value: unknown): value is RawValue {
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string';
}

function build(type: FieldErrorType, field: string, head: string, detail: string): FieldError {
  return { type, field, body: detail === '' ? head : `${head}: ${detail}` };
}
