import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { NODE_FAULTS } from '../../node-side/node-power.ts';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';

const SETS = '/apis/apps/v1/namespaces/default/daemonsets';
const STATEFUL = '/apis/apps/v1/namespaces/default/statefulsets';
const PODS = '/api/v1/namespaces/default/pods';
const REVISIONS = '/apis/apps/v1/namespaces/default/controllerrevisions';
const NODES = '/api/v1/nodes';

const AGENT = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'a', image: 'fluentd:1' }] } },
  },
};

function started(timing: 'instant' | 'real' = 'instant'): Cluster {
  const cluster = new Cluster({ timing });
  expect(cluster.post(SETS, AGENT).status).toBe(201);
  cluster.run();
  return cluster;
}

const placed = (cluster: Cluster): string[] =>
  (cluster.items(PODS) as Pod[]).map(({ spec }) => spec.nodeName ?? '').sort();

describe('the recorded scenario of a DaemonSet', () => {
  test('goes as it did on a real control plane', () => {
    const cluster = started();
    expect(cluster.table(SETS)).toEqual(['agent 3 3 3 3 3 <none>']);
    expect(placed(cluster)).toEqual(['node-1', 'node-2', 'node-3']);
    cluster.patch(`${NODES}/node-1`, { spec: { unschedulable: true } });
    cluster.ask('DELETE', `${PODS}?labelSelector=app%3Dagent`);
    cluster.run();
    expect([cluster.table(SETS), placed(cluster)]).toEqual([
      ['agent 3 3 3 3 3 <none>'],
      ['node-1', 'node-2', 'node-3'],
    ]);
    cluster.patch(`${NODES}/node-1`, { spec: { unschedulable: false } });
    cluster.patch(`${NODES}/node-2`, { metadata: { labels: { tier: 'edge' } } });
    cluster.patch(`${SETS}/agent`, { spec: { template: { spec: { nodeSelector: { tier: 'edge' } } } } });
    cluster.run();
    expect([cluster.table(SETS), placed(cluster)]).toEqual([['agent 1 1 1 1 1 tier=edge'], ['node-2']]);
    expect(cluster.table(REVISIONS, ['Age', 'Name'])).toEqual(['daemonset.apps/agent 1', 'daemonset.apps/agent 2']);
    expect([cluster.sim.isSettled(), atRest(cluster.sim)]).toEqual([true, []]);
    cluster.ask('DELETE', `${SETS}/agent`);
    cluster.run();
    expect([cluster.items(PODS), cluster.items(REVISIONS)]).toEqual([[], []]);
  });

  test('cannot be scaled', () => {
    const cluster = started();
    const { resources } = cluster.ask('GET', '/apis/apps/v1').body as {
      readonly resources: readonly { readonly name: string }[];
    };
    const names = resources.map(({ name }) => name).filter((name) => /^(daemon|stateful)sets/.test(name));
    expect([...names].sort()).toEqual([
      'daemonsets',
      'daemonsets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ]);
    expect(cluster.patch(`${SETS}/agent/scale`, { spec: { replicas: 1 } }, 'merge-patch').status).toBeGreaterThan(400);
  });
});

test('while a node is silent its daemon stays and is misplaced, and its stateful Pod is not replaced', () => {
  const cluster = started('real');
  cluster.post(STATEFUL, {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      replicas: 3,
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:17' }] } },
    },
  });
  cluster.run(120_000);
  const both = (): string[] => [...cluster.table(STATEFUL), ...cluster.table(SETS)];
  expect(both()).toEqual(['db 3/3', 'agent 3 3 3 3 3 <none>']);
  const victim = (cluster.items(PODS) as Pod[]).find(({ metadata }) => metadata.name === 'db-2')?.spec.nodeName ?? '';
  const before = cluster.items(PODS).map(({ metadata }) => metadata.name);
  cluster.sim.world.table(NODE_FAULTS).set(victim, { power: false });
  cluster.run(70_000);
  expect(both()).toEqual(['db 2/3', 'agent 2 2 2 2 2 <none>']);
  expect((cluster.get(`${SETS}/agent`).status as { numberMisscheduled: number }).numberMisscheduled).toBe(1);
  cluster.run(400_000);
  expect(both()).toEqual(['db 2/3', 'agent 2 2 2 2 2 <none>']);
  expect(cluster.items(PODS).map(({ metadata }) => metadata.name)).toEqual(before);
  expect(cluster.table(PODS).filter((row) => row.includes('Terminating'))).toEqual(['db-2 1/1 Terminating 0']);
});
