import { describe, expect, test } from 'vitest';
import { podCondition } from '../../api/kinds/pod/conditions.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { PodSpec } from '../../api/kinds/pod/pod-spec.ts';
import { priorityClasses } from '../../api/kinds/priority-class/priority-class.ts';
import { replicaSets } from '../../api/kinds/replica-set/replica-set.ts';
import { services } from '../../api/kinds/service/service.ts';
import { SmallCluster, START_MS, stored } from '../node-side/testing/small-cluster.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HUGE: Partial<PodSpec> = { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '3' } } }] };

/** Pods by node, in order of nodes. */
function spread(cluster: SmallCluster): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const node of cluster.world.list(nodes))
    counts[node.metadata.name ?? ''] = cluster.world.count(pods, 'node', node.metadata.name ?? '');
  return counts;
}

function bindings(
  cluster: SmallCluster,
): { name: string; node: string; atMs: number; cause: number; createdRv: number }[] {
  return cluster.store.log.entries().flatMap(({ resource, prev, next, atMs, cause }) => {
    const pod = next as Pod | undefined;
    if (
      resource !== pods.resource ||
      prev === undefined ||
      pod?.spec.nodeName === undefined ||
      (prev as Pod).spec.nodeName !== undefined
    )
      return [];
    const name = pod.metadata.name ?? '';
    const created = cluster.store.log
      .entries()
      .find((change) => change.prev === undefined && change.key === `core/pods/default/${name}`);
    return [{ name, node: pod.spec.nodeName, atMs: atMs - START_MS, cause, createdRv: created?.rv ?? 0 }];
  });
}

describe('placing pods', () => {
  test('one pod a cycle, first come first served; each binding is caused by its own pod', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    for (let i = 0; i < 10; i++) cluster.addPod(`web-${i}`);
    cluster.settle();
    const bound = bindings(cluster);
    expect(new Set(bound.map(({ name }) => name)).size).toBe(10);
    expect(bound.map(({ cause }) => cause)).toEqual(bound.map(({ createdRv }) => createdRv));
    const gapsMs = bound.slice(1).map(({ atMs }, i) => atMs - (bound[i]?.atMs ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(2);
  });

  test('a higher priority goes first', () => {
    const cluster = new SmallCluster('classroom');
    cluster.create(priorityClasses, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'important' },
      value: 1000,
    });
    cluster.addNode('node-1');
    for (let i = 0; i < 5; i++) cluster.addPod(`low-${i}`);
    cluster.runFor(130);
    cluster.addPod('high', { priorityClassName: 'important' });
    cluster.settle();
    const order = bindings(cluster).map(({ name }) => name);
    expect(order.indexOf('high')).toBeLessThan(5);
    expect(order.filter((name) => name !== 'high')).toHaveLength(5);
  });

  test('pods of one ReplicaSet are spread over nodes and zones', () => {
    const cluster = new SmallCluster('instant');
    for (let i = 1; i <= 6; i++) cluster.addNode(`node-${i}`, {}, { [ZONE]: `zone-${i % 3}` });
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const owner = cluster.create(replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    });
    const ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: owner.metadata.uid ?? '', controller: true },
    ];
    for (let i = 0; i < 12; i++) cluster.addPod(`web-${i}`, {}, { labels, ownerReferences });
    cluster.settle();
    expect(Object.values(spread(cluster))).toEqual([2, 2, 2, 2, 2, 2]);
  });

  test('pods that only a Service holds together are spread, too; terminating ones do not count', () => {
    const cluster = new SmallCluster('real');
    for (let i = 1; i <= 2; i++) cluster.addNode(`node-${i}`);
    const labels = { app: 'web' };
    cluster.create(services, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: labels, ports: [{ port: 80 }] },
    });
    for (let i = 0; i < 4; i++) cluster.addPod(`web-${i}`, {}, { labels });
    cluster.settle();
    expect(Object.values(spread(cluster))).toEqual([2, 2]);
    const gone = [...cluster.world.list(pods)].filter(({ spec }) => spec.nodeName === 'node-1');
    for (const pod of gone) cluster.world.delete(pods, pod);
    for (let i = 4; i < 6; i++) cluster.addPod(`web-${i}`, {}, { labels });
    cluster.settle();
    expect(Object.values(spread(cluster))).toEqual([2, 2]);
  });

  test('pods with gates, for other schedulers or with a node are left alone', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('gated', { schedulingGates: [{ name: 'example.com/wait' }] });
    cluster.addPod('other', { schedulerName: 'mine' });
    cluster.addPod('fixed', { nodeName: 'node-1' });
    cluster.settle();
    expect(bindings(cluster)).toEqual([]);
    expect(cluster.pod('fixed').status?.phase).toBe('Running');
    const gated = cluster.pod('gated');
    stored(cluster.world.update(pods, { ...gated, spec: { ...gated.spec, schedulingGates: [] } }));
    cluster.settle();
    expect(cluster.pod('gated').spec.nodeName).toBe('node-1');
  });
});

