import { beforeAll, describe, expect, test } from 'vitest';
import type { EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Event } from '../../../api/kinds/event/event.ts';
import type { Lease } from '../../../api/kinds/lease/lease.ts';
import type { Node } from '../../../api/kinds/node/node.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { parseTime } from '../../../lib/time.ts';
import { FAULT } from '../../node-side/node-power.ts';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';
import { deployment, service } from '../../testing/session.ts';
import told from './testing/node-failure.json' with { type: 'json' };

const API = '/api/v1/namespaces/default';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const SLICES =
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dweb';
/** How long before its end the recorded node's last heartbeat was. */
const AFTER_HEARTBEAT_MS = 5000;

type Look = (typeof told.looks)[number];

function switchNode(cluster: Cluster, name: string, power: boolean): void {
  const annotations = { [FAULT]: power ? null : 'power' };
  cluster.patch(`/api/v1/nodes/${name}`, { metadata: { annotations } }, 'merge-patch');
}

/** What the recorded looks saw, of this cluster. */
function look(cluster: Cluster): Omit<Look, 'atSeconds' | 'note' | 'newEvents'> {
  const node = cluster.get('/api/v1/nodes/node-2') as Node;
  const pods = cluster.items(`${API}/pods`) as Pod[];
  const here = new Set(
    pods.filter(({ spec }) => spec.nodeName === 'node-2').map(({ metadata }) => metadata.name ?? ''),
  );
  const rows = cluster.table(`${API}/pods`);
  const endpoints = (cluster.items(SLICES) as EndpointSlice[]).flatMap((slice) => slice.endpoints ?? []);
  const count = (fits: (conditions: NonNullable<(typeof endpoints)[0]['conditions']>) => boolean): number =>
    endpoints.filter(({ conditions }) => conditions !== undefined && fits(conditions)).length;
  return {
    node:
      cluster
        .table('/api/v1/nodes')
        .find((row) => row.startsWith('node-2 '))
        ?.split(' ')[1] ?? '',
    pods: rows.filter((row) => here.has(row.split(' ')[0] ?? '')).map((row) => row.split(' ').slice(1, 3).join(' ')),
    elsewhere: pods.length - here.size,
    endpoints: {
      ready: count(({ ready }) => ready === true),
      notReady: count(({ ready, terminating }) => ready !== true && terminating !== true),
      terminating: count(({ terminating }) => terminating === true),
    },
    taints: (node.spec.taints ?? []).map(({ key, effect }) => `${key.split('/')[1] ?? ''}:${effect}`),
    conditions: (node.status?.conditions ?? [])
      .filter(({ type }) => type !== 'NetworkUnavailable')
      .map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`)
      .sort(),
    deployment: cluster.table(DEPLOYMENTS)[0]?.slice('web '.length) ?? '',
  };
}

function eventTexts(cluster: Cluster): ReadonlySet<string> {
  const all = [`${API}/events`].flatMap((url) => cluster.items(url) as Event[]);
  return new Set(
    all.map(({ type, reason, message }) =>
      `${type ?? ''} ${reason ?? ''} ${message ?? ''}`.replaceAll(/web-[456789bcdf]+-\w{5}/g, 'web-*'),
    ),
  );
}

describe('a node that falls silent, beside a real control plane', () => {
  const cluster = new Cluster();
  let silentMs = 0;

  beforeAll(() => {
    cluster.post(DEPLOYMENTS, deployment('web', 6, 'nginx:1.27'));
    cluster.post(`${API}/services`, service('web', 'ClusterIP'));
    cluster.run();
    const lease = cluster.get('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-2') as Lease;
    const beats = ((cluster.sim.nowMs - (parseTime(lease.spec.renewTime) ?? 0)) / 10_000) | 0;
    const lastMs = (parseTime(lease.spec.renewTime) ?? 0) + beats * 10_000;
    cluster.run(lastMs + 10_000 + AFTER_HEARTBEAT_MS - cluster.sim.nowMs);
    silentMs = cluster.sim.nowMs;
  });

  const [steady, ...rest] = told.looks;
  const looks = rest.filter(({ atSeconds }) => atSeconds < told.backAtSeconds);
  const seen = ({ atSeconds: _at, note: _note, newEvents: _events, ...what }: Look) => what;

  test('is steady before', () => {
    expect(steady === undefined ? undefined : seen(steady)).toEqual(look(cluster));
    switchNode(cluster, 'node-2', false);
  });

  test.each(looks)('at $atSeconds s: $note', (recorded) => {
    cluster.run(silentMs + (recorded.atSeconds - told.silentAtSeconds) * 1000 - cluster.sim.nowMs);
    expect(look(cluster)).toEqual(seen(recorded));
    expect([...eventTexts(cluster)]).toEqual(expect.arrayContaining(recorded.newEvents));
  });

  test('and the taints say when they came, and the Pods why they go', () => {
    const node = cluster.get('/api/v1/nodes/node-2') as Node;
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
    expect(ready?.message).toBe('Kubelet stopped posting node status.');
    expect(node.spec.taints).toEqual(
      ['NoSchedule', 'NoExecute'].map((effect) => ({
        key: 'node.kubernetes.io/unreachable',
        effect,
        timeAdded: ready?.lastTransitionTime,
      })),
    );
    const going = (cluster.items(`${API}/pods`) as Pod[]).filter(({ metadata }) => metadata.deletionTimestamp);
    expect(going.map((pod) => podCondition(pod, 'DisruptionTarget'))).toEqual(
      going.map(() => ({
        type: 'DisruptionTarget',
        status: 'True',
        observedGeneration: 1,
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
        lastTransitionTime: expect.any(String) as string,
      })),
    );
    expect(going.map((pod) => pod.status?.phase)).toEqual(['Running', 'Running']);
  });

  test('and when it returns it is open again, and ends the Pods that were given up', () => {
    switchNode(cluster, 'node-2', true);
    cluster.run(60_000);
    expect(look(cluster)).toEqual({ ...(steady === undefined ? {} : seen(steady)), pods: [], elsewhere: 6 });
    expect(atRest(cluster.sim)).toEqual([]);
  });
});

describe('an administrator', () => {
  const PATCH = 'merge-patch';
  const lost = (): Cluster => {
    const cluster = new Cluster();
    cluster.post(DEPLOYMENTS, deployment('web', 6, 'nginx:1.27'));
    cluster.run();
    switchNode(cluster, 'node-2', false);
    cluster.run(400_000);
    return cluster;
  };
  const stuck = (cluster: Cluster): number =>
    (cluster.items(`${API}/pods`) as Pod[]).filter(({ spec }) => spec.nodeName === 'node-2').length;

  test('declares a lost node out of service, and its Pods go at once', () => {
    const cluster = lost();
    expect(stuck(cluster)).toBe(2);
    const { taints = [] } = (cluster.get('/api/v1/nodes/node-2') as Node).spec;
    const outOfService = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' };
    cluster.patch('/api/v1/nodes/node-2', { spec: { taints: [...taints, outOfService] } }, PATCH);
    cluster.run(20_000);
    expect(stuck(cluster)).toBe(0);
  });

  test('deletes a lost node, and the garbage collector takes its Pods after the quarantine', () => {
    const cluster = lost();
    cluster.ask('DELETE', '/api/v1/nodes/node-2');
    cluster.run(39_000);
    expect(stuck(cluster)).toBe(2);
    cluster.run(42_000);
    expect(stuck(cluster)).toBe(0);
    expect([...eventTexts(cluster)]).toContain(
      'Normal RemovingNode Node node-2 event: Removing Node node-2 from Controller',
    );
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('cordons a node: nothing that runs there is touched, and nothing new comes', () => {
    const cluster = new Cluster();
    cluster.post(DEPLOYMENTS, deployment('web', 3, 'nginx:1.27'));
    cluster.run();
    cluster.patch('/api/v1/nodes/node-2', { spec: { unschedulable: true } }, PATCH);
    cluster.patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 6 } });
    cluster.run();
    expect([stuck(cluster), cluster.table(DEPLOYMENTS)]).toEqual([1, ['web 6/6 6 6']]);
    expect(cluster.table('/api/v1/nodes', ['Age', 'Version', 'Roles'])[1]).toBe('node-2 Ready,SchedulingDisabled');
    cluster.patch('/api/v1/nodes/node-2', { spec: { unschedulable: null } }, PATCH);
    cluster.run(1000);
    expect((cluster.get('/api/v1/nodes/node-2') as Node).spec.taints).toBeUndefined();
  });
});
