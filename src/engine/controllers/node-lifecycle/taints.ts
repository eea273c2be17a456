import type { Node, Taint } from '../../../api/kinds/node/node.ts';
import { formatTime } from '../../../lib/time.ts';
import { findCondition } from '../shared/conditions.ts';
import { readyCondition } from './readiness.ts';

/** Source: core/v1 well_known_taints.go. */
export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Conditions that are bad when True. Source: node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap. */
const PRESSURES: readonly (readonly [condition: string, taint: string])[] = [
  ['MemoryPressure', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure', 'node.kubernetes.io/pid-pressure'],
];
export const NO_TAINTS: readonly Taint[] = [];
const MANAGED: ReadonlySet<string> = new Set([
  NOT_READY,
  UNREACHABLE,
  UNSCHEDULABLE,
  ...PRESSURES.map(([, taint]) => taint),
]);

/** Keys of the NoSchedule taints that the node's state asks for. Source: doNoScheduleTaintingPass. */
export function noScheduleKeys(node: Node): readonly string[] {
  const keys: string[] = [];
  // A node that has not reported yet stays closed, as admission made it.
  const ready = readyCondition(node)?.status ?? 'False';
  if (ready !== 'True') keys.push(ready === 'Unknown' ? UNREACHABLE : NOT_READY);
  for (const [condition, taint] of PRESSURES) {
    if (findCondition(node.status?.conditions, condition)?.status === 'True') keys.push(taint);
  }
  if (node.spec.unschedulable === true) keys.push(UNSCHEDULABLE);
  return keys;
}

/** Key of the NoExecute taint that the node's state asks for. Source: processTaintBaseEviction. */
export function noExecuteKey(node: Node): string | undefined {
  const status = readyCondition(node)?.status;
  if (status === undefined || status === 'True') return undefined;
  return status === 'Unknown' ? UNREACHABLE : NOT_READY;
}

/** Key of the NoExecute taint that this controller has put on the node. */
export function presentNoExecuteKey(node: Node): string | undefined {
  return node.spec.taints?.find(
    (taint) => taint.effect === 'NoExecute' && (taint.key === NOT_READY || taint.key === UNREACHABLE),
  )?.key;
}

/** The node's taints as they should be, those of others untouched; the same reference (NO_TAINTS for none) when they are so. */
export function taintsAfter(
  node: Node,
  noSchedule: readonly string[],
  noExecute: string | undefined,
  nowMs: number,
): readonly Taint[] {
  const present = node.spec.taints ?? NO_TAINTS;
  const isWanted = ({ key, effect }: Taint): boolean => {
    if (effect === 'NoSchedule' && MANAGED.has(key)) return noSchedule.includes(key);
    if (effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE)) return key === noExecute;
    return true;
  };
  const kept = present.filter(isWanted);
  const has = (key: string, effect: string): boolean =>
    kept.some((taint) => taint.key === key && taint.effect === effect);
  const timeAdded = formatTime(nowMs);
  const added = noSchedule
    .filter((key) => !has(key, 'NoSchedule'))
    .map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded }));
  const evicting: readonly Taint[] =
    noExecute === undefined || has(noExecute, 'NoExecute') ? [] : [{ key: noExecute, effect: 'NoExecute', timeAdded }];
  return added.length + evicting.length === 0 && kept.length === present.length
    ? present
    : [...kept, ...added, ...evicting];
}
