import type { Node } from '../../../api/kinds/node/node.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../../api/kinds/pod/affinity.ts';
import { isPodTerminal, podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { qosClassOf } from '../../../api/kinds/pod/qos.ts';
import { amountsOf, podRequests } from '../../../api/kinds/pod/requests.ts';
import { hasAllLabels, matchesRequirement, type Operator } from '../../../api/machinery/labels.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import type { PodLook } from '../pod-look.ts';
import { pressureOf } from '../pressure/node-pressure.ts';
import type { Verdict } from '../status/pod-status.ts';

const OPERATORS: Readonly<Record<string, Operator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
};

/**
 * Why the kubelet does not take a pod that is bound to its node; also told as an event. What the scheduler has bound
 * fits: only pods that name their node themselves are measured.
 * Source: pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/kubelet.go rejectPod.
 */
export function rejection(look: PodLook): Verdict | undefined {
  const problem = pressureProblem(look) ?? (isBoundByScheduler(look.pod) ? undefined : misfit(look));
  if (problem === undefined) return undefined;
  const [reason, message] = problem;
  look.tellPod(reason, message, 'Warning');
  return { reason, message: `Pod was rejected: ${message}` };
}

type Problem = readonly [reason: string, message: string];

function isBoundByScheduler(pod: Pod): boolean {
  return podCondition(pod, 'PodScheduled')?.status === 'True';
}

/** Source: pkg/kubelet/eviction/eviction_manager.go Admit. */
function pressureProblem({ world, node, pod }: PodLook): Problem | undefined {
  const pressures = pressureOf(world, node);
  if (pressures.length === 0 || (pod.spec.priority ?? 0) >= CRITICAL) return undefined;
  const isMemoryOnly = pressures.length === 1 && pressures[0] === 'MemoryPressure';
  if (isMemoryOnly && (qosClassOf(pod.spec) !== 'BestEffort' || tolerates(pod, MEMORY_TAINT, 'NoSchedule')))
    return undefined;
  return ['Evicted', `The node had condition: [${pressures.join(' ')}]. `];
}

const CRITICAL = 2_000_000_000;
const MEMORY_TAINT = 'node.kubernetes.io/memory-pressure';

function misfit(look: PodLook): Problem | undefined {
  const { node, pod } = look;
  return notEnough(look) ?? affinityProblem(node, pod) ?? taintProblem(node, pod);
}

function notEnough({ world, node, pod, nodeName, uid }: PodLook): Problem | undefined {
  const capacity = amountsOf(node.status?.allocatable);
  const others = world
    .indexed(pods, 'node', nodeName)
    .filter((other) => other.metadata.uid !== uid && !isPodTerminal(other) && other.status?.startTime !== undefined);
  const problem = (what: string, asked: number, used: number): Problem => [
    `OutOf${what}`,
    `Node didn't have enough resource: ${what}, requested: ${asked}, used: ${used}, capacity: ${capacity[what] ?? 0}`,
  ];
  if (others.length + 1 > (capacity['pods'] ?? Number.POSITIVE_INFINITY)) return problem('pods', 1, others.length);
  for (const [name, asked] of Object.entries(podRequests(pod.spec))) {
    if (asked === 0) continue;
    const used = others.reduce((sum, other) => sum + (podRequests(other.spec)[name] ?? 0), 0);
    if (used + asked > (capacity[name] ?? 0)) return problem(name, asked, used);
  }
  return undefined;
}

function affinityProblem({ metadata }: Node, { spec }: Pod): Problem | undefined {
  const labels = metadata.labels ?? {};
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fits =
    (spec.nodeSelector === undefined || hasAllLabels(spec.nodeSelector, labels)) &&
    (terms === undefined || terms.some((term) => matchesTerm(term, labels, metadata.name ?? '')));
  if (fits) return undefined;
  return ['NodeAffinity', "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"];
}

function matchesTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  labels: StringMap,
  name: string,
): boolean {
  const matches = ({ key, operator, values = [] }: NodeSelectorRequirement, map: StringMap): boolean => {
    const op = OPERATORS[operator];
    return op !== undefined && matchesRequirement({ key, op, values }, map);
  };
  return (
    matchExpressions.length + matchFields.length > 0 &&
    matchExpressions.every((each) => matches(each, labels)) &&
    matchFields.every((each) => matches(each, { 'metadata.name': name }))
  );
}

function taintProblem({ spec }: Node, pod: Pod): Problem | undefined {
  const hated = spec.taints?.find(
    ({ key, value, effect }) => effect === 'NoExecute' && !tolerates(pod, key, effect, value),
  );
  if (hated === undefined) return undefined;
  return ['TaintToleration', "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"];
}

/** Source: api/core/v1 toleration.go ToleratesTaint. */
function tolerates({ spec }: Pod, key: string, effect: string, value = ''): boolean {
  return (spec.tolerations ?? []).some((each) => {
    if ((each.effect ?? '') !== '' && each.effect !== effect) return false;
    if ((each.key ?? '') !== '' && each.key !== key) return false;
    return each.operator === 'Exists' || (each.value ?? '') === value;
  });
}
