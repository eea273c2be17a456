import type { Node } from '../node/node.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from './affinity.ts';
import { hasAllLabels, matchesRequirement, type Operator } from '../../machinery/labels.ts';
import type { StringMap } from '../../machinery/object.ts';
import type { PodSpec } from './pod-spec.ts';

/** What of a node decides who may run on it. */
export interface NodeLabels {
  readonly name: string;
  readonly labels: StringMap;
}

const NO_LABELS: StringMap = {};

export function nodeLabels({ metadata }: Node): NodeLabels {
  return { name: metadata.name ?? '', labels: metadata.labels ?? NO_LABELS };
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);
const NO_VALUES: readonly string[] = [];

/** The terms that a node must meet one of; undefined when the Pod demands none. */
export function requiredNodeTerms({ affinity }: PodSpec): readonly NodeSelectorTerm[] | undefined {
  return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/**
 * Has the node what the Pod demands of it: nodeSelector, and one of the required terms?
 * Source: component-helpers/scheduling/corev1/nodeaffinity.
 */
export function meetsNodeDemands(spec: PodSpec, node: NodeLabels): boolean {
  if (spec.nodeSelector !== undefined && !hasAllLabels(spec.nodeSelector, node.labels)) return false;
  const terms = requiredNodeTerms(spec);
  return terms === undefined || terms.some((term) => matchesNodeTerm(term, node));
}

/** Does the node match all parts of a term? A term without parts matches nothing. */
export function matchesNodeTerm(term: NodeSelectorTerm, node: NodeLabels): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matches(requirement, node.labels)) &&
    matchFields.every((requirement) => matches(requirement, { 'metadata.name': node.name }))
  );
}

function matches({ key, operator, values = NO_VALUES }: NodeSelectorRequirement, labels: StringMap): boolean {
  const op = OPERATORS.get(operator);
  return op !== undefined && matchesRequirement({ key, op, values }, labels);
}
