import { isFailure } from '../../machinery/failure.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import { byContainers } from './by-containers.ts';
import type { ResourceRequirements } from './container.ts';
import type { PodSpec } from './pod-spec.ts';
import type { QosClass } from './pod-status.ts';

const COUNTED = ['cpu', 'memory'] as const;

/**
 * The quality-of-service class: Guaranteed when every container limits CPU and memory and requests the same, BestEffort when none
 * asks for anything, else Burstable. Requests and limits of the whole Pod count instead of its containers' when they are set.
 * Source: pkg/apis/core/helper/qos ComputePodQOS.
 */
export const qosClassOf: (spec: PodSpec) => QosClass = byContainers(computeQos);

function computeQos(spec: PodSpec): QosClass {
  const requests = new Map<string, bigint>();
  const limits = new Map<string, bigint>();
  let allLimited = true;
  for (const resources of requirementsOf(spec)) {
    collect(requests, resources?.requests);
    if (collect(limits, resources?.limits) < COUNTED.length) allLimited = false;
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  if (!allLimited || requests.size !== limits.size) return 'Burstable';
  for (const [name, amount] of requests) if (limits.get(name) !== amount) return 'Burstable';
  return 'Guaranteed';
}

function requirementsOf(spec: PodSpec): readonly (ResourceRequirements | undefined)[] {
  const own = spec.resources;
  if (own !== undefined && (own.requests !== undefined || own.limits !== undefined)) return [own];
  const containers = spec.initContainers === undefined ? spec.containers : [...spec.containers, ...spec.initContainers];
  return containers.map((container) => container.resources);
}

/** Adds the positive amounts; says how many there were. */
function collect(total: Map<string, bigint>, list: ResourceList | undefined): number {
  let found = 0;
  if (list === undefined) return found;
  for (const name of COUNTED) {
    const text = list[name];
    if (text === undefined) continue;
    const quantity = parseQuantity(text);
    if (isFailure(quantity) || quantity.nanos <= 0n) continue;
    total.set(name, (total.get(name) ?? 0n) + quantity.nanos);
    found++;
  }
  return found;
}
