import { describe, expect, test } from 'vitest';
import { nodes } from '../../../api/kinds/node/node.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { podDisruptionBudgets } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { SchedulerCluster, stored } from '../testing/scheduler-cluster.ts';

const LOW = { priorityClassName: 'low' };
const MIDDLE = { priorityClassName: 'middle' };
const HIGH = { priorityClassName: 'high' };
const SINCE_WAITING = 'no new claims to deallocate, preemption: ';

/** Nodes of 4 CPUs, and three classes. */
function clusterOf(...names: string[]): SchedulerCluster {
  const cluster = new SchedulerCluster();
  cluster.addClass('low', 1);
  cluster.addClass('middle', 10);
  cluster.addClass('high', 100);
  for (const name of names) cluster.addNode(name);
  return cluster;
}

/** Names of the pods that were chosen to go. */
function victims(cluster: SchedulerCluster): string[] {
  return [...cluster.world.list(pods)]
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ metadata }) => metadata.name ?? '');
}

describe('a pod that fits nowhere makes room', () => {
  test('the victim is told, marked and deleted with its grace; the pod is promised the node and waits', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('old', '3', LOW);
    cluster.run();
    const boss = cluster.addPod('boss', '2', HIGH);
    cluster.run();
    expect(cluster.told('boss', 'FailedScheduling')).toEqual([['0/1 nodes are available: 1 Insufficient cpu.', 1]]);
    expect(cluster.told('old', 'Preempted')).toEqual([
      [`Preempted by pod ${boss.metadata.uid ?? ''} on node node-1`, 1],
    ]);
    expect(podCondition(cluster.pod('old'), 'DisruptionTarget')).toEqual({
      type: 'DisruptionTarget',
      status: 'True',
      observedGeneration: 1,
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
      lastTransitionTime: '2026-01-01T00:00:01Z',
    });
    expect(cluster.pod('old').metadata.deletionGracePeriodSeconds).toBe(30);
    expect(cluster.places()).toEqual({ old: 'node-1', boss: '(node-1)' });
    expect(cluster.pod('boss').status?.conditions).toEqual([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/1 nodes are available: 1 Insufficient cpu.',
        lastProbeTime: null,
        lastTransitionTime: '2026-01-01T00:00:01Z',
        observedGeneration: 1,
      },
    ]);
    cluster.end('old');
    cluster.run();
    expect(cluster.places()).toEqual({ boss: 'node-1' });
  });

  test('what it waits for is told while some victims are still there', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('one', '2', LOW);
    cluster.addPod('two', '2', LOW);
    cluster.run();
    cluster.addPod('boss', '4', HIGH);
    cluster.run(2_000);
    cluster.end('one');
    cluster.run(2_000);
    expect(cluster.told('boss', 'FailedScheduling')).toEqual([
      ['0/1 nodes are available: 1 Insufficient cpu.', 1],
      [
        `0/1 nodes are available: 1 Insufficient cpu. ${SINCE_WAITING}not eligible due to a terminating pod on the nominated node.`,
        1,
      ],
    ]);
    expect(cluster.places()).toEqual({ two: 'node-1', boss: '(node-1)' });
    cluster.end('two');
    cluster.run(10_000);
    expect(cluster.places()).toEqual({ boss: 'node-1' });
  });

  test('nobody of less or equal importance takes the place that it made', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('old', '3', LOW);
    cluster.run();
    cluster.addPod('boss', '3', HIGH);
    cluster.run();
    cluster.addPod('thief', '2', MIDDLE);
    cluster.run();
    cluster.end('old');
    cluster.run(20_000);
    expect(cluster.places()).toEqual({ boss: 'node-1', thief: '' });
  });

  test('a more important pod takes the promise over', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('old', '4', LOW);
    cluster.run();
    cluster.addPod('second', '3', MIDDLE);
    cluster.run();
    expect(cluster.places()).toEqual({ old: 'node-1', second: '(node-1)' });
    cluster.addPod('first', '3', HIGH);
    cluster.run();
    expect(cluster.places()).toEqual({ old: 'node-1', second: '', first: '(node-1)' });
    cluster.end('old');
    cluster.run(20_000);
    expect(cluster.places()).toEqual({ second: '', first: 'node-1' });
  });

  test('it may as well go elsewhere, when a node comes', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('old', '3', LOW);
    cluster.run();
    cluster.addPod('boss', '2', HIGH);
    cluster.run();
    cluster.addNode('node-2');
    cluster.run(5_000);
    expect(cluster.places()).toEqual({ old: 'node-1', boss: 'node-2' });
    expect(cluster.pod('boss').status?.nominatedNodeName).toBeUndefined();
  });
});

