import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { formatTime } from '../../../lib/time.ts';
import { findCondition } from '../shared/conditions.ts';

/** Objects of one resource that are still there: for each of them, its finalizers. */
export interface Remainder {
  /** As in `pods.` and `deployments.apps`. */
  readonly resource: string;
  readonly finalizers: readonly (readonly string[])[];
}

interface Finding {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** What the deletion waits for; undefined when all is well. */
  readonly trouble: string | undefined;
}

/**
 * The conditions of a Namespace that waits for its content. Two of upstream's, about API groups that cannot be asked,
 * never fail here. Source: pkg/controller/namespace/deletion/status_condition_utils.go.
 */
export function conditionsFor(
  conditions: readonly Condition[],
  remaining: readonly Remainder[],
  nowMs: number,
): readonly Condition[] {
  const findings: readonly Finding[] = [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
      trouble: undefined,
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
      trouble: undefined,
    },
    {
      type: 'NamespaceDeletionContentFailure',
      reason: 'ContentDeleted',
      message: 'All content successfully deleted, may be waiting on finalization',
      trouble: undefined,
    },
    {
      type: 'NamespaceContentRemaining',
      reason: 'ContentRemoved',
      message: 'All content successfully removed',
      trouble: contentRemaining(remaining),
    },
    {
      type: 'NamespaceFinalizersRemaining',
      reason: 'ContentHasNoFinalizers',
      message: 'All content-preserving finalizers finished',
      trouble: finalizersRemaining(remaining),
    },
  ];
  return findings.reduce((list, finding) => withFinding(list, finding, nowMs), conditions);
}

function withFinding(
  conditions: readonly Condition[],
  { type, reason, message, trouble }: Finding,
  nowMs: number,
): readonly Condition[] {
  const current = findCondition(conditions, type);
  const next: Omit<Condition, 'lastTransitionTime'> =
    trouble === undefined
      ? { type, status: 'False', reason, message }
      : { type, status: 'True', reason: TROUBLE_REASONS[type] ?? '', message: trouble };
  const isSame = current?.status === next.status && current.reason === next.reason && current.message === next.message;
  if (isSame) return conditions;
  const since = current?.status === next.status ? current.lastTransitionTime : undefined;
  const dated: Condition = { ...next, lastTransitionTime: since ?? formatTime(nowMs) };
  return current === undefined ? [...conditions, dated] : conditions.map((each) => (each === current ? dated : each));
}

const TROUBLE_REASONS: Readonly<Record<string, string>> = {
  NamespaceContentRemaining: 'SomeResourcesRemain',
  NamespaceFinalizersRemaining: 'SomeFinalizersRemain',
};

function contentRemaining(remaining: readonly Remainder[]): string | undefined {
  if (remaining.length === 0) return undefined;
  const parts = remaining.map(({ resource, finalizers }) => `${resource} has ${finalizers.length} resource instances`);
  return `Some resources are remaining: ${parts.sort().join(', ')}`;
}

function finalizersRemaining(remaining: readonly Remainder[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { finalizers } of remaining) {
    for (const names of finalizers) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return undefined;
  const parts = [...counts].map(([name, count]) => `${name} in ${count} resource instances`);
  return `Some content in the namespace has finalizers remaining: ${parts.sort().join(', ')}`;
}
