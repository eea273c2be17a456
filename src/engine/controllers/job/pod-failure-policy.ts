import type { ExitCodesRequirement, PodConditionPattern, PodFailurePolicy } from '../../../api/kinds/job/job.ts';
import type { ContainerStatus } from '../../../api/kinds/pod/pod-status.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';

export interface PolicyMatch {
  /** Why the whole Job fails; only for the action FailJob. */
  readonly failJob?: string;
  /** Does the failure count towards the limits? */
  readonly counts: boolean;
  /** Its index has failed for good. */
  readonly failIndex?: true;
}

const COUNTS: PolicyMatch = { counts: true };

/**
 * What the first rule that matches makes of a failed Pod; without a match it just counts.
 * Source: pkg/controller/job/pod_failure_policy.go matchPodFailurePolicy.
 */
export function matchPodFailurePolicy(policy: PodFailurePolicy | undefined, pod: Pod): PolicyMatch {
  for (const [index, { action, onExitCodes, onPodConditions }] of (policy?.rules ?? []).entries()) {
    const why = onExitCodes === undefined ? conditionReason(pod, onPodConditions ?? []) : exitReason(pod, onExitCodes);
    if (why === undefined) continue;
    if (action === 'FailJob') return { counts: true, failJob: `${why} matching ${action} rule at index ${index}` };
    if (action === 'Ignore') return { counts: false };
    return action === 'FailIndex' ? { counts: true, failIndex: true } : COUNTS;
  }
  return COUNTS;
}

function exitReason({ metadata, status }: Pod, requirement: ExitCodesRequirement): string | undefined {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const container = statuses.find((each) => isExitMatching(each, requirement));
  if (container === undefined) return undefined;
  const code = container.state?.terminated?.exitCode ?? 0;
  const pod = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  return `Container ${container.name} for pod ${pod} failed with exit code ${code}`;
}

function isExitMatching(
  { name, state }: ContainerStatus,
  { containerName, operator, values }: ExitCodesRequirement,
): boolean {
  const code = state?.terminated?.exitCode ?? 0;
  if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
  return values.includes(code) === (operator === 'In');
}

function conditionReason({ metadata, status }: Pod, patterns: readonly PodConditionPattern[]): string | undefined {
  const found = status?.conditions?.find((condition) =>
    patterns.some((pattern) => pattern.type === condition.type && (pattern.status ?? 'True') === condition.status),
  );
  if (found === undefined) return undefined;
  return `Pod ${metadata.namespace ?? ''}/${metadata.name ?? ''} has condition ${found.type}`;
}
