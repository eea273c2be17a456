import { describe, expect, test } from 'vitest';
import { podCondition } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { SmallCluster, stored } from '../node-side/testing/small-cluster.ts';
import { NODE_FAULTS } from '../node-side/node-power.ts';
import { lookAtAllPods } from './pod-worker.ts';

function running(part: Partial<PodSpec> = {}): SmallCluster {
  const cluster = new SmallCluster();
  cluster.addNode('node-1');
  cluster.addPod('web', part);
  cluster.settle();
  return cluster;
}

/** Deletes the pod and returns what it was last, and how long it took. */
function end(cluster: SmallCluster, graceSeconds?: number): { last: Pod; tookMs: number } {
  cluster.world.delete(pods, cluster.pod('web'), graceSeconds === undefined ? {} : { graceSeconds });
  const tookMs = cluster.settle();
  const removal = cluster.store.log
    .entries()
    .find(({ key, next }) => key === 'core/pods/default/web' && next === undefined);
  return { last: removal?.prev as Pod, tookMs };
}

describe('a pod ends in peace', () => {
  test('it stays ready until its containers have stopped, then the object goes', () => {
    const cluster = running();
    cluster.world.delete(pods, cluster.pod('web'));
    cluster.runFor(50);
    expect(podCondition(cluster.pod('web'), 'Ready')?.status).toBe('True');
    expect(cluster.told('web').at(-1)).toBe('Normal Killing Stopping container web');
    cluster.settle();
    const [exited, removed] = cluster.store.log.entries().slice(-2);
    const last = exited?.next as Pod | undefined;
    expect(last?.status).toMatchObject({
      phase: 'Succeeded',
      podIP: '10.244.1.2',
      containerStatuses: [
        { ready: false, started: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } },
      ],
    });
    expect(
      last?.status?.conditions?.map(({ type, status, reason = '' }) => `${type} ${status} ${reason}`.trim()),
    ).toEqual([
      'PodReadyToStartContainers False',
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True',
    ]);
    expect(removed).toMatchObject({ key: 'core/pods/default/web', actor: 'kubelet/node-1' });
    expect(cluster.hasPod('web')).toBe(false);
  });

  test('a preStop sleep comes before', () => {
    const cluster = running({
      containers: [{ name: 'web', image: 'nginx:1.29', lifecycle: { preStop: { sleep: { seconds: 10 } } } }],
    });
    const { last, tookMs } = end(cluster);
    expect(tookMs).toBeGreaterThan(10_000);
    expect(tookMs).toBeLessThan(13_000);
    expect(last.status?.phase).toBe('Succeeded');
  });

  test('a hook that outlasts the grace period leaves two seconds', () => {
    const cluster = running({
      terminationGracePeriodSeconds: 5,
      containers: [{ name: 'web', image: 'nginx:1.29', lifecycle: { preStop: { sleep: { seconds: 5 } } } }],
    });
    const { tookMs } = end(cluster);
    expect(tookMs).toBeGreaterThan(5_000);
    expect(tookMs).toBeLessThan(8_000);
  });

  test('a second, shorter delete is obeyed: what still runs is killed', () => {
    const cluster = running({
      containers: [{ name: 'web', image: 'nginx:1.29', lifecycle: { preStop: { sleep: { seconds: 20 } } } }],
    });
    cluster.world.delete(pods, cluster.pod('web'));
    cluster.runFor(1_000);
    const { last, tookMs } = end(cluster, 2);
    expect(tookMs).toBeLessThan(4_000);
    expect(last.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'Error' } } }],
    });
  });

  test('a pod whose containers never started fails', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web');
    cluster.runFor(1_200);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
    const { last } = end(cluster);
    expect(last.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } } }],
    });
    expect(cluster.told('web').some((line) => line.includes('Killing'))).toBe(false);
  });

  test('sidecars stop after the others', () => {
    const cluster = running({
      initContainers: [
        { name: 'mesh', image: 'envoy:1', restartPolicy: 'Always', lifecycle: { preStop: { sleep: { seconds: 3 } } } },
      ],
    });
    const { last, tookMs } = end(cluster);
    expect(tookMs).toBeGreaterThan(3_100);
    expect(last.status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
  });

  test('an object that a finalizer holds says how its containers ended', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('web', {}, { finalizers: ['example.com/hold'] });
    cluster.settle();
    cluster.world.delete(pods, cluster.pod('web'));
    cluster.settle();
    const held = cluster.pod('web');
    expect(held.status?.phase).toBe('Succeeded');
    const rv = cluster.store.rv;
    lookAtAllPods(cluster.world, 'node-1');
    cluster.settle();
    expect(cluster.store.rv).toBe(rv);
    const { finalizers: _gone, ...metadata } = held.metadata;
    stored(cluster.world.update(pods, { ...held, metadata }));
    cluster.settle();
    expect(cluster.hasPod('web')).toBe(false);
  });

  test('a pod of the same name is a new pod, with a new address', () => {
    const cluster = running();
    cluster.world.delete(pods, cluster.pod('web'), { graceSeconds: 0 });
    cluster.addPod('web');
    cluster.settle();
    expect(cluster.pod('web').status).toMatchObject({ phase: 'Running', podIP: '10.244.1.3' });
  });
});

