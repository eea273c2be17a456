import type { Node, Taint } from '../../../api/kinds/node/node.ts';
import { isPodTerminal, podCondition } from '../../../api/kinds/pod/conditions.ts';
import { meetsNodeDemands, nodeLabels } from '../../../api/kinds/pod/node-terms.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { qosClassOf } from '../../../api/kinds/pod/qos.ts';
import { amountsOf, podRequests } from '../../../api/kinds/pod/requests.ts';
import { isTolerated } from '../../../api/kinds/pod/tolerations.ts';
import type { PodLook } from '../pod-look.ts';
import { pressureOf } from '../pressure/node-pressure.ts';
import type { Verdict } from '../status/pod-status.ts';

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
  if (isMemoryOnly && (qosClassOf(pod.spec) !== 'BestEffort' || isTolerated(pod.spec.tolerations, MEMORY_TAINT)))
    return undefined;
  return ['Evicted', `The node had condition: [${pressures.join(' ')}]. `];
}

const CRITICAL = 2_000_000_000;
const MEMORY_TAINT: Taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' };

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

function affinityProblem(node: Node, { spec }: Pod): Problem | undefined {
  if (meetsNodeDemands(spec, nodeLabels(node))) return undefined;
  return ['NodeAffinity', "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"];
}

function taintProblem({ spec }: Node, pod: Pod): Problem | undefined {
  const hated = spec.taints?.find((taint) => taint.effect === 'NoExecute' && !isTolerated(pod.spec.tolerations, taint));
  if (hated === undefined) return undefined;
  return ['TaintToleration', "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"];
}
