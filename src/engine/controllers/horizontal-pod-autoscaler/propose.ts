import { fail, isFailure, type Failure } from '../../../api/machinery/failure.ts';

/** How far usage may be from its target without anything happening, as parts of 1. */
export interface Tolerances {
  readonly down: number;
  readonly up: number;
}

/** A Pod as the calculation sees it. Source: replica_calculator.go groupPods. */
export interface Sample {
  readonly group: 'ready' | 'unready' | 'missing' | 'ignored';
  /** Usage in the unit of the target; only for `ready` it counts. */
  readonly value: number;
  /** What the Pod asks for, in the same unit. */
  readonly request: number;
}

export interface Target {
  /** Percent of the requests, or usage of one Pod. */
  readonly kind: 'utilization' | 'average';
  readonly amount: number;
}

export interface Proposal {
  readonly replicas: number;
  readonly average: number;
  readonly utilization?: number;
}

interface Ratio {
  readonly ratio: number;
  readonly average: number;
  readonly utilization?: number;
}

/**
 * How many replicas bring usage to its target. Pods without a sample are taken for idle when that makes the answer
 * smaller, and for busy when it makes it larger, so that they never drive a change themselves.
 * Source: pkg/controller/podautoscaler/replica_calculator.go GetResourceReplicas, calcPlainMetricReplicas.
 */
export function propose(
  samples: readonly Sample[],
  current: number,
  target: Target,
  tolerances: Tolerances,
): Proposal | Failure {
  const groups = groupBy(samples);
  if (groups.ready.length === 0) return fail('did not receive metrics for targeted pods (pods might be unready)');
  const first = ratioOf(groups.ready, target);
  if (isFailure(first)) return first;
  const { ratio, ...figures } = first;
  const hasUnready = groups.unready.length > 0 && ratio > 1;
  const stay: Proposal = { replicas: current, ...figures };
  if (!hasUnready && groups.missing.length === 0) {
    if (isWithin(ratio, tolerances)) return stay;
    return { replicas: Math.ceil(ratio * groups.ready.length), ...figures };
  }
  const filled = [...groups.ready];
  if (ratio < 1) filled.push(...groups.missing.map((sample) => asBusy(sample, target)));
  else if (ratio > 1) filled.push(...groups.missing.map(asIdle));
  if (hasUnready) filled.push(...groups.unready.map(asIdle));
  const second = ratioOf(filled, target);
  if (isFailure(second)) return second;
  const after = second.ratio;
  const hasTurned = (ratio < 1 && after > 1) || (ratio > 1 && after < 1);
  if (isWithin(after, tolerances) || hasTurned) return stay;
  const replicas = Math.ceil(after * filled.length);
  const isBackwards = (after < 1 && replicas > current) || (after > 1 && replicas < current);
  return isBackwards ? stay : { replicas, ...figures };
}

/** Source: metrics/utilization.go GetResourceUtilizationRatio, GetMetricUsageRatio. */
function ratioOf(samples: readonly Sample[], { kind, amount }: Target): Ratio | Failure {
  let used = 0;
  let requested = 0;
  for (const { value, request } of samples) {
    used += value;
    requested += request;
  }
  const average = Math.floor(used / samples.length);
  if (kind === 'average') return { ratio: average / amount, average };
  if (requested === 0) return fail('no metrics returned matched known pods');
  const utilization = Math.floor((used * 100) / requested);
  return { ratio: utilization / amount, average, utilization };
}

/** On the way down a Pod without a sample counts as using all that it asks for, or the target if that is more. */
function asBusy(sample: Sample, { kind, amount }: Target): Sample {
  const value = kind === 'average' ? amount : Math.floor((sample.request * Math.max(100, amount)) / 100);
  return { ...sample, value };
}

function asIdle(sample: Sample): Sample {
  return { ...sample, value: 0 };
}

function isWithin(ratio: number, { down, up }: Tolerances): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

function groupBy(samples: readonly Sample[]): Readonly<Record<Sample['group'], readonly Sample[]>> {
  const groups: Record<Sample['group'], Sample[]> = { ready: [], unready: [], missing: [], ignored: [] };
  for (const sample of samples) groups[sample.group].push(sample);
  return groups;
}
