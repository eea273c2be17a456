/**
 * Controllers on a real store and API server, without scheduler, kubelets and network: a test plays those by hand, so
 * that it decides what a Pod does and when.
 */
import { resourceOf } from '../../../api/kind-def.ts';
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { events } from '../../../api/kinds/event/event.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { KINDS } from '../../../api/registry.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import { enableFreezing } from '../../../lib/freeze.ts';
import { formatTime } from '../../../lib/time.ts';
import { ActorWorld } from '../../actor-world.ts';
import type { AdmissionPlugin, Core } from '../../apiserver/core.ts';
import { namespaceLifecycle } from '../../apiserver/admission/namespace-lifecycle.ts';
import { Dispatcher } from '../../dispatcher.ts';
import { RunLoop } from '../../kernel/run-loop.ts';
import { Store } from '../../store/store.ts';
import { TIMINGS, type Timing } from '../../timing.ts';
import type { Reconciler, WriteResult } from '../../world.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
/** Looks at one instant after which a test gives up: two controllers write against each other. */
const LOOKS_MAX = 200_000;

export interface ControlPlaneOptions {
  readonly timing?: Partial<Timing>;
  readonly admission?: readonly AdmissionPlugin[];
  readonly nodes?: readonly string[];
}

export class ControlPlane {
  readonly store: Store;
  readonly world: ActorWorld;
  readonly #reconcilers: readonly Reconciler[];
  readonly #loop: RunLoop;
  readonly #dispatcher: Dispatcher;
  #addresses = 1;

  constructor(reconcilers: readonly Reconciler[], options: ControlPlaneOptions = {}) {
    enableFreezing(true);
    this.#reconcilers = reconcilers;
    this.store = new Store(new Map(KINDS.map((def) => [resourceOf(def), def.indexes])));
    this.#loop = new RunLoop(START_MS, (event) => this.#dispatcher.handle(event));
    const core: Core = {
      store: this.store,
      seed: 7,
      nowMs: () => this.#loop.nowMs,
      admission: [namespaceLifecycle, ...(options.admission ?? [])],
      allocators: { create: (_def, object) => object, update: (_def, next) => next },
      paranoid: true,
    };
    this.world = new ActorWorld(core, this.#loop.queue, { ...TIMINGS.instant, ...options.timing }, new Map());
    this.#dispatcher = new Dispatcher(this.world, this.#loop.queue, reconcilers);
    this.store.onCommit((change) => this.#dispatcher.notice(change));
    this.world.actor = 'test';
    for (const name of ['default', 'kube-node-lease'])
      this.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const name of options.nodes ?? []) this.addNode(name);
    this.#dispatcher.start();
    this.settle();
  }

  get nowMs(): number {
    return this.#loop.nowMs;
  }

  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): T {
    return ok(this.#as(() => this.world.create(ref, object)));
  }

  update<T extends KubeObject>(ref: ResourceRef<T>, next: T): T {
    return ok(this.#as(() => this.world.update(ref, next)));
  }

  updateStatus<T extends KubeObject>(ref: ResourceRef<T>, next: T): T {
    return ok(this.#as(() => this.world.updateStatus(ref, next)));
  }

  delete<T extends KubeObject>(
    ref: ResourceRef<T>,
    object: T,
    propagation?: 'Background' | 'Foreground' | 'Orphan',
    graceSeconds?: number,
  ): void {
    const options = {
      ...(propagation === undefined ? {} : { propagation }),
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
    };
    ok(this.#as(() => this.world.delete(ref, object, options)));
  }

  /** Objects of a resource in order of arrival. */
  all<T extends KubeObject>(ref: ResourceRef<T>): readonly T[] {
    return [...this.world.list(ref)];
  }

  get<T extends KubeObject>(ref: ResourceRef<T>, name: string, namespace = 'default'): T {
    const found = this.world.get(ref, namespace, name);
    if (found === undefined) throw new Error(`no ${ref.kind} ${name}`);
    return found;
  }

  addNode(name: string, zone = 'zone-a'): Node {
    const node: Node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
      spec: {},
      status: {
        conditions: [
          { type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: formatTime(this.nowMs) },
        ],
      },
    };
    return this.create(nodes, node);
  }

  /** Plays scheduler and kubelet: every active Pod gets a node and an address and is ready. */
  runPods(isReady: (pod: Pod) => boolean = () => true, node = 'node-1'): void {
    for (const pod of this.all(pods)) {
      if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Running') continue;
      const bound = pod.spec.nodeName === undefined ? ok(this.#as(() => this.world.bind(pod, node))) : pod;
      this.setPod(bound as Pod, isReady(pod));
    }
  }

  /** Sets the readiness of one Pod, with an address when it has none. */
  setPod(pod: Pod, isReady: boolean): Pod {
    const ip = pod.status?.podIP ?? `10.244.0.${++this.#addresses}`;
    const now = formatTime(this.nowMs);
    const others = (pod.status?.conditions ?? []).filter((each) => each.type !== 'Ready');
    const ready = { type: 'Ready', status: isReady ? ('True' as const) : ('False' as const), lastTransitionTime: now };
    return this.updateStatus(pods, {
      ...pod,
      status: { ...pod.status, phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [...others, ready] },
    });
  }

  /** Plays the kubelets' last part: Pods under deletion go. */
  endPods(): void {
    for (const pod of this.all(pods))
      if (pod.metadata.deletionTimestamp !== undefined) this.delete(pods, pod, undefined, 0);
  }

  /** Everything that is due now. */
  settle(): void {
    for (let looks = 0; ; looks++) {
      const next = this.#loop.queue.peek();
      if (next === undefined || next.atMs > this.nowMs) return;
      if (looks > LOOKS_MAX) throw new Error(`no rest: ${next.handler} looks at ${next.key} again and again`);
      this.#loop.step();
    }
  }

  run(ms: number): void {
    this.#loop.runUntil(this.nowMs + ms);
  }

  /** Settles with Pods that start and end at once, as often as it takes. */
  converge(rounds = 60): void {
    for (let round = 0; round < rounds; round++) {
      const before = this.store.rv;
      this.settle();
      this.runPods();
      this.endPods();
      if (this.store.rv === before) return;
    }
    throw new Error(`no rest after ${rounds} rounds`);
  }

  /** `Reason: message` of the events about an object, oldest first. */
  eventsOf(name: string): readonly string[] {
    return this.all(events)
      .filter((event) => event.involvedObject.name === name)
      .map((event) => `${event.reason ?? ''}: ${event.message ?? ''}`);
  }

  /** Lets every controller look at everything once more. Returns who wrote what: nobody and nothing, if all is well. */
  secondLook(): readonly string[] {
    this.settle();
    const findings: string[] = [];
    for (const reconciler of this.#reconcilers) {
      this.world.actor = reconciler.name;
      for (const { resource, keys } of reconciler.watches) {
        for (const [key, next] of this.store.collection(resource).objects) {
          const change = { rv: this.store.rv, atMs: this.nowMs, resource, key, next, actor: 'test', cause: 0 };
          for (const target of keys(change, this.world)) {
            const before = this.store.rv;
            reconciler.reconcile(this.world, target);
            if (this.store.rv !== before)
              findings.push(`${reconciler.name} at ${target} writes ${this.store.log.entries().at(-1)?.key ?? ''}`);
          }
        }
      }
    }
    return findings;
  }

  #as<T>(work: () => T): T {
    this.world.actor = 'test';
    this.world.cause = 0;
    return work();
  }
}

function ok<T extends KubeObject>(written: WriteResult<T>): T {
  if (!written.ok) throw new Error(written.status.message ?? 'refused');
  return written.object;
}
