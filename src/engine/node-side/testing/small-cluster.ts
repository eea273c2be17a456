/**
 * A cluster for tests of scheduler, kubelets and proxies: the real API, store, clock and dispatcher, but no
 * controllers. What controllers would make, the test makes.
 */
import { namespaces } from '../../../api/kinds/namespace/namespace.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import { events, type Event } from '../../../api/kinds/event/event.ts';
import { serviceAccounts } from '../../../api/kinds/service-account/service-account.ts';
import { KINDS } from '../../../api/registry.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import type { KubeObject, ObjectMeta } from '../../../api/machinery/object.ts';
import type { ResourceRef } from '../../../api/resource-ref.ts';
import { enableFreezing } from '../../../lib/freeze.ts';
import { formatTime } from '../../../lib/time.ts';
import type { TimingName } from '../../../protocol/messages.ts';
import { ActorWorld } from '../../actor-world.ts';
import { ADMISSION } from '../../apiserver/admission/index.ts';
import { ServiceAllocator } from '../../apiserver/service-allocator.ts';
import { Dispatcher } from '../../dispatcher.ts';
import { RunLoop, type LoopSnapshot } from '../../kernel/run-loop.ts';
import { eventTtl } from '../../controllers/event-ttl/index.ts';
import { KUBELET } from '../../kubelet/index.ts';
import { NETWORK } from '../../network/index.ts';
import { SCHEDULER } from '../../scheduler/index.ts';
import { Store, type StoreSnapshot } from '../../store/store.ts';
import { TIMINGS } from '../../timing.ts';
import type { World, WriteResult } from '../../world.ts';

export const START_MS = Date.UTC(2026, 0, 1);

interface Saved {
  readonly store: StoreSnapshot;
  readonly loop: LoopSnapshot;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

export class SmallCluster {
  readonly timing: TimingName;
  readonly store: Store;
  readonly loop: RunLoop;
  readonly #world: ActorWorld;
  readonly #dispatcher: Dispatcher;

  constructor(timing: TimingName = 'real', saved?: Saved) {
    enableFreezing(true);
    this.timing = timing;
    this.store = new Store(new Map(KINDS.map((def) => [resourceOf(def), def.indexes])), saved?.store);
    this.loop = new RunLoop(START_MS, (event) => this.#dispatcher.handle(event), saved?.loop);
    const core = {
      store: this.store,
      seed: 1,
      nowMs: () => this.loop.nowMs,
      admission: ADMISSION,
      allocators: new ServiceAllocator(this.store, 1),
      paranoid: true,
    };
    const tables = new Map([...(saved?.tables ?? [])].map(([name, table]) => [name, new Map(table)]));
    this.#world = new ActorWorld(core, this.loop.queue, TIMINGS[timing], tables);
    this.#dispatcher = new Dispatcher(this.#world, this.loop.queue, [...SCHEDULER, ...KUBELET, ...NETWORK, eventTtl]);
    this.store.onCommit((change) => this.#dispatcher.notice(change));
    if (saved !== undefined) return;
    for (const name of ['default', 'kube-node-lease'])
      this.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    this.create(serviceAccounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: 'default' },
    });
    this.#dispatcher.start();
  }

  /** The world as a person at the API has it. */
  get world(): World {
    this.#world.actor = 'user';
    this.#world.cause = 0;
    return this.#world;
  }

  save(): Saved {
    const tables = new Map([...this.#world.tables].map(([name, table]) => [name, new Map(table)]));
    return { store: this.store.snapshot(), loop: this.loop.snapshot(), tables };
  }

  runFor(ms: number): void {
    this.loop.runUntil(this.loop.nowMs + ms);
  }

  /** Lets time pass until nothing but heartbeats is pending; returns the milliseconds it took. */
  settle(limitMs = 600_000): number {
    const fromMs = this.loop.nowMs;
    while (!this.#dispatcher.isSettled()) {
      if (this.loop.nowMs - fromMs > limitMs || !this.loop.step())
        throw new Error(`not at rest after ${this.loop.nowMs - fromMs} ms`);
    }
    return this.loop.nowMs - fromMs;
  }

  create<T extends KubeObject>(ref: ResourceRef<T>, object: T): T {
    return stored(this.world.create(ref, object));
  }

  addNode(
    name: string,
    part: Partial<Node['spec']> = {},
    labels: Readonly<Record<string, string>> = {},
    size: Readonly<Record<string, string>> = {},
  ): Node {
    const capacity = { cpu: '4', memory: '8Gi', pods: '110', ...size };
    const number = Number(/\d+$/.exec(name)?.[0] ?? 0);
    const node = this.create(nodes, {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      spec: { podCIDR: `10.244.${number}.0/24`, podCIDRs: [`10.244.${number}.0/24`], ...part },
      status: { capacity, allocatable: capacity },
    });
    // The taint that admission gave it, and that the node lifecycle controller would take away.
    return stored(this.world.update(nodes, { ...node, spec: { ...node.spec, taints: part.taints ?? [] } }));
  }

  addPod(name: string, part: Partial<PodSpec> = {}, meta: ObjectMeta = {}): Pod {
    return this.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', ...meta },
      spec: { containers: [{ name: 'web', image: 'nginx:1.29' }], ...part },
    });
  }

  pod(name: string): Pod {
    const pod = this.world.get(pods, 'default', name);
    if (pod === undefined) throw new Error(`no pod ${name}`);
    return pod;
  }

  hasPod(name: string): boolean {
    return this.world.get(pods, 'default', name) !== undefined;
  }

  /** Events about an object, as `Type Reason Message`, oldest first. */
  told(name: string): string[] {
    return this.eventsAbout(name).map(({ type, reason, message }) => `${type ?? ''} ${reason ?? ''} ${message ?? ''}`);
  }

  eventsAbout(name: string): Event[] {
    return [...this.world.list(events)].filter(({ involvedObject }) => involvedObject.name === name);
  }

  /** Seconds since the start of a time text. */
  secondsOf(text: string | undefined): number {
    return (Date.parse(text ?? formatTime(START_MS)) - START_MS) / 1000;
  }
}

export function stored<T extends KubeObject>(written: WriteResult<T>): T {
  if (!written.ok) throw new Error(written.status.message);
  return written.object;
}
