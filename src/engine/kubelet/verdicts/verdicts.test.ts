import { describe, expect, test } from 'vitest';
import { nodes } from '../../../api/kinds/node/node.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { priorityClasses } from '../../../api/kinds/priority-class/priority-class.ts';
import { SmallCluster, stored } from '../../node-side/testing/small-cluster.ts';
import { NODE_FAULTS } from '../../node-side/node-power.ts';
import { BEHAVIOUR } from '../programs/behaviour.ts';
import { PRESSURE } from '../pressure/node-pressure.ts';
import { counted, podOf, story } from '../testing/story.ts';

const big = [{ name: 'web', image: 'app:1', resources: { requests: { cpu: '3', memory: '1Gi' } } }];

describe('a pod that names its node itself', () => {
  test('is refused when it does not fit', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('first', { containers: big });
    cluster.settle();
    cluster.addPod('web', { containers: big, nodeName: 'node-1' });
    cluster.settle();
    expect(cluster.pod('web').status).toEqual({
      phase: 'Failed',
      qosClass: 'Burstable',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 3000, capacity: 4000",
      observedGeneration: 1,
      startTime: '2026-01-01T00:00:00Z',
    });
    expect(counted(cluster)).toEqual([
      "Warning OutOfcpu x1 Node didn't have enough resource: cpu, requested: 3000, used: 3000, capacity: 4000",
    ]);
    expect(story(cluster).at(-1)).toBe('0s 0/1 OutOfcpu 0');
  });

  test('is refused by labels and taints that a scheduler would have heeded', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1', { taints: [{ key: 'gpu', effect: 'NoExecute' }] });
    cluster.addPod('web', { nodeName: 'node-1', nodeSelector: { disk: 'ssd' } });
    cluster.addPod('other', { nodeName: 'node-1' });
    cluster.addPod('fine', { nodeName: 'node-1', tolerations: [{ operator: 'Exists' }] });
    cluster.settle();
    const why = (name: string) =>
      `${cluster.pod(name).status?.reason ?? ''}: ${cluster.pod(name).status?.message ?? ''}`;
    expect(why('web')).toBe(
      "NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    );
    expect(why('other')).toBe(
      "TaintToleration: Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    );
    expect(cluster.pod('fine').status?.phase).toBe('Running');
  });
});

test('a pod that is active longer than it may fails, and its containers stop', () => {
  const cluster = podOf({ image: 'app:1' }, { activeDeadlineSeconds: 60 }, { timing: 'real' });
  cluster.settle();
  expect(story(cluster).at(-1)).toMatch(/^6[01].*s 0\/1 DeadlineExceeded 0$|0\/1 Completed 0$/);
  expect(cluster.pod('web').status).toMatchObject({
    phase: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
    containerStatuses: [{ state: { terminated: { exitCode: 0 } } }],
  });
  expect(counted(cluster).slice(-2)).toEqual([
    'Normal DeadlineExceeded x1 Pod was active on the node longer than the specified deadline',
    'Normal Killing x1 Stopping container web',
  ]);
});

test('an annotation that cannot be read is told and ignored', () => {
  const cluster = podOf({ image: 'app:1' }, {}, { behaviour: 'exitCode: many' });
  cluster.settle();
  expect(counted(cluster)[1]).toBe(
    `Warning InvalidBehaviour x1 annotation ${BEHAVIOUR} is ignored: exitCode: must be a whole number from 0 to 255`,
  );
  expect(cluster.pod('web').status?.phase).toBe('Running');
});

