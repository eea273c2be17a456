import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../api/kinds/pod/affinity.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import { hasAllLabels, matchesRequirement, type Operator } from '../../api/machinery/labels.ts';
import type { NodeInfo } from './node-info.ts';

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);
const NO_VALUES: readonly string[] = [];

/**
 * What a pod demands of its node's labels: nodeSelector, and one of the required affinity's terms. Undefined when it
 * demands nothing. Source: component-helpers/scheduling/corev1/nodeaffinity.
 */
export function requiredOfNode(pod: Pod): ((node: NodeInfo) => boolean) | undefined {
  const { nodeSelector, affinity } = pod.spec;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (nodeSelector === undefined && terms === undefined) return undefined;
  return (node) => {
    if (nodeSelector !== undefined && !hasAllLabels(nodeSelector, node.labels)) return false;
    return terms === undefined || terms.some((term) => matchesTerm(term, node));
  };
}

/** Does the node match all parts of a term? A term without parts matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, node: NodeInfo): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matches(requirement, node.labels)) &&
    matchFields.every((requirement) => matches(requirement, { 'metadata.name': node.name }))
  );
}

function matches({ key, operator, values = NO_VALUES }: NodeSelectorRequirement, labels: NodeInfo['labels']): boolean {
  const op = OPERATORS.get(operator);
  return op !== undefined && matchesRequirement({ key, op, values }, labels);
}
