import type { Container } from '../../api/kinds/pod/container.ts';
import type { Pod } from '../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { podRequests as amountsOfPod, type Amounts } from '../../api/kinds/pod/requests.ts';
import type { ResourceList } from '../../api/kinds/shared/meta-types.ts';

/** What a pod asks of a node, in the form that the filters and scores compare. */
export interface PodRequests {
  /** Equal requests have the same number, from 1 on. */
  readonly id: number;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Other resources by name, such as `example.com/gpu`. */
  readonly extended: ReadonlyMap<string, number> | undefined;
  /** A container without a request counts with a default here: for scores only. */
  readonly scoredCpuMillis: number;
  readonly scoredMemoryBytes: number;
}

/** Source: pkg/scheduler/util/pod_resources.go. */
const DEFAULTS: ResourceList = { cpu: '100m', memory: String(200 * 1024 * 1024) };

const known = new WeakMap<Amounts, PodRequests>();
/** Pods that ask for the same share one object, so that what depends on requests alone can be kept. */
const shared = new Map<string, PodRequests>();
const SHARED_MAX = 10_000;
let nextId = 1;

/** Requests of a pod, computed once for each list of containers. Source: pkg/scheduler/framework/types.go calculateResource. */
export function podRequests({ spec }: Pod): PodRequests {
  const amounts = amountsOfPod(spec);
  const hit = known.get(amounts);
  if (hit !== undefined) return hit;
  const scored = amountsOfPod(withDefaults(spec));
  const requests = share({
    cpuMillis: amounts['cpu'] ?? 0,
    memoryBytes: amounts['memory'] ?? 0,
    ephemeralBytes: amounts['ephemeral-storage'] ?? 0,
    extended: extendedOf(amounts),
    scoredCpuMillis: scored['cpu'] ?? 0,
    scoredMemoryBytes: scored['memory'] ?? 0,
  });
  known.set(amounts, requests);
  return requests;
}

function share(wanted: Omit<PodRequests, 'id'>): PodRequests {
  const { extended, ...plain } = wanted;
  const content = `${Object.values(plain).join(' ')} ${[...(extended ?? [])].join(' ')}`;
  const same = shared.get(content);
  if (same !== undefined) return same;
  if (shared.size >= SHARED_MAX) shared.clear();
  const requests = { id: nextId++, ...wanted };
  shared.set(content, requests);
  return requests;
}

function withDefaults(spec: PodSpec): PodSpec {
  const fill = (container: Container): Container => {
    return {
      ...container,
      resources: { ...container.resources, requests: { ...DEFAULTS, ...container.resources?.requests } },
    };
  };
  const containers = spec.containers.map(fill);
  return spec.initContainers === undefined
    ? { ...spec, containers }
    : { ...spec, containers, initContainers: spec.initContainers.map(fill) };
}

function extendedOf(amounts: Amounts): ReadonlyMap<string, number> | undefined {
  let extended: Map<string, number> | undefined;
  for (const name in amounts) {
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') continue;
    (extended ??= new Map()).set(name, amounts[name] ?? 0);
  }
  return extended;
}
