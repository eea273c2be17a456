import { describe, expect, test } from 'vitest';
import { Cluster } from '../../testing/cluster.ts';

const CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
const PODS = '/api/v1/namespaces/default/pods';

function classOf(name: string, value: number, more: object = {}): object {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, ...more };
}

function podOf(name: string, more: object = {}): object {
  const containers = [{ name: 'c', image: 'i' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...more } };
}

function priorities(cluster: Cluster, more: object = {}): object {
  const answer = cluster.post(PODS, podOf('p', more));
  const { priorityClassName, priority, preemptionPolicy } = (answer.body as { spec: Record<string, unknown> }).spec;
  return { priorityClassName, priority, preemptionPolicy };
}

describe('priority of new pods', () => {
  test('every cluster has the two classes of the system, and they stay', () => {
    const cluster = new Cluster();
    expect(cluster.table(CLASSES)).toEqual([
      'system-cluster-critical 2000000000 false PreemptLowerPriority',
      'system-node-critical 2000001000 false PreemptLowerPriority',
    ]);
    expect(cluster.said(cluster.ask('DELETE', `${CLASSES}/system-node-critical`))).toBe(
      '403: priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    );
  });

  test.each<[string, object, object]>([
    ['no class', {}, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
    [
      'a class',
      { priorityClassName: 'polite' },
      { priorityClassName: 'polite', priority: 7, preemptionPolicy: 'Never' },
    ],
    [
      'a class of the system, in any namespace',
      { priorityClassName: 'system-node-critical' },
      { priorityClassName: 'system-node-critical', priority: 2_000_001_000, preemptionPolicy: 'PreemptLowerPriority' },
    ],
    [
      'numbers that are right',
      { priorityClassName: 'polite', priority: 7 },
      { priorityClassName: 'polite', priority: 7, preemptionPolicy: 'Never' },
    ],
  ])('%s', (_what, given, want) => {
    const cluster = new Cluster();
    cluster.post(CLASSES, classOf('polite', 7, { preemptionPolicy: 'Never' }));
    expect(priorities(cluster, given)).toEqual({ priorityClassName: undefined, ...want });
  });

  test('the default class is for those that name none, and there is only one', () => {
    const cluster = new Cluster();
    cluster.post(CLASSES, classOf('usual', 5, { globalDefault: true }));
    expect(priorities(cluster)).toEqual({
      priorityClassName: 'usual',
      priority: 5,
      preemptionPolicy: 'PreemptLowerPriority',
    });
    expect(cluster.said(cluster.post(CLASSES, classOf('other', 6, { globalDefault: true })))).toBe(
      '403: priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
    );
    cluster.post(CLASSES, classOf('other', 6));
    expect(cluster.said(cluster.patch(`${CLASSES}/other`, { globalDefault: true }, 'merge-patch'))).toBe(
      '403: priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
    );
    expect(cluster.said(cluster.patch(`${CLASSES}/usual`, { description: 'x' }, 'merge-patch'))).toBe('200');
  });

  test.each<[string, object, string]>([
    ['an unknown class', { priorityClassName: 'none' }, 'no PriorityClass with name none was found'],
    [
      'a number of its own',
      { priority: 3 },
      'the integer value of priority (3) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      'a policy of its own',
      { preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ])('%s is refused', (_what, given, why) => {
    const cluster = new Cluster();
    expect(cluster.said(cluster.post(PODS, podOf('p', given)))).toBe(`403: pods "p" is forbidden: ${why}`);
  });

  test('a controller is told by the prefix of the name, which is not made yet', () => {
    const cluster = new Cluster();
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'i' }], priorityClassName: 'none' },
    };
    cluster.post('/apis/apps/v1/namespaces/default/replicasets', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template },
    });
    cluster.run(100);
    const messages = cluster
      .items('/api/v1/namespaces/default/events')
      .map((event) => (event as unknown as { message: string }).message);
    expect(messages).toContain('Error creating: pods "web-" is forbidden: no PriorityClass with name none was found');
  });

  test('an update that leaves them out keeps them', () => {
    const cluster = new Cluster();
    cluster.post(CLASSES, classOf('polite', 7, { preemptionPolicy: 'Never' }));
    priorities(cluster, { priorityClassName: 'polite' });
    const stored = cluster.get(`${PODS}/p`) as unknown as { spec: Record<string, unknown> };
    const { priority: _priority, preemptionPolicy: _policy, ...spec } = stored.spec;
    expect(cluster.said(cluster.ask('PUT', `${PODS}/p`, { ...stored, spec }))).toBe('200');
    expect(cluster.get(`${PODS}/p`)).toMatchObject({ spec: { priority: 7, preemptionPolicy: 'Never' } });
  });
});
