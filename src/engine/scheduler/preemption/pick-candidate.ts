import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { parseTime } from '../../../lib/time.ts';

/** A node and the pods that would have to leave it, the most important first. */
export interface Candidate {
  readonly slot: number;
  readonly victims: readonly Pod[];
  /** How many of the victims a disruption budget protects. */
  readonly violations: number;
}

/** Makes all priorities positive, so that more victims are never better. */
const ABOVE_ALL = 2 ** 31;

/**
 * The node whose pods are missed least: fewest budgets broken, then the least important of the most important victims,
 * the smallest sum of priorities, fewest victims, those that started last; else the first.
 * Source: pkg/scheduler/framework/preemption/preemption.go pickOneNodeForPreemption.
 */
export function pickCandidate(candidates: readonly Candidate[], nowMs: number): Candidate | undefined {
  const costs: readonly ((candidate: Candidate) => number)[] = [
    ({ violations }) => violations,
    ({ victims }) => victims[0]?.spec.priority ?? 0,
    ({ victims }) => victims.reduce((sum, { spec }) => sum + (spec.priority ?? 0) + ABOVE_ALL, 0),
    ({ victims }) => victims.length,
    ({ victims }) => -earliestStartMs(victims, nowMs),
  ];
  let left = candidates;
  for (const cost of costs) {
    if (left.length <= 1) break;
    const values = left.map(cost);
    const least = values.reduce((low, value) => Math.min(low, value));
    left = left.filter((_, i) => values[i] === least);
  }
  return left[0];
}

/** When a pod started; one that has not, now. */
export function startMs({ status }: Pod, nowMs: number): number {
  return (status?.startTime === undefined ? undefined : parseTime(status.startTime)) ?? nowMs;
}

/** Earliest start of the most important victims. */
function earliestStartMs(victims: readonly Pod[], nowMs: number): number {
  const highest = victims[0]?.spec.priority ?? 0;
  let earliest = Number.POSITIVE_INFINITY;
  for (const victim of victims)
    if ((victim.spec.priority ?? 0) === highest) earliest = Math.min(earliest, startMs(victim, nowMs));
  return earliest;
}
