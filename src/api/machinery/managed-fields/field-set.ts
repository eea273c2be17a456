/**
 * Managed fields: who owns which field of an object, and server-side apply.
 *
 * Field sets, comparison of objects, extraction from a configuration, merge, pruning and conflicts, as pure functions over plain JSON and
 * the generated schema. They promise upstream's results (sigs.k8s.io/structured-merge-diff and apimachinery pkg/util/managedfields); they
 * do not know requests, time or the store.
 */
import { childType } from '../../schema/schema.ts';
import type { Type } from '../../schema/types.ts';
import { formatElement } from './element.ts';

/**
 * A set of fields, in the very form in which the API shows it (FieldsV1): a tree of path elements. A node is a member if it holds "."
 * or nothing at all; the root is never a member. Sets are immutable and share what they can.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

const SELF = '.';
/** A member without children. */
export const LEAF: FieldSet = Object.freeze({});
/** The empty set. */
export const NO_FIELDS: FieldSet = Object.freeze({});

interface Rule {
  readonly both: boolean;
  readonly onlyA: boolean;
  readonly onlyB: boolean;
}

const UNION: Rule = { both: true, onlyA: true, onlyB: true };
const DIFFERENCE: Rule = { both: false, onlyA: true, onlyB: false };
const INTERSECTION: Rule = { both: true, onlyA: false, onlyB: false };

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  return isEmptySet(b) ? a : (combine(a, b, UNION, false) ?? NO_FIELDS);
}

/** Members of `a` that are not members of `b`; what lies below a removed member stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return isEmptySet(b) || isEmptySet(a) ? a : (combine(a, b, DIFFERENCE, false) ?? NO_FIELDS);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return isEmptySet(a) || isEmptySet(b) ? NO_FIELDS : (combine(a, b, INTERSECTION, false) ?? NO_FIELDS);
}

/** True for the empty set (asked of a whole set, not of a node inside). */
export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** Is the node of a path element a member itself, whatever lies below? */
export function isMember(node: FieldSet | undefined): boolean {
  return node !== undefined && (SELF in node || isEmptySet(node));
}

/** The children of a node as a set of their own; undefined when nothing lies below it. */
export function below(node: FieldSet | undefined): FieldSet | undefined {
  if (node === undefined) return undefined;
  for (const element in node) if (element !== SELF) return node;
  return undefined;
}

/** A node of children and membership; undefined when it would be neither. Children come sorted. */
export function nodeOf(children: Readonly<Record<string, FieldSet>>, member: boolean): FieldSet | undefined {
  if (isEmptySet(children)) return member ? LEAF : undefined;
  return member ? { [SELF]: LEAF, ...children } : children;
}

/** The set with every struct field on the way to a member made a member, too; map keys and list items are left as they are. */
export function withNamedFields(set: FieldSet, type: Type | undefined): FieldSet {
  const children: Record<string, FieldSet> = {};
  for (const element of elementsOf(set)) {
    const child = set[element] as FieldSet;
    const isNamed = type?.is === 'struct' && element.startsWith('f:') && type.struct.fields.has(element.slice(2));
    const inner = below(child) === undefined ? {} : withNamedFields(child, typeBelow(type, element));
    const node = nodeOf(withoutSelf(inner), isNamed || isMember(child));
    if (node !== undefined) children[element] = node;
  }
  return children;
}

/** The members as paths, `.spec.ports[port=80,protocol="TCP"].targetPort`: at each level first its own members, then what lies below. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const elements = elementsOf(set);
  return [
    ...elements.filter((element) => isMember(set[element])).map((element) => prefix + formatElement(element)),
    ...elements.flatMap((element) => {
      const inner = below(set[element]);
      return inner === undefined ? [] : pathsOf(inner, prefix + formatElement(element));
    }),
  ];
}

/** The type of what a path element leads to. */
export function typeBelow(type: Type | undefined, element: string): Type | undefined {
  if (type === undefined) return undefined;
  return element.startsWith('f:') ? childType(type, element.slice(2)) : childType(type, 0);
}

function combine(a: FieldSet | undefined, b: FieldSet | undefined, rule: Rule, inside: boolean): FieldSet | undefined {
  if (b === undefined) return rule.onlyA ? a : undefined;
  if (a === undefined) return rule.onlyB ? b : undefined;
  if (a === b) return rule.both ? a : undefined;
  const elements = rule.onlyB ? sortedUnion(a, b) : elementsOf(a);
  const children: Record<string, FieldSet> = {};
  for (const element of elements) {
    const child = combine(a[element], b[element], rule, true);
    if (child !== undefined) children[element] = child;
  }
  return nodeOf(children, inside && isKept(isMember(a), isMember(b), rule));
}

function isKept(inA: boolean, inB: boolean, rule: Rule): boolean {
  return inA ? (inB ? rule.both : rule.onlyA) : inB && rule.onlyB;
}

function elementsOf(set: FieldSet): string[] {
  return Object.keys(set).filter((element) => element !== SELF);
}

function sortedUnion(a: FieldSet, b: FieldSet): string[] {
  return [...new Set([...elementsOf(a), ...elementsOf(b)])].sort();
}

function withoutSelf(set: FieldSet): FieldSet {
  if (!(SELF in set)) return set;
  const { [SELF]: _self, ...children } = set;
  return children;
}