describe('nobody goes', () => {
  test('for a pod whose class does not preempt', () => {
    const cluster = clusterOf('node-1');
    cluster.addClass('polite', 100, 'Never');
    cluster.addPod('old', '3', LOW);
    cluster.run();
    cluster.addPod('polite', '2', { priorityClassName: 'polite' });
    cluster.run();
    expect([victims(cluster), cluster.told('polite', 'FailedScheduling')]).toEqual([
      [],
      [[`0/1 nodes are available: 1 Insufficient cpu. ${SINCE_WAITING}not eligible due to preemptionPolicy=Never.`, 1]],
    ]);
  });

  test('where only equals are, where it would not be enough, and where no eviction helps', () => {
    const cluster = clusterOf('node-1', 'node-2', 'node-3');
    cluster.addNode('node-4', 'a', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] });
    cluster.addPod('equal', '3', { ...HIGH, nodeName: 'node-1' });
    cluster.addPod('most', '3', { ...HIGH, nodeName: 'node-2' });
    cluster.addPod('little', '1', { ...LOW, nodeName: 'node-2' });
    cluster.addPod('boss', '2', { ...HIGH, affinity: notOn('node-3') });
    cluster.run();
    expect([victims(cluster), cluster.told('boss', 'FailedScheduling')]).toEqual([
      [],
      [
        [
          "0/4 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s), 2 Insufficient cpu. " +
            `${SINCE_WAITING}0/4 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.`,
          1,
        ],
      ],
    ]);
  });

  test('and the promise is taken back when the node is no longer of use', () => {
    const cluster = clusterOf('node-1');
    cluster.addPod('old', '3', LOW);
    cluster.run();
    cluster.addPod('boss', '2', HIGH);
    cluster.run(2_000);
    const node = cluster.world.get(nodes, '', 'node-1');
    if (node === undefined) throw new Error('no node');
    stored(cluster.world.update(nodes, { ...node, spec: { ...node.spec, unschedulable: true } }));
    cluster.end('old');
    cluster.run(20_000);
    expect(cluster.places()).toEqual({ boss: '' });
    expect(cluster.told('boss', 'FailedScheduling').at(-1)).toEqual([
      `0/1 nodes are available: 1 node(s) were unschedulable. ${SINCE_WAITING}0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
      1,
    ]);
  });
});

describe('who goes', () => {
  test('as few as needed, the least important first, of equals those that started last', () => {
    const cluster = clusterOf('node-1');
    for (const [name, part] of [
      ['a', MIDDLE],
      ['b', LOW],
      ['c', LOW],
      ['d', LOW],
    ] as const)
      cluster.addPod(name, '1', part);
    cluster.run();
    for (const [name, seconds] of [
      ['a', 30],
      ['b', 20],
      ['c', 40],
      ['d', 10],
    ] as const)
      cluster.started(name, seconds);
    cluster.addPod('boss', '2', HIGH);
    cluster.run();
    expect(victims(cluster)).toEqual(['b', 'c']);
  });

  test('rather nobody whom a disruption budget protects, if there is a choice', () => {
    const cluster = clusterOf('node-1', 'node-2');
    cluster.addPod('guarded', '3', { ...LOW, nodeName: 'node-1' }, { labels: { app: 'guarded' } });
    cluster.addPod('free', '3', { ...MIDDLE, nodeName: 'node-2' }, { labels: { app: 'free' } });
    budget(cluster, 'guarded', 0);
    cluster.addPod('boss', '2', HIGH);
    cluster.run();
    expect([victims(cluster), cluster.places()['boss']]).toEqual([['free'], '(node-2)']);
  });

  test('without a choice a budget does not help; protected ones are let back first', () => {
    const cluster = clusterOf('node-1');
    for (const name of ['g1', 'g2']) cluster.addPod(name, '1', LOW, { labels: { app: 'guarded' } });
    cluster.addPod('other', '2', MIDDLE);
    cluster.run();
    budget(cluster, 'guarded', 1);
    cluster.addPod('boss', '3', HIGH);
    cluster.run();
    // One may go; the second is protected and comes back before the more important one.
    expect(victims(cluster)).toEqual(['g1', 'other']);
  });

  test('a pod that anti-affinity keeps away has those evicted that keep it away', () => {
    const cluster = clusterOf('node-1');
    const labelSelector = { matchLabels: { app: 'boss' } };
    const term = { labelSelector, topologyKey: 'kubernetes.io/hostname' };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    cluster.addPod('hermit', '1', { ...LOW, affinity });
    cluster.addPod('neighbour', '1', LOW);
    cluster.run();
    cluster.addPod('boss', '1', HIGH, { labels: { app: 'boss' } });
    cluster.run();
    expect([victims(cluster), cluster.told('boss', 'FailedScheduling')]).toEqual([
      ['hermit'],
      [["0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules.", 1]],
    ]);
  });
});

function notOn(name: string): object {
  const term = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: [name] }] };
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
}

function budget(cluster: SchedulerCluster, app: string, disruptionsAllowed: number): void {
  const made = cluster.create(podDisruptionBudgets, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: app, namespace: 'default' },
    spec: { selector: { matchLabels: { app } }, minAvailable: 1 },
  });
  const status = { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 };
  stored(cluster.world.updateStatus(podDisruptionBudgets, { ...made, status }));
}
