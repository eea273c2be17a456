import type { Condition } from '../../../api/kinds/shared/meta-types.ts';

/** The condition of a type, if there is one. */
export function findCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** The list without the condition of a type; the same reference when it had none. */
export function withoutCondition<C extends Condition>(conditions: readonly C[], type: string): readonly C[] {
  return findCondition(conditions, type) === undefined ? conditions : conditions.filter((each) => each.type !== type);
}

/**
 * Sets a condition as the workload controllers do: nothing happens while status and reason stay the same, the
 * transition time moves only with the status, and what changed goes to the end of the list.
 * Source: pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition (replica_set_utils.go has its like).
 */
export function setCondition<C extends Condition>(conditions: readonly C[], next: C): readonly C[] {
  const current = findCondition(conditions, next.type);
  if (current !== undefined && current.status === next.status && current.reason === next.reason) return conditions;
  const { lastTransitionTime } = current?.status === next.status ? current : next;
  const kept = conditions.filter((each) => each.type !== next.type);
  return [...kept, lastTransitionTime === undefined ? next : { ...next, lastTransitionTime }];
}
