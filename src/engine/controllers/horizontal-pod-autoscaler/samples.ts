import { isPodTerminal, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Container } from '../../../api/kinds/pod/container.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { amountsOf, isSidecar, podRequests } from '../../../api/kinds/pod/requests.ts';
import { fail, isFailure, type Failure } from '../../../api/machinery/failure.ts';
import { parseTime } from '../../../lib/time.ts';
import { containerUsage, METRIC_WINDOW_MS, UsageReader } from '../../metrics/usage.ts';
import type { World } from '../../world.ts';
import type { Sample } from './propose.ts';

/** Source: podautoscaler/config/v1alpha1/defaults.go. */
const CPU_INITIALIZATION_MS = 300_000;
const INITIAL_READINESS_DELAY_MS = 30_000;

/**
 * The Pods with what they use and ask for, or why that cannot be told. `container`: only that one of each Pod.
 * CPU in thousandths, memory in bytes. Source: replica_calculator.go groupPods, calculateRequests.
 */
export function samplesOf(
  world: World,
  selected: readonly Pod[],
  resource: string,
  container: string | undefined,
  needsRequests: boolean,
): readonly Sample[] | Failure {
  const reader = new UsageReader(world);
  const values = selected.map((pod) => valueOf(reader, pod, resource, container));
  if (values.every((value) => value === undefined)) {
    return fail(`unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`);
  }
  const samples: Sample[] = [];
  for (const [i, pod] of selected.entries()) {
    const value = values[i];
    const request = needsRequests ? requestOf(pod, resource, container) : 0;
    if (isFailure(request)) return request;
    samples.push({ group: groupOf(pod, value, resource, world.nowMs), value: value ?? 0, request });
  }
  return samples;
}

function valueOf(reader: UsageReader, pod: Pod, resource: string, container: string | undefined): number | undefined {
  const whole = reader.of(pod);
  const usage = whole === undefined || container === undefined ? whole : containerUsage(pod, whole, container);
  if (resource === 'cpu') return usage?.cpuMillis;
  return resource === 'memory' ? usage?.memoryBytes : undefined;
}

function groupOf(pod: Pod, value: number | undefined, resource: string, nowMs: number): Sample['group'] {
  if (pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return 'ignored';
  if ((pod.status?.phase ?? 'Pending') === 'Pending') return 'unready';
  if (value === undefined) return 'missing';
  return resource === 'cpu' && isCpuUnready(pod, nowMs) ? 'unready' : 'ready';
}

/** While a Pod starts, its CPU says nothing about its load. */
function isCpuUnready(pod: Pod, nowMs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  const startMs = parseTime(pod.status?.startTime);
  if (ready === undefined || startMs === undefined) return true;
  const changedMs = parseTime(ready.lastTransitionTime) ?? 0;
  if (startMs + CPU_INITIALIZATION_MS > nowMs) return ready.status === 'False' || nowMs < changedMs + METRIC_WINDOW_MS;
  return ready.status === 'False' && startMs + INITIAL_READINESS_DELAY_MS > changedMs;
}

function requestOf({ metadata, spec }: Pod, resource: string, container: string | undefined): number | Failure {
  const name = metadata.name ?? '';
  if (container === undefined && spec.resources?.requests !== undefined) {
    const whole = podRequests(spec)[resource];
    return whole ?? fail(`missing pod-level request for ${resource} in Pod ${name}`);
  }
  const counted = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  let total = 0;
  let isFound = container === undefined;
  for (const each of counted) {
    if (container !== undefined && each.name !== container) continue;
    const request = containerRequest(each, resource);
    if (request === undefined) return fail(`missing request for ${resource} in container ${each.name} of Pod ${name}`);
    total += request;
    isFound = true;
  }
  return isFound ? total : fail(`container ${container ?? ''} not found in Pod ${name}`);
}

function containerRequest({ resources }: Container, resource: string): number | undefined {
  return amountsOf(resources?.requests)[resource];
}
