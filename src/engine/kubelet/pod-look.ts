import type { Node } from '../../api/kinds/node/node.ts';
import type { Container } from '../../api/kinds/pod/container.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { ContainerStatus } from '../../api/kinds/pod/pod-status.ts';
import { isSidecar } from '../../api/kinds/pod/requests.ts';
import { withFields } from '../../lib/present.ts';
import type { World } from '../world.ts';
import { NO_RUNS, type PodWork, type Run, type StageName } from './pod-work.ts';
import { firstStatuses } from './status/container-status.ts';
import { podStatus, type Verdict } from './status/pod-status.ts';

const NO_RUN: Run = {};
const BEFORE_SANDBOX: ReadonlySet<StageName | undefined> = new Set<StageName>(['volumes', 'sandbox']);

/**
 * One look at one pod: stages change what stands here, and `write` makes one status write of it all. Container
 * statuses are replaced, never changed, so that what stays the same stays shared.
 */
export class PodLook {
  readonly world: World;
  readonly node: Node;
  readonly pod: Pod;
  /** All containers in the order in which they start: init containers first. */
  readonly containers: readonly Container[];
  readonly initCount: number;
  /** Statuses in the same order. */
  readonly statuses: ContainerStatus[];
  podIp: string;
  hasSandbox: boolean;
  work: PodWork;
  /** What the kubelet says of the pod as a whole, when it ends it. */
  verdict: Verdict | undefined;
  #isChanged: boolean;
  readonly #notes: (() => void)[] = [];

  constructor(world: World, node: Node, pod: Pod, work: PodWork) {
    const { initContainers, containers } = pod.spec;
    this.world = world;
    this.node = node;
    this.pod = pod;
    this.work = work;
    this.containers = initContainers === undefined ? containers : [...initContainers, ...containers];
    this.initCount = initContainers?.length ?? 0;
    this.podIp = pod.status?.podIP ?? '';
    this.hasSandbox = this.podIp !== '' && work.stop?.exited !== true && !BEFORE_SANDBOX.has(work.stage);
    const known = pod.status?.containerStatuses;
    this.#isChanged = known === undefined;
    this.statuses =
      known === undefined
        ? firstStatuses(this.containers, this.initCount)
        : [...(pod.status?.initContainerStatuses ?? []), ...known];
  }

  get nodeName(): string {
    return this.node.metadata.name ?? '';
  }

  get uid(): string {
    return this.pod.metadata.uid ?? '';
  }

  get isDeleting(): boolean {
    return this.pod.metadata.deletionTimestamp !== undefined;
  }

  /** Nothing is under way or must be remembered. */
  get isAtRest(): boolean {
    const { stage, stop, runs } = this.work;
    return stage === undefined && stop === undefined && runs.length === 0;
  }

  container(index: number): Container {
    return this.containers[index] as Container;
  }

  /** An init container that stays. */
  isSidecar(index: number): boolean {
    return index < this.initCount && isSidecar(this.container(index));
  }

  /** An init container that does its work and ends. */
  isRegularInit(index: number): boolean {
    return index < this.initCount && !isSidecar(this.container(index));
  }

  /** Status of a container by its place in `containers`. */
  status(index: number): ContainerStatus {
    return this.statuses[index] as ContainerStatus;
  }

  setStatus(index: number, change: Partial<ContainerStatus>): void {
    this.statuses[index] = withFields(this.status(index), change);
    this.#isChanged = true;
  }

  run(index: number): Run {
    return this.work.runs[index] ?? NO_RUN;
  }

  /** Remembers what is due for a container; an empty run is forgotten. */
  setRun(index: number, run: Run): void {
    const next = [...this.work.runs];
    while (next.length < index) next.push(undefined);
    next[index] = hasNone(run) ? undefined : run;
    while (next.length > 0 && next.at(-1) === undefined) next.pop();
    this.work = { ...this.work, runs: next.length === 0 ? NO_RUNS : next };
  }

  /** Remembers what to tell about a container; told after the status is written. */
  tell(index: number, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    const list = index < this.initCount ? 'initContainers' : 'containers';
    const fieldPath = `spec.${list}{${this.containers[index]?.name ?? ''}}`;
    this.#notes.push(() =>
      this.world.note({ about: this.pod, type, reason, message, component: 'kubelet', host: this.nodeName, fieldPath }),
    );
  }

  tellPod(reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#notes.push(() =>
      this.world.note({ about: this.pod, type, reason, message, component: 'kubelet', host: this.nodeName }),
    );
  }

  /** Writes the status if it differs, then tells. False when the API refused: nothing has happened then. */
  write(): boolean {
    const status = podStatus(this, this.#isChanged);
    if (status !== this.pod.status) {
      const written = this.world.updateStatus(pods, { ...this.pod, status });
      if (!written.ok) return false;
    }
    this.#isChanged = false;
    this.tellAll();
    return true;
  }

  tellAll(): void {
    for (const note of this.#notes.splice(0)) note();
  }
}

function hasNone(run: Run): boolean {
  for (const _key in run) return false;
  return true;
}
