import { expect, test } from 'vitest';
import type { Row } from '../../api/row.ts';
import {
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
} from '../../graph/testing/rows.ts';
import { proxyRulesOf, targetsBySlices } from './proxy-rules.ts';
import {
  allocatedOn,
  endpointsOf,
  learnedMarks,
  ownedWorkloads,
  podsOf,
  podsOn,
  servicesOf,
  servicesSelecting,
} from './relations.ts';
import type { Rows } from './relations.ts';

const web = workloadRow('Deployment', 'web');
const old = workloadRow('ReplicaSet', 'web-1', { ownerUid: web.uid, revision: 1 });
const young = workloadRow('ReplicaSet', 'web-2', { ownerUid: web.uid, revision: 2 });
const labels = { app: 'web' };
const a = podRow('web-1-a', { ownerUid: old.uid, node: 'node-1', labels });
const b = podRow('web-2-b', { ownerUid: young.uid, node: 'node-1', labels });
const done = podRow('job-x', { node: 'node-1', state: 'succeeded', status: 'Completed' });
const service = serviceRow('web', { selector: labels });
const slice = sliceRow('web-s', 'web', [
  endpointRow('10.244.0.2', { podUid: a.uid, podName: a.name, node: 'node-1' }),
  endpointRow('10.244.0.3', { podUid: 'gone', podName: b.name, node: 'node-1', ready: false }),
]);
const node = nodeRow('node-1');
const all: readonly Row[] = [
  web,
  old,
  young,
  a,
  b,
  done,
  service,
  slice,
  node,
  proxyRow('node-2', [slice.key]),
  proxyRow('node-1'),
];
const rows: Rows = new Map(all.map((row) => [row.key, row]));

test('pods belong to a Deployment through its ReplicaSets, newest revision first', () => {
  expect(ownedWorkloads(rows, web)).toEqual([young, old]);
  expect(podsOf(rows, web)).toEqual([a, b]);
  expect(podsOf(rows, old)).toEqual([a]);
});

test('an endpoint finds its pod by uid: a successor of the same name is another pod', () => {
  expect(endpointsOf(rows, service).map((endpoint) => [endpoint.address, endpoint.pod?.name])).toEqual([
    ['10.244.0.2', 'web-1-a'],
    ['10.244.0.3', undefined],
  ]);
  expect(servicesOf(rows, a)).toEqual([{ key: serviceKey('web'), name: 'web', ready: true }]);
  expect(servicesOf(rows, b)).toEqual([]);
  expect(servicesSelecting(rows, web)).toEqual([service]);
});

test('each node has its own mark for what it has learned', () => {
  expect(
    learnedMarks(rows, [service.key, sliceKey('web-s')]).map(({ node: name, learned }) => [name, learned]),
  ).toEqual([
    ['node-1', true],
    ['node-2', false],
  ]);
});

test('finished pods hold nothing of a node', () => {
  expect(podsOn(rows, 'node-1').map((pod) => pod.key)).toEqual([podKey('job-x'), podKey('web-1-a'), podKey('web-2-b')]);
  expect(allocatedOn(rows, node)).toEqual({ cpuMillis: 200, memoryBytes: 128 * 1024 ** 2, pods: 2 });
});

test('rules come from the node when it tells them, else from the slices', () => {
  expect(targetsBySlices(rows, service)).toEqual([{ port: '80/TCP', addresses: ['10.244.0.2:8080'] }]);
  const rule = { namespace: 'default', service: 'web', port: 80, protocol: 'TCP', endpoints: ['10.244.9.9:8080'] };
  expect(proxyRulesOf({ status: { rules: [rule, { ...rule, service: 'other' }] } })?.(service)).toEqual([
    { port: '80/TCP', addresses: ['10.244.9.9:8080'] },
  ]);
  expect(proxyRulesOf({ status: {} })).toBeUndefined();
});

test('without a ready endpoint those that terminate but still serve are used', () => {
  const leaving = endpointRow('10.244.0.4', { ready: false, terminating: true });
  const only = new Map<Row['key'], Row>([[slice.key, sliceRow('web-s', 'web', [leaving])]]);
  expect(targetsBySlices(only, service)).toEqual([{ port: '80/TCP', addresses: ['10.244.0.4:8080'] }]);
});
