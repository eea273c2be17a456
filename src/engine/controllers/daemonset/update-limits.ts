import type { DaemonSet } from '../../../api/kinds/daemon-set/daemon-set.ts';
import { isFailure } from '../../../api/machinery/failure.ts';
import { resolveIntOrPercent, type IntOrPercent } from '../../../api/machinery/int-or-percent.ts';

/** May two Pods of the daemon share a node while it is updated? Source: pkg/controller/daemon/util/daemonset_util.go AllowsSurge. */
export function allowsSurge(set: DaemonSet): boolean {
  return updateLimits(set, 1).surge > 0;
}

/**
 * How many Pods a rolling update may add or take away at once on `desired` nodes; percentages are rounded up. Both 0
 * would stop every update, so one Pod may then be missing. Source: update.go updatedDesiredNodeCounts.
 */
export function updateLimits(
  { spec }: DaemonSet,
  desired: number,
): { readonly surge: number; readonly unavailable: number } {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate' || rollingUpdate === undefined) return { surge: 0, unavailable: 0 };
  const surge = resolved(rollingUpdate.maxSurge, desired);
  const unavailable = resolved(rollingUpdate.maxUnavailable, desired);
  return { surge, unavailable: desired > 0 && surge + unavailable === 0 ? 1 : unavailable };
}

function resolved(value: IntOrPercent | undefined, total: number): number {
  const number = value === undefined ? 0 : resolveIntOrPercent(value, total, 'up');
  return isFailure(number) ? 0 : number;
}
