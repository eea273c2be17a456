import { describe, expect, test } from 'vitest';
import { nodes } from '../../api/kinds/node/node.ts';
import type { Affinity } from '../../api/kinds/pod/affinity.ts';
import { podCondition } from '../../api/kinds/pod/conditions.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { pods } from '../../api/kinds/pod/pod.ts';
import { backOffEndMs, type QueuedPod } from './queue.ts';
import { SchedulerCluster, stored } from './testing/scheduler-cluster.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';
const LONG_MS = 200_000;

function required(kind: 'podAffinity' | 'podAntiAffinity', app: string, topologyKey = HOSTNAME): Affinity {
  const term = { labelSelector: { matchLabels: { app } }, topologyKey };
  return { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}

function attempts(cluster: SchedulerCluster, name: string): number {
  return cluster.told(name, 'FailedScheduling').reduce((sum, [, count]) => sum + count, 0);
}

describe('a pod that was set aside tries again', () => {
  test('when a pod comes that its affinity names, and not for others', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1');
    cluster.addPod('web', '100m', { affinity: required('podAffinity', 'db') });
    cluster.run();
    expect(cluster.told('web', 'FailedScheduling')).toEqual([
      [
        "0/1 nodes are available: 1 node(s) didn't match pod affinity rules. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
        1,
      ],
    ]);
    cluster.addPod('other', '100m', {}, { labels: { app: 'other' } });
    cluster.run(LONG_MS);
    expect([cluster.places()['web'], attempts(cluster, 'web')]).toEqual(['', 1]);
    cluster.addPod('db', '100m', {}, { labels: { app: 'db' } });
    cluster.run(2_000);
    expect(cluster.places()['web']).toBe('node-1');
  });

  test('when the pod goes that its anti-affinity names, or that names it, or loses the label', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1');
    const labels = { app: 'web' };
    const affinity = required('podAntiAffinity', 'web');
    for (const [name, part] of [
      ['one', { affinity }],
      ['two', { affinity }],
      ['three', {}],
    ] as const) {
      cluster.addPod(name, '100m', part, { labels });
      cluster.run();
    }
    expect(cluster.places()).toEqual({ one: 'node-1', two: '', three: '' });
    cluster.end('one');
    cluster.run(3_000);
    expect(cluster.places()).toEqual({ two: 'node-1', three: '' });
    cluster.relabel('three', {});
    cluster.run(3_000);
    expect(cluster.places()).toEqual({ two: 'node-1', three: 'node-1' });
  });

  test('when a pod elsewhere goes or a domain comes that its spread constraint is about', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1', 'a');
    cluster.addNode('node-2', 'b', { unschedulable: true });
    const constraint = {
      maxSkew: 1,
      topologyKey: ZONE,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    };
    const part: Partial<PodSpec> = { topologySpreadConstraints: [constraint] };
    for (const name of ['one', 'two', 'three']) {
      cluster.addPod(name, '100m', part, { labels: { app: 'web' } });
      cluster.run();
    }
    expect(cluster.places()).toEqual({ one: 'node-1', two: '', three: '' });
    expect(cluster.told('two', 'FailedScheduling')).toEqual([
      [
        "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.",
        1,
      ],
    ]);
    const node = cluster.world.get(nodes, '', 'node-2');
    if (node === undefined) throw new Error('no node');
    stored(cluster.world.update(nodes, { ...node, spec: {} }));
    cluster.run(5_000);
    expect(new Set(Object.values(cluster.places()))).toEqual(new Set(['node-1', 'node-2']));
  });

  test('when it is changed itself', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1', 'a', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });
    const pod = cluster.addPod('web', '100m');
    cluster.run();
    expect(attempts(cluster, 'web')).toBe(1);
    const tolerations = [...(pod.spec.tolerations ?? []), { key: 'dedicated', operator: 'Exists' }];
    const now = cluster.pod('web');
    stored(cluster.world.update(pods, { ...now, spec: { ...now.spec, tolerations } }));
    cluster.run(2_000);
    expect(cluster.places()).toEqual({ web: 'node-1' });
  });

  test('as many as there is room for, the most important first, and the others are left in peace', () => {
    const cluster = new SchedulerCluster();
    cluster.addClass('high', 100, 'Never');
    cluster.addNode('node-1');
    cluster.addPod('old', '4');
    cluster.run();
    for (const name of ['a', 'b', 'c']) cluster.addPod(name, '2');
    cluster.addPod('first', '2', { priorityClassName: 'high' });
    cluster.run();
    cluster.end('old');
    cluster.run(LONG_MS);
    expect(cluster.places()).toEqual({ a: 'node-1', b: '', c: '', first: 'node-1' });
    expect(['a', 'b', 'c', 'first'].map((name) => attempts(cluster, name))).toEqual([1, 1, 1, 1]);
  });

  test('also when the one that was to have the room is deleted before it came', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1');
    cluster.addPod('old', '4');
    cluster.run();
    cluster.addPod('a', '4');
    cluster.addPod('b', '4');
    cluster.run();
    cluster.end('old');
    cluster.run(3);
    cluster.end('a');
    cluster.run(5_000);
    expect(cluster.places()).toEqual({ b: 'node-1' });
  });

  test('after twice the time at each failure, ten seconds at most', () => {
    const { world } = new SchedulerCluster();
    const entry: QueuedPod = {
      uid: '',
      state: 'backoff',
      priority: 0,
      place: 0,
      cycleMs: 0,
      attempts: 0,
      failedMs: 5_000,
      generation: 1,
      plugins: [],
    };
    const waits = [0, 1, 2, 3, 4, 5, 6].map((attempts) => backOffEndMs(world, { ...entry, attempts }) - entry.failedMs);
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });
});

