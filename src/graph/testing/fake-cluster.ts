/**
 * A made-up cluster that keeps rows and gives deltas: to look at the stage, and to measure it, without an engine. It
 * knows just enough to be consistent: slices follow pods, counts follow pods, proxies follow slices when told to.
 */
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { PodRow, PodState, Row, ServiceRow, WorkloadRow } from '../../api/row.ts';
import type { Delta } from '../../protocol/delta.ts';
import {
  deltaOf,
  endpointRow,
  nodeRow,
  podKey,
  podRow,
  proxyRow,
  serviceKey,
  serviceRow,
  sliceKey,
  sliceRow,
  workloadRow,
} from './rows.ts';

const START_MS = Date.UTC(2026, 6, 1);

export class FakeCluster {
  nowMs = START_MS;
  #rv = 100;
  #serial = 0;
  readonly #rows = new Map<ObjectKey, Row>();
  readonly #upserts = new Map<ObjectKey, Row>();
  readonly #deletes = new Set<ObjectKey>();
  readonly #addresses = new Map<string, number>();

  put(row: Row): void {
    const stamped = { ...row, rv: ++this.#rv };
    this.#rows.set(row.key, stamped);
    this.#upserts.set(row.key, stamped);
    this.#deletes.delete(row.key);
  }

  drop(key: ObjectKey): void {
    this.#rows.delete(key);
    this.#upserts.delete(key);
    this.#deletes.add(key);
  }

  /** Everything since the last delta. */
  take(reset = false): Delta {
    const upserts = reset ? [...this.#rows.values()] : [...this.#upserts.values()];
    const delta = deltaOf(upserts, { deletes: [...this.#deletes], nowMs: this.nowMs, toRv: this.#rv, reset });
    this.#upserts.clear();
    this.#deletes.clear();
    return delta;
  }

  nodes(count: number): void {
    for (let i = 1; i <= count; i++) {
      this.put(nodeRow(`node-${i}`, { ip: `172.18.0.${i + 1}`, podCidr: `10.244.${i}.0/24`, createdMs: START_MS }));
    }
  }

  deployment(name: string, image: string, desired: number, revisions: readonly number[] = [1]): void {
    const createdMs = this.nowMs + ++this.#serial;
    this.put(
      workloadRow('Deployment', name, {
        desired,
        images: [image],
        labels: { app: name },
        revision: revisions.at(-1) ?? 1,
        createdMs,
      }),
    );
    for (const revision of revisions) {
      const hash = hashOf(name, revision);
      this.put(
        workloadRow('ReplicaSet', `${name}-${hash}`, {
          ownerUid: `uid-Deployment-${name}`,
          revision,
          templateHash: hash,
          images: [image],
          createdMs: createdMs + revision,
        }),
      );
    }
  }

  pod(app: string, revision: number, state: PodState, node: string, over: Partial<PodRow> = {}): string {
    const hash = hashOf(app, revision);
    const name = `${app}-${hash}-${tailOf(++this.#serial)}`;
    const addressed = node !== '' && state !== 'creating' && state !== 'unscheduled';
    this.put(
      podRow(name, {
        node,
        state,
        status: STATUS[state],
        ip: addressed ? this.#address(node) : '',
        ownerUid: `uid-ReplicaSet-${app}-${hash}`,
        ownerKind: 'ReplicaSet',
        ownerName: `${app}-${hash}`,
        templateHash: hash,
        labels: { app },
        createdMs: this.nowMs + this.#serial,
        containers: [
          {
            name: app,
            image: `${app}:1`,
            state: addressed ? 'running' : 'waiting',
            reason: '',
            ready: state === 'ready',
            restarts: 0,
            init: false,
          },
        ],
        ...(state === 'terminating' ? { deletionMs: this.nowMs + 20_000, graceSeconds: 30 } : {}),
        ...over,
      }),
    );
    return name;
  }

  /** Changes a pod's row, and gives it an address when it starts to run. */
  change(name: string, over: Partial<PodRow>): void {
    const row = this.#rows.get(podKey(name));
    if (row?.type !== 'pod') return;
    const node = over.node ?? row.node;
    const runs = over.state === 'running' || over.state === 'ready';
    this.put({
      ...row,
      ...(runs && row.ip === '' ? { ip: this.#address(node) } : {}),
      ...(over.state ? { status: STATUS[over.state] } : {}),
      ...over,
    });
  }

  service(name: string, app: string, over: Partial<ServiceRow> = {}): void {
    const n = this.#addresses.get('services') ?? 11;
    this.#addresses.set('services', n + 1);
    this.put(
      serviceRow(name, {
        clusterIp: `10.96.0.${n}`,
        selector: { app },
        createdMs: this.nowMs + ++this.#serial,
        ...over,
      }),
    );
  }

  /** Brings slices, counts and proxies in line with the pods. Nodes in `lagging` have not learned these Services. */
  settle(lagging: Readonly<Record<string, readonly string[]>> = {}): void {
    const pods = [...this.#rows.values()].filter((row) => row.type === 'pod');
    const before = [...this.#rows.values()];
    for (const row of before) {
      if (row.type === 'service' && row.selector) this.#slice(row, pods);
      if (row.type === 'workload') this.#count(row, pods);
    }
    for (const row of before) {
      if (row.type !== 'node') continue;
      const stale = (lagging[row.name] ?? []).flatMap((name) => [serviceKey(name), sliceKey(`${name}-1`)]);
      this.put(proxyRow(row.name, stale, { learnedRv: stale.length > 0 ? this.#rv - 20 : this.#rv }));
    }
  }

  podNames(state?: PodState): string[] {
    const names: string[] = [];
    for (const row of this.#rows.values())
      if (row.type === 'pod' && (state === undefined || row.state === state)) names.push(row.name);
    return names;
  }

  #slice(service: ServiceRow, pods: readonly PodRow[]): void {
    const app = service.selector?.['app'];
    const endpoints = pods
      .filter((pod) => pod.labels['app'] === app && pod.ip !== '' && pod.state !== 'failed')
      .map((pod) => {
        const terminating = pod.state === 'terminating';
        const ready = pod.state === 'ready';
        return endpointRow(pod.ip, {
          podUid: pod.uid,
          podName: pod.name,
          node: pod.node,
          ready,
          serving: ready || terminating,
          terminating,
        });
      });
    const row = sliceRow(`${service.name}-1`, service.name, endpoints);
    const before = this.#rows.get(row.key);
    if (before?.type !== 'slice' || JSON.stringify(before.endpoints) !== JSON.stringify(endpoints)) this.put(row);
  }

  #count(row: WorkloadRow, pods: readonly PodRow[]): void {
    const mine = pods.filter(
      (pod) =>
        pod.state !== 'terminating' &&
        (row.kind === 'Deployment' ? pod.labels['app'] === row.name : pod.ownerUid === row.uid),
    );
    const ready = mine.filter((pod) => pod.state === 'ready').length;
    const desired = row.kind === 'Deployment' ? row.desired : mine.length;
    if (row.current !== mine.length || row.ready !== ready || row.desired !== desired)
      this.put({ ...row, current: mine.length, ready, desired });
  }

  #address(node: string): string {
    const n = (this.#addresses.get(node) ?? 1) + 1;
    this.#addresses.set(node, n);
    return `10.244.${node.split('-')[1] ?? 0}.${n}`;
  }
}

const STATUS: Readonly<Record<PodState, string>> = {
  unscheduled: 'Pending',
  creating: 'ContainerCreating',
  running: 'Running',
  ready: 'Running',
  terminating: 'Terminating',
  failed: 'CrashLoopBackOff',
  succeeded: 'Completed',
  unknown: 'Unknown',
};

/** Letters that Kubernetes uses in generated names. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

function tailOf(n: number): string {
  let seed = Math.imul(n, 2654435761) >>> 0;
  let tail = '';
  for (let i = 0; i < 5; i++) {
    tail += SAFE[seed % SAFE.length] ?? 'x';
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  }
  return tail;
}

function hashOf(app: string, revision: number): string {
  return `${tailOf(app.length * 31 + revision)}${tailOf(revision * 7 + app.charCodeAt(0))}`.slice(0, 9);
}