describe('pods that fit nowhere', () => {
  test('have an event and a condition, and wait for what may help them', () => {
    const cluster = new SmallCluster();
    for (let i = 1; i <= 3; i++) cluster.addNode(`node-${i}`);
    cluster.addPod('picky', { nodeSelector: { disktype: 'ssd' } });
    cluster.settle();
    const message =
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
    expect(cluster.told('picky')).toEqual([`Warning FailedScheduling ${message}`]);
    expect(cluster.pod('picky').status).toEqual({
      phase: 'Pending',
      qosClass: 'BestEffort',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message,
          lastProbeTime: null,
          lastTransitionTime: '2026-01-01T00:00:00Z',
          observedGeneration: 1,
        },
      ],
    });
    cluster.addPod('other');
    cluster.settle();
    expect(cluster.eventsAbout('picky')[0]?.count).toBe(1);
    const node = cluster.world.get(nodes, '', 'node-2');
    if (node === undefined) throw new Error('no node');
    stored(
      cluster.world.update(nodes, {
        ...node,
        metadata: { ...node.metadata, labels: { ...node.metadata.labels, disktype: 'ssd' } },
      }),
    );
    cluster.settle();
    expect(cluster.pod('picky').spec.nodeName).toBe('node-2');
    expect(podCondition(cluster.pod('picky'), 'PodScheduled')?.status).toBe('True');
  });

  test.each<[string, (cluster: SmallCluster) => void]>([
    ['a node that is added', (cluster) => void cluster.addNode('node-2')],
    ['a pod that goes', (cluster) => void cluster.world.delete(pods, cluster.pod('first'))],
    [
      'a node that grows',
      (cluster) => {
        const node = cluster.world.get(nodes, '', 'node-1');
        const capacity = { ...node?.status?.capacity, cpu: '8' };
        if (node !== undefined)
          stored(
            cluster.world.updateStatus(nodes, { ...node, status: { ...node.status, capacity, allocatable: capacity } }),
          );
      },
    ],
  ])('%s brings back a pod that lacked room', (_what, help) => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('first', HUGE);
    cluster.settle();
    cluster.addPod('second', HUGE);
    cluster.settle();
    expect(cluster.pod('second').spec.nodeName).toBeUndefined();
    help(cluster);
    cluster.settle();
    expect(cluster.pod('second').spec.nodeName).toBeDefined();
  });

  test('no nodes at all: the first one brings all pods back, one after the other', () => {
    const cluster = new SmallCluster();
    for (let i = 0; i < 20; i++) cluster.addPod(`web-${i}`);
    cluster.settle();
    expect(cluster.told('web-7')).toEqual(['Warning FailedScheduling no nodes available to schedule pods']);
    cluster.addNode('node-1');
    cluster.settle();
    expect(bindings(cluster)).toHaveLength(20);
  });

  test('an uncordoned node takes what waited for it', () => {
    const cluster = new SmallCluster('instant');
    const node = cluster.addNode('node-1', { unschedulable: true });
    cluster.addPod('web');
    cluster.settle();
    expect(cluster.told('web')[0]).toContain('0/1 nodes are available: 1 node(s) were unschedulable.');
    const { unschedulable: _no, ...spec } = node.spec;
    const fresh = cluster.world.get(nodes, '', 'node-1') ?? node;
    stored(cluster.world.update(nodes, { ...fresh, spec }));
    cluster.settle();
    expect(cluster.pod('web').spec.nodeName).toBe('node-1');
  });

  test('after five minutes they are tried again without any reason', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('huge', { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '64' } } }] });
    cluster.runFor(299_000);
    expect(cluster.eventsAbout('huge')[0]?.count).toBe(1);
    cluster.runFor(32_000);
    expect(cluster.eventsAbout('huge')[0]?.count).toBe(2);
  });

  test('while others are in line, one that failed just now waits for its back-off', () => {
    const cluster = new SmallCluster('classroom');
    const node = cluster.addNode('node-1');
    cluster.addPod('picky', { nodeSelector: { disktype: 'ssd' } });
    cluster.settle();
    for (let i = 0; i < 50; i++) cluster.addPod(`web-${i}`);
    cluster.runFor(200);
    const fresh = cluster.world.get(nodes, '', 'node-1') ?? node;
    stored(
      cluster.world.update(nodes, {
        ...fresh,
        metadata: { ...fresh.metadata, labels: { ...fresh.metadata.labels, disktype: 'ssd' } },
      }),
    );
    cluster.settle();
    const order = bindings(cluster).map(({ name }) => name);
    expect(order).toContain('picky');
    const failedMs = cluster.secondsOf(cluster.eventsAbout('picky')[0]?.lastTimestamp ?? undefined) * 1000;
    expect((bindings(cluster).find(({ name }) => name === 'picky')?.atMs ?? 0) - failedMs).toBeGreaterThanOrEqual(
      1_000,
    );
  });

  test('a pod that is deleted while it waits is forgotten', () => {
    const cluster = new SmallCluster();
    cluster.addPod('web');
    cluster.settle();
    cluster.world.delete(pods, cluster.pod('web'));
    cluster.addNode('node-1');
    cluster.settle();
    const tables = [...cluster.save().tables].filter(
      ([name, table]) => name.startsWith('scheduler/') && name !== 'scheduler/clock' && table.size > 0,
    );
    expect(tables).toEqual([]);
  });
});
