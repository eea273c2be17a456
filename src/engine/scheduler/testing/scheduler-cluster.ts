/** A cluster with an API, a scheduler and nothing else: pods do not start, and end when the test ends them. */
import { events } from '../../../api/kinds/event/event.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { priorityClasses } from '../../../api/kinds/priority-class/priority-class.ts';
import { serviceAccounts } from '../../../api/kinds/service-account/service-account.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import type { KubeObject, ObjectMeta } from '../../../api/machinery/object.ts';
import { KINDS } from '../../../api/registry.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import { enableFreezing } from '../../../lib/freeze.ts';
import { formatTime } from '../../../lib/time.ts';
import { ActorWorld } from '../../actor-world.ts';
import { ADMISSION } from '../../apiserver/admission/index.ts';
import { ServiceAllocator } from '../../apiserver/service-allocator.ts';
import { Dispatcher } from '../../dispatcher.ts';
import { RunLoop } from '../../kernel/run-loop.ts';
import { Store } from '../../store/store.ts';
import { TIMINGS } from '../../timing.ts';
import type { World, WriteResult } from '../../world.ts';
import { SCHEDULER } from '../index.ts';

export const START_MS = Date.UTC(2026, 0, 1);

export class SchedulerCluster {
  readonly loop: RunLoop;
  readonly store: Store;
  readonly #world: ActorWorld;
  readonly #dispatcher: Dispatcher;

  constructor() {
    enableFreezing(true);
    this.store = new Store(new Map(KINDS.map((def) => [resourceOf(def), def.indexes])));
    this.loop = new RunLoop(START_MS, (event) => this.#dispatcher.handle(event));
    const core = {
      store: this.store,
      seed: 1,
      nowMs: () => this.loop.nowMs,
      admission: ADMISSION,
      allocators: new ServiceAllocator(this.store, 1),
      paranoid: true,
    };
    this.#world = new ActorWorld(core, this.loop.queue, TIMINGS.real, new Map());
    this.#dispatcher = new Dispatcher(this.#world, this.loop.queue, SCHEDULER);
    this.store.onCommit((change) => this.#dispatcher.notice(change));
    this.addNamespace('default');
  }

  get world(): World {
    this.#world.actor = 'user';
    this.#world.cause = 0;
    return this.#world;
  }

  addNamespace(name: string, labels: Readonly<Record<string, string>> = {}): void {
    this.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    const metadata = { name: 'default', namespace: name };
    this.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  }

  addClass(name: string, value: number, preemptionPolicy = 'PreemptLowerPriority'): void {
    const kind = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' };
    this.create(priorityClasses, { ...kind, metadata: { name }, value, preemptionPolicy });
  }

  /** A node of 4 CPUs whose zone is called `zone`. */
  addNode(name: string, zone = 'a', part: Partial<Node['spec']> = {}): Node {
    const allocatable = { cpu: '4', memory: '8Gi', pods: '110' };
    const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone };
    const status = { capacity: allocatable, allocatable };
    const metadata = { name, labels };
    const node = this.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata, spec: part, status });
    return stored(this.world.update(nodes, { ...node, spec: { ...node.spec, taints: part.taints ?? [] } }));
  }

  /** A pod that asks for some CPU: `2` or `100m`. */
  addPod(name: string, cpu: string, part: Partial<PodSpec> = {}, meta: ObjectMeta = {}): Pod {
    const containers = [{ name: 'c', image: 'i', resources: { requests: { cpu } } }];
    const metadata = { name, namespace: 'default', ...meta };
    return this.create(pods, { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, ...part } });
  }

  /** Marks a pod as started, so many seconds after the beginning. */
  started(name: string, seconds: number): void {
    const pod = this.pod(name);
    const startTime = formatTime(START_MS + seconds * 1000);
    stored(this.world.updateStatus(pods, { ...pod, status: { ...pod.status, phase: 'Running', startTime } }));
  }

  relabel(name: string, labels: Readonly<Record<string, string>>): void {
    const pod = this.pod(name);
    stored(this.world.update(pods, { ...pod, metadata: { ...pod.metadata, labels } }));
  }

  /** Ends a pod as its kubelet would. */
  end(name: string): void {
    this.world.delete(pods, this.pod(name), { graceSeconds: 0 });
  }

  run(ms = 1_000): void {
    this.loop.runUntil(this.loop.nowMs + ms);
  }

  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): T {
    return stored(this.world.create(ref, object));
  }

  pod(name: string): Pod {
    const pod = this.world.get(pods, 'default', name);
    if (pod === undefined) throw new Error(`no pod ${name}`);
    return pod;
  }

  /** Where the pods are, by name; the promised node of a pod that waits for one stands in brackets. */
  places(): Record<string, string> {
    const where = ({ spec, status }: Pod): string =>
      spec.nodeName ?? (status?.nominatedNodeName === undefined ? '' : `(${status.nominatedNodeName})`);
    return Object.fromEntries([...this.world.list(pods)].map((pod) => [pod.metadata.name ?? '', where(pod)]));
  }

  /** Messages of the events about a pod with this reason, oldest first, and how often each was told. */
  told(name: string, reason: string): readonly (readonly [message: string, count: number])[] {
    return [...this.world.list(events)]
      .filter((event) => event.involvedObject.name === name && event.reason === reason)
      .map(({ message = '', count = 1 }) => [message, count] as const);
  }
}

export function stored<T extends KubeObject>(written: WriteResult<T>): T {
  if (!written.ok) throw new Error(written.status.message);
  return written.object;
}