describe('a pod behind gates', () => {
  test('is not looked at, says so in its condition, and has no event', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1');
    cluster.addPod('gated', '100m', { schedulingGates: [{ name: 'example.com/a' }, { name: 'example.com/b' }] });
    cluster.run(LONG_MS);
    expect(podCondition(cluster.pod('gated'), 'PodScheduled')).toEqual({
      type: 'PodScheduled',
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    });
    expect([cluster.places(), attempts(cluster, 'gated')]).toEqual([{ gated: '' }, 0]);
    for (const schedulingGates of [[{ name: 'example.com/b' }], []]) {
      const pod = cluster.pod('gated');
      stored(cluster.world.update(pods, { ...pod, spec: { ...pod.spec, schedulingGates } }));
      cluster.run();
    }
    expect(cluster.places()).toEqual({ gated: 'node-1' });
  });
});

describe('a pod for one node, as a DaemonSet makes it', () => {
  function pinned(name: string): Partial<PodSpec> {
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: [name] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } };
    return { affinity: { nodeAffinity } };
  }

  test('goes there, and the others are told of as one', () => {
    const cluster = new SchedulerCluster();
    for (const name of ['node-1', 'node-2', 'node-3']) cluster.addNode(name);
    cluster.addPod('one', '3', pinned('node-2'));
    cluster.run();
    cluster.addPod('two', '3', pinned('node-2'));
    cluster.run();
    expect(cluster.places()).toEqual({ one: 'node-2', two: '' });
    expect(cluster.told('two', 'FailedScheduling')).toEqual([
      [
        "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
        1,
      ],
    ]);
    cluster.end('one');
    cluster.run(2_000);
    expect(cluster.places()).toEqual({ two: 'node-2' });
  });
});

describe('what one pod of a template was told', () => {
  test('the next one is told at once, until something changes', () => {
    const cluster = new SchedulerCluster();
    cluster.addNode('node-1');
    const spec: Partial<PodSpec> = { nodeSelector: { disk: 'ssd' } };
    const containers = [{ name: 'c', image: 'i' }];
    const shared = { containers, ...spec };
    for (const name of ['a', 'b']) cluster.addPod(name, '1', shared);
    cluster.run();
    cluster.addNode('node-2');
    cluster.addPod('c', '1', shared);
    cluster.run();
    const count = (name: string): string | undefined => cluster.told(name, 'FailedScheduling').at(-1)?.[0].slice(0, 25);
    expect(['a', 'b', 'c'].map(count)).toEqual([
      '0/1 nodes are available: ',
      '0/1 nodes are available: ',
      '0/2 nodes are available: ',
    ]);
  });
});