describe('a machine that is short of something', () => {
  const said = (cluster: SmallCluster, type: string) =>
    cluster.world.get(nodes, '', 'node-1')?.status?.conditions?.find((each) => each.type === type)?.status;

  test('of disk: says so and evicts one pod after the other, the least important first', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1', {}, {}, { 'ephemeral-storage': '100Gi' });
    cluster.create(priorityClasses, {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'important' },
      value: 100,
    });
    cluster.addPod('high', { priorityClassName: 'important' });
    cluster.addPod('low');
    cluster.settle();
    const node = cluster.world.get(nodes, '', 'node-1');
    if (node === undefined) throw new Error('no node');
    const annotations = { ...node.metadata.annotations, [PRESSURE]: 'disk' };
    stored(cluster.world.update(nodes, { ...node, metadata: { ...node.metadata, annotations } }));
    cluster.runFor(1_000);
    expect(said(cluster, 'DiskPressure')).toBe('True');
    expect(cluster.told('node-1').at(-1)).toBe(
      'Normal NodeHasDiskPressure Node node-1 status is now: NodeHasDiskPressure',
    );
    const message =
      'The node was low on resource: ephemeral-storage. Threshold quantity: 10737418240, available: 5Gi. ';
    expect(cluster.pod('low').status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message,
      containerStatuses: [{ ready: false, state: { terminated: {} } }],
    });
    expect(podCondition(cluster.pod('low'), 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'TerminationByKubelet',
      message,
    });
    expect(cluster.told('low').slice(-2)).toEqual([
      `Warning Evicted ${message}`,
      'Normal Killing Stopping container web',
    ]);
    expect(cluster.pod('high').status?.phase).toBe('Running');
    cluster.runFor(10_000);
    expect(cluster.pod('high').status?.reason).toBe('Evicted');
    cluster.addPod('late', { nodeName: 'node-1' });
    cluster.settle();
    expect(cluster.pod('late').status?.message).toBe('Pod was rejected: The node had condition: [DiskPressure]. ');
    const fresh = cluster.world.get(nodes, '', 'node-1') ?? node;
    stored(cluster.world.update(nodes, { ...fresh, metadata: { ...fresh.metadata, annotations: {} } }));
    cluster.settle();
    expect(said(cluster, 'DiskPressure')).toBe('False');
  });

  test('of memory that pods use: evicts who uses more than it asked for, and is well after five minutes', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    const uses = (memory: string) => ({ annotations: { [BEHAVIOUR]: `memory: ${memory}` } });
    const asks = (memory: string) => ({
      containers: [{ name: 'web', image: 'app:1', resources: { requests: { memory } } }],
    });
    cluster.addPod('modest', asks('4Gi'), uses('4Gi'));
    cluster.addPod('greedy', asks('1Gi'), { annotations: { [BEHAVIOUR]: 'memory: 1Gi\nmemoryPerSecond: 64Mi' } });
    cluster.runFor(46_000);
    expect([said(cluster, 'MemoryPressure'), cluster.pod('greedy').status?.phase]).toEqual(['False', 'Running']);
    cluster.runFor(2_000);
    expect(said(cluster, 'MemoryPressure')).toBe('True');
    expect(cluster.pod('greedy').status?.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container web was using \d+[KM]i, request is 1Gi, has larger consumption of memory\. $/,
    );
    expect(cluster.pod('modest').status?.phase).toBe('Running');
    cluster.runFor(290_000);
    expect(said(cluster, 'MemoryPressure')).toBe('True');
    cluster.settle();
    expect(said(cluster, 'MemoryPressure')).toBe('False');
  });
});

describe('a machine that was off', () => {
  test('brings its pods up anew, with new sandboxes', () => {
    const cluster = podOf({ image: 'app:1' });
    cluster.settle();
    const before = cluster.pod('web').status?.podIP;
    flip(cluster, false);
    cluster.runFor(30_000);
    flip(cluster, true);
    cluster.settle();
    expect(story(cluster).at(-1)).toBe('30s 1/1 Running 1');
    expect(cluster.pod('web').status?.podIP).not.toBe(before);
    expect(counted(cluster)).toContain(
      'Normal SandboxChanged x1 Pod sandbox changed, it will be killed and re-created.',
    );
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
      exitCode: 255,
      reason: 'Unknown',
    });
  });

  test('finishes what was being deleted', () => {
    const cluster = podOf({ image: 'app:1' }, {}, { timing: 'real' });
    cluster.settle();
    flip(cluster, false);
    cluster.world.delete(pods, cluster.pod('web'));
    cluster.runFor(60_000);
    expect(cluster.hasPod('web')).toBe(true);
    flip(cluster, true);
    cluster.settle();
    expect(cluster.hasPod('web')).toBe(false);
  });

  test('is not the same as a kubelet that was stopped: containers run on', () => {
    const cluster = podOf({ image: 'app:1' });
    cluster.settle();
    cluster.world.table(NODE_FAULTS).set('node-1', { power: true, kubelet: false });
    cluster.world.enqueue('kubelet-node', 'node-1');
    cluster.runFor(60_000);
    flip(cluster, true);
    cluster.settle();
    expect(story(cluster).at(-1)).toBe('0s 1/1 Running 0');
  });
});

function flip({ world }: SmallCluster, on: boolean): void {
  if (on) world.table(NODE_FAULTS).delete('node-1');
  else world.table(NODE_FAULTS).set('node-1', { power: false });
  world.enqueue('kubelet-node', 'node-1');
}
