import { describe, expect, test } from 'vitest';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';

const PODS = '/api/v1/namespaces/default/pods';

function spec(cpu: string, more: object = {}): object {
  return { containers: [{ name: 'c', image: 'nginx:1.29', resources: { requests: { cpu } } }], ...more };
}

describe('preemption in a whole cluster', () => {
  test('a workload gives way to a more important pod, and its own new pod waits', () => {
    const cluster = new Cluster({ timing: 'real' });
    cluster.post('/apis/scheduling.k8s.io/v1/priorityclasses', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'important' },
      value: 1000,
    });
    cluster.post('/apis/apps/v1/namespaces/default/deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: spec('3') },
      },
    });
    cluster.run(60_000);
    const more = { priorityClassName: 'important', nodeSelector: { 'kubernetes.io/hostname': 'node-2' } };
    const boss = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'boss' }, spec: spec('3', more) };
    cluster.post(PODS, boss);
    cluster.run(40_000);
    const pods = cluster.items(PODS) as unknown as readonly Pod[];
    const seen = pods.map(({ metadata, spec: { nodeName = '' }, status }) => [
      metadata.name === 'boss' ? 'boss' : 'web',
      nodeName,
      status?.phase,
    ]);
    expect(seen.sort((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['boss', 'node-2', 'Running'],
      ['web', '', 'Pending'],
      ['web', 'node-1', 'Running'],
      ['web', 'node-3', 'Running'],
    ]);
    const waiting = pods.find(({ status }) => status?.phase === 'Pending');
    expect(waiting?.status?.conditions?.[0]?.message).toBe(
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    );
    expect(atRest(cluster.sim)).toEqual([]);
  });
});
