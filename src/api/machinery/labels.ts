import { compareBytes } from './go-format.ts';
import type { StringMap } from './object.ts';

/** Operators as a selector's text writes them; "exists" is the bare key. */
export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one key. */
export interface Requirement {
  readonly key: string;
  readonly op: Operator;
  readonly values: readonly string[];
}

/** All requirements must hold; none means that everything matches, unless `never` says that nothing does. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  readonly never: boolean;
}

export const EVERYTHING: Selector = Object.freeze({ requirements: Object.freeze([]), never: false });
export const NOTHING: Selector = Object.freeze({ requirements: Object.freeze([]), never: true });

const NO_LABELS: StringMap = Object.freeze({});
const INTEGER = /^[-+]?\d+$/;

/** Does the selector match these labels? Source: apimachinery pkg/labels/selector.go. */
export function matchesSelector(selector: Selector, labels: StringMap | undefined): boolean {
  if (selector.never) return false;
  const requirements = selector.requirements;
  const map = labels ?? NO_LABELS;
  for (let i = 0; i < requirements.length; i++) {
    if (!matchesRequirement(requirements[i] as Requirement, map)) return false;
  }
  return true;
}

/** Does one requirement hold? `!=` and `notin` also hold for objects without the key. */
export function matchesRequirement(requirement: Requirement, labels: StringMap): boolean {
  const { key, op, values } = requirement;
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (op) {
    case '=':
    case '==':
      return value !== undefined && value === values[0];
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt':
      return value !== undefined && compareNumbers(op, value, values[0] ?? '');
  }
}

function compareNumbers(op: 'gt' | 'lt', value: string, limit: string): boolean {
  if (!isInteger(value) || !isInteger(limit)) return false;
  const difference = BigInt(value) - BigInt(limit);
  return op === 'gt' ? difference > 0n : difference < 0n;
}

/** A 64-bit integer as Go's ParseInt takes it. */
export function isInteger(text: string): boolean {
  return text.length <= 20 && INTEGER.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** A selector of plain equalities; empty and absent maps match everything (as labels.SelectorFromSet does). */
export function selectorFromMap(labels: StringMap | undefined): Selector {
  if (labels === undefined) return EVERYTHING;
  const keys = Object.keys(labels).sort(compareBytes);
  if (keys.length === 0) return EVERYTHING;
  return { requirements: keys.map((key) => ({ key, op: '=', values: [labels[key] as string] })), never: false };
}

/** True when every pair of `want` is in `labels`. The fast way for a Service's or a node's selector. */
export function hasAllLabels(want: StringMap, labels: StringMap | undefined): boolean {
  const map = labels ?? NO_LABELS;
  for (const key in want) if (map[key] !== want[key]) return false;
  return true;
}

/** The canonical text: `a=b,c in (x,y),!d`; keys in order, values sorted. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

/** One requirement as text. */
export function formatRequirement({ key, op, values }: Requirement): string {
  switch (op) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${op} (${[...values].sort(compareBytes).join(',')})`;
    case 'gt':
      return `${key}>${values[0] ?? ''}`;
    case 'lt':
      return `${key}<${values[0] ?? ''}`;
    case '=':
    case '==':
    case '!=':
      return `${key}${op}${values[0] ?? ''}`;
  }
}

/** The value that the selector demands for a key, if it demands exactly one. Lets an index answer instead of a scan. */
export function exactValue(selector: Selector, key: string): string | undefined {
  for (const { key: own, op, values } of selector.requirements) {
    if (own === key) return (op === '=' || op === '==' || op === 'in') && values.length === 1 ? values[0] : undefined;
  }
  return undefined;
}

/** Requirements in key order, as upstream keeps them. The sort is stable. */
export function sortRequirements(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...requirements].sort((a, b) => compareBytes(a.key, b.key));
}
