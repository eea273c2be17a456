import type { Node } from '../../api/kinds/node/node.ts';
import type { Container } from '../../api/kinds/pod/container.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { ContainerStatus } from '../../api/kinds/pod/pod-status.ts';
import type { World } from '../world.ts';
import type { PodWork } from './pod-work.ts';
import { firstStatuses } from './status/container-status.ts';
import { podStatus } from './status/pod-status.ts';

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
    this.hasSandbox = this.podIp !== '' && work.stop?.exited !== true;
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

  /** Status of a container by its place in `containers`. */
  status(index: number): ContainerStatus {
    return this.statuses[index] as ContainerStatus;
  }

  setStatus(index: number, change: Partial<ContainerStatus>): void {
    this.statuses[index] = { ...this.status(index), ...change };
    this.#isChanged = true;
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
