/**
 * What Pods use of CPU and memory, for the autoscaler and for `kubectl top`. Nothing runs in a simulation, so usage is
 * told by annotations, as data:
 *
 * - `sim.kubarium.dev/cpu` and `sim.kubarium.dev/memory` on a Pod (or in a template): its own usage, a quantity (`250m`, `100Mi`).
 * - `sim.kubarium.dev/load` on a workload: CPU in all (`1500m`), which its ready Pods share; more Pods mean less for each.
 *   The workload that stands highest above a Pod counts (a Deployment, whose annotations its ReplicaSets carry as well).
 * - Without any of them a Pod idles at a small part of its request.
 *
 * Promises: a pure answer to the stored objects and the time, the same for everybody who asks; no more CPU than the
 * limits allow; Pods that do not run, or only just began to, have no answer, as with the real metrics server.
 * It does not follow containers, and it remembers nothing.
 */
import { isPodReady } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { amountsOf, podRequests } from '../../api/kinds/pod/requests.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { controllerOf, splitApiVersion, type KubeObject } from '../../api/machinery/object.ts';
import { milliOf, parseQuantity, unitsOf } from '../../api/machinery/quantity.ts';
import { KINDS } from '../../api/registry.ts';
import { resourceRef, type ResourceRef } from '../../api/resource-ref.ts';
import { parseTime } from '../../lib/time.ts';
import type { World } from '../world.ts';

export interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

const CPU_ANNOTATION = 'sim.kubarium.dev/cpu';
const MEMORY_ANNOTATION = 'sim.kubarium.dev/memory';
const LOAD_ANNOTATION = 'sim.kubarium.dev/load';

/** One sample covers this time, so a Pod has none before. Source: metrics-server --metric-resolution. */
export const METRIC_WINDOW_MS = 15_000;

/** An idle Pod's part of its request, and what it uses without one. */
const IDLE_CPU_PART = 0.1;
const IDLE_MEMORY_PART = 0.25;
const IDLE: Usage = { cpuMillis: 1, memoryBytes: 10 * 1024 * 1024 };
/** Pod, ReplicaSet, Deployment: nothing stands higher. */
const OWNERS_MAX = 3;

/**
 * Usage of one Pod. `shareMillis` is its part of its workload's load, if that has one. Undefined when there is no
 * sample of it (not running, or for less than a window).
 */
export function usageOf(pod: Pod, nowMs: number, shareMillis?: number): Usage | undefined {
  const { status, metadata, spec } = pod;
  const startMs = parseTime(status?.startTime);
  if (status?.phase !== 'Running' || startMs === undefined || startMs + METRIC_WINDOW_MS > nowMs) return undefined;
  const requests = podRequests(spec);
  const idleCpu = requests['cpu'] === undefined ? IDLE.cpuMillis : requests['cpu'] * IDLE_CPU_PART;
  const idleMemory = requests['memory'] === undefined ? IDLE.memoryBytes : requests['memory'] * IDLE_MEMORY_PART;
  const cpu = quantityIn(metadata.annotations?.[CPU_ANNOTATION], milliOf) ?? shareMillis ?? idleCpu;
  const memory = quantityIn(metadata.annotations?.[MEMORY_ANNOTATION], unitsOf) ?? idleMemory;
  return { cpuMillis: Math.floor(Math.min(cpu, cpuLimitMillis(spec))), memoryBytes: Math.floor(memory) };
}

/** Usage of one container: its part of the Pod's by what it requests, or an equal part. Undefined when it is not in the Pod. */
export function containerUsage({ spec }: Pod, usage: Usage, container: string): Usage | undefined {
  const index = spec.containers.findIndex(({ name }) => name === container);
  if (index < 0) return undefined;
  const part = (resource: string): number => {
    const asked = spec.containers.map(({ resources }) => amountsOf(resources?.requests)[resource] ?? 0);
    const total = asked.reduce((sum, each) => sum + each, 0);
    return total === 0 ? 1 / asked.length : (asked[index] ?? 0) / total;
  };
  return {
    cpuMillis: Math.floor(usage.cpuMillis * part('cpu')),
    memoryBytes: Math.floor(usage.memoryBytes * part('memory')),
  };
}

/** Reads the usage of many Pods at one moment; asks for the load of a workload only once. */
export class UsageReader {
  readonly #world: World;
  readonly #shares = new Map<string, number | undefined>();

  constructor(world: World) {
    this.#world = world;
  }

  of(pod: Pod): Usage | undefined {
    return usageOf(pod, this.#world.nowMs, isPodReady(pod) ? this.#share(pod, OWNERS_MAX) : undefined);
  }

  /** The part of one ready Pod below `object` in the load of what stands highest above it. */
  #share(object: KubeObject, levels: number): number | undefined {
    const owner = controllerOf(object.metadata);
    if (owner === undefined || levels === 0) return undefined;
    if (this.#shares.has(owner.uid)) return this.#shares.get(owner.uid);
    const ref = REFS.get(`${splitApiVersion(owner.apiVersion).group}/${owner.kind}`);
    const stored = ref === undefined ? undefined : this.#world.get(ref, object.metadata.namespace ?? '', owner.name);
    const share = stored?.metadata.uid === owner.uid ? this.#shareOf(stored, levels) : undefined;
    this.#shares.set(owner.uid, share);
    return share;
  }

  #shareOf(workload: KubeObject, levels: number): number | undefined {
    if (controllerOf(workload.metadata) !== undefined) return this.#share(workload, levels - 1);
    const load = quantityIn(workload.metadata.annotations?.[LOAD_ANNOTATION], milliOf);
    return load === undefined ? undefined : load / Math.max(1, this.#countReady(workload.metadata.uid ?? '', levels));
  }

  /** Ready Pods that an owner controls, itself or through others. */
  #countReady(uid: string, levels: number): number {
    let count = 0;
    for (const pod of this.#world.indexed(pods, 'owner', uid)) if (takesLoad(pod)) count++;
    if (count > 0 || levels <= 1) return count;
    for (const ref of BETWEEN)
      for (const owned of this.#world.indexed(ref, 'owner', uid))
        count += this.#countReady(owned.metadata.uid ?? '', levels - 1);
    return count;
  }
}

const REFS: ReadonlyMap<string, ResourceRef<KubeObject>> = new Map(
  KINDS.map(({ group, version, plural, kind, namespaced }) => [
    `${group}/${kind}`,
    resourceRef<KubeObject>(group, version, plural, kind, namespaced),
  ]),
);
/** What stands between a workload and its Pods. */
const BETWEEN = ['apps/ReplicaSet', 'batch/Job'].flatMap((name) => REFS.get(name) ?? []);

function takesLoad(pod: Pod): boolean {
  return isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** The limit of the Pod, when all its containers have one: above it they are throttled. */
function cpuLimitMillis({ containers }: PodSpec): number {
  let total = 0;
  for (const { resources } of containers) total += amountsOf(resources?.limits)['cpu'] ?? Number.POSITIVE_INFINITY;
  return total;
}

function quantityIn(text: string | undefined, unit: typeof milliOf): number | undefined {
  if (text === undefined) return undefined;
  const quantity = parseQuantity(text);
  return isFailure(quantity) || quantity.nanos < 0n ? undefined : unit(quantity);
}