describe('a node without power', () => {
  test('does nothing; when it is back it goes on', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web');
    cluster.runFor(300);
    const { world } = cluster;
    world.table(NODE_FAULTS).set('node-1', { power: false });
    cluster.runFor(60_000);
    expect(cluster.pod('web').status?.podIP).toBeUndefined();
    const quiet = cluster.store.rv;
    cluster.runFor(60_000);
    expect(cluster.store.rv).toBe(quiet);
    world.table(NODE_FAULTS).delete('node-1');
    world.enqueue('kubelet-node', 'node-1');
    cluster.settle();
    expect(podCondition(cluster.pod('web'), 'Ready')?.status).toBe('True');
  });

  test('a kubelet that was taken for dead says that it is ready, and its pods are', () => {
    const cluster = running();
    const node = cluster.world.get(nodes, '', 'node-1');
    const pod = cluster.pod('web');
    if (node === undefined) throw new Error('no node');
    const unknown = node.status?.conditions?.map((each) => ({ ...each, status: 'Unknown' as const }));
    stored(cluster.world.updateStatus(nodes, { ...node, status: { ...node.status, conditions: unknown ?? [] } }));
    const unready = pod.status?.conditions?.map((each) =>
      each.type === 'Ready' ? { ...each, status: 'False' as const } : each,
    );
    stored(cluster.world.updateStatus(pods, { ...pod, status: { ...pod.status, conditions: unready ?? [] } }));
    cluster.runFor(11_000);
    expect(
      cluster.world.get(nodes, '', 'node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status,
    ).toBe('True');
    expect(podCondition(cluster.pod('web'), 'Ready')?.status).toBe('True');
  });
});

describe('promises', () => {
  test('a second look writes nothing', () => {
    const cluster = running({ initContainers: [{ name: 'fetch', image: 'busybox:1.37' }] });
    const rv = cluster.store.rv;
    lookAtAllPods(cluster.world, 'node-1');
    cluster.world.enqueue('kubelet-node', 'node-1');
    cluster.world.enqueue('kube-proxy', 'node-1');
    cluster.world.enqueue('kube-proxy', '*');
    cluster.world.enqueue('default-scheduler', 'core/pods/default/web');
    while (!(cluster.loop.queue.peek()?.handler === 'kubelet-lease')) cluster.loop.step();
    expect(cluster.store.rv).toBe(rv);
  });

  test('a run that is restored half way goes on as the first did', () => {
    const told = ({ store }: SmallCluster): unknown =>
      store.log
        .entries()
        .slice(-60)
        .map(({ rv, atMs, key, actor, cause, next }) => ({ rv, atMs, key, actor, cause, next }));
    const cut = (atMs: number): unknown => {
      const first = new SmallCluster();
      for (const i of [1, 2, 3]) first.addNode(`node-${i}`);
      for (let i = 0; i < 12; i++)
        first.addPod(
          `web-${i}`,
          { initContainers: [{ name: 'fetch', image: 'busybox:1.37' }] },
          { labels: { app: 'web' } },
        );
      first.runFor(atMs);
      const second = new SmallCluster('real', first.save());
      second.world.delete(pods, second.pod('web-3'));
      second.runFor(60_000 - atMs);
      return told(second);
    };
    const whole = (atMs: number): unknown => {
      const only = new SmallCluster();
      for (const i of [1, 2, 3]) only.addNode(`node-${i}`);
      for (let i = 0; i < 12; i++)
        only.addPod(
          `web-${i}`,
          { initContainers: [{ name: 'fetch', image: 'busybox:1.37' }] },
          { labels: { app: 'web' } },
        );
      only.runFor(atMs);
      only.world.delete(pods, only.pod('web-3'));
      only.runFor(60_000 - atMs);
      return told(only);
    };
    for (const atMs of [5, 20, 700, 3_000, 9_000]) expect(cut(atMs)).toEqual(whole(atMs));
  });
});
