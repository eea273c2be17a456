import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import type { Node, Taint } from '../../../api/kinds/node/node.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm, Toleration } from '../../../api/kinds/pod/affinity.ts';
import { hasAllLabels, matchesRequirement, type Operator } from '../../../api/machinery/labels.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { daemonTolerations } from './pod-object.ts';

export interface Fit {
  /** A Pod is to be created when there is none. */
  readonly shouldRun: boolean;
  /** A Pod that is there may stay. */
  readonly shouldStay: boolean;
}

const YES: Fit = { shouldRun: true, shouldStay: true };
const STAY: Fit = { shouldRun: false, shouldStay: true };
export const NO: Fit = { shouldRun: false, shouldStay: false };

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

/**
 * Does the daemon belong on the node? A taint NoSchedule that is not tolerated keeps new Pods away, NoExecute drives out
 * those that are there. Source: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod.
 */
export function fitOf({ spec: { template } }: DaemonSet, node: Node): Fit {
  const { nodeName = '', nodeSelector, affinity } = template.spec;
  const { name = '', labels = {} } = node.metadata;
  if (nodeName !== '' && nodeName !== name) return NO;
  if (nodeSelector !== undefined && !hasAllLabels(nodeSelector, labels)) return NO;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms !== undefined && !terms.some((term) => matchesTerm(term, name, labels))) return NO;
  const { taints = [] } = node.spec;
  if (taints.length === 0) return YES;
  const tolerations = daemonTolerations(template.spec);
  const open = taints
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .filter((taint) => !isTolerated(taint, tolerations));
  if (open.length === 0) return YES;
  return open.some(({ effect }) => effect === 'NoExecute') ? NO : STAY;
}

function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  name: string,
  labels: StringMap,
): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return (
    matchExpressions.every((each) => matches(each, labels)) &&
    matchFields.every((each) => matches(each, { 'metadata.name': name }))
  );
}

function matches({ key, operator, values = [] }: NodeSelectorRequirement, labels: StringMap): boolean {
  const op = OPERATORS.get(operator);
  return op !== undefined && matchesRequirement({ key, op, values }, labels);
}

function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some(
    ({ key = '', operator = 'Equal', value = '', effect = '' }) =>
      (effect === '' || effect === taint.effect) &&
      (key === '' || key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}
