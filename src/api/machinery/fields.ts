import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import { compareBytes } from './go-format.ts';
import type { StringMap } from './object.ts';

/** One condition of a field selector. */
export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly isEqual: boolean;
}

/** All terms must hold; none matches everything. */
export type FieldSelector = readonly FieldTerm[];

const MAX_LENGTH = 65_536;
/** Order matters: the longer operators first, as upstream tries them. */
const OPERATORS = ['!=', '==', '='] as const;

/**
 * Parses `a=b,c!=d` (backslash escapes `,`, `=` and itself), or gives upstream's error text. Terms come in byte order, empty ones
 * are left out. `allowed`, when given, decides about each field; others get `field label not supported: <field>`.
 * Source: apimachinery pkg/fields/selector.go.
 */
export function parseFieldSelector(text: string, allowed?: (field: string) => boolean): FieldSelector | Failure {
  if (text.length > MAX_LENGTH) return fail(`field selector is too long: may not be more than ${MAX_LENGTH} bytes`);
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(text).sort(compareBytes)) {
    if (part === '') continue;
    const split = splitTerm(part);
    if (split === undefined) return fail(`invalid selector: '${text}'; can't understand '${part}'`);
    const value = unescapeValue(split.value);
    if (isFailure(value)) return value;
    terms.push({ field: split.field, value, isEqual: split.operator !== '!=' });
  }
  const unknown = allowed && terms.find(({ field }) => !allowed(field));
  return unknown ? fail(`field label not supported: ${unknown.field}`) : terms;
}

/** Does the selector match these fields? A field that is absent counts as "". */
export function matchesFields(selector: FieldSelector, fields: StringMap): boolean {
  for (const { field, value, isEqual } of selector) if (((fields[field] ?? '') === value) !== isEqual) return false;
  return true;
}

/** The selector as text. */
export function formatFieldSelector(selector: FieldSelector): string {
  return selector
    .map(({ field, value, isEqual }) => `${field}${isEqual ? '=' : '!='}${value.replace(/[\\,=]/g, String.raw`\$&`)}`)
    .join(',');
}

/** The value that the selector demands for a field, if it demands one. */
export function exactFieldValue(selector: FieldSelector, field: string): string | undefined {
  return selector.find((term) => term.field === field && term.isEqual)?.value;
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

function splitTerm(
  term: string,
): { readonly field: string; readonly operator: string; readonly value: string } | undefined {
  for (let i = 0; i < term.length; i++) {
    const operator = OPERATORS.find((candidate) => term.startsWith(candidate, i));
    if (operator !== undefined) return { field: term.slice(0, i), operator, value: term.slice(i + operator.length) };
  }
  return undefined;
}

function unescapeValue(text: string): string | Failure {
  if (!/[\\,=]/.test(text)) return text;
  let value = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') {
      const escaped = text.charAt(++i);
      if (escaped !== '\\' && escaped !== ',' && escaped !== '=')
        return fail(`invalid field selector: invalid escape sequence: \\${escaped}`);
      value += escaped;
    } else if (char === ',' || char === '=') {
      return fail(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    } else {
      value += char;
    }
  }
  return value;
}
