import { expect, test } from 'vitest';
import { Cluster } from '../../testing/cluster.ts';

test('the API server makes its own Service again when somebody deletes it, with the same address', () => {
  const cluster = new Cluster();
  const urls = [
    '/api/v1/namespaces/default/services/kubernetes',
    '/api/v1/namespaces/default/endpoints/kubernetes',
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes',
  ];
  const uids = (): unknown[] => urls.map((url) => cluster.get(url).metadata.uid);
  const before = uids();
  for (const url of urls) cluster.ask('DELETE', url);
  expect(cluster.ask('GET', urls[0] ?? '').status).toBe(404);
  cluster.run();
  expect(cluster.table('/api/v1/namespaces/default/services')).toEqual([
    'kubernetes ClusterIP 10.96.0.1 <none> 443/TCP',
  ]);
  expect(cluster.table('/api/v1/namespaces/default/endpoints')).toEqual(['kubernetes 192.0.2.2:6443']);
  expect(uids().filter((uid) => before.includes(uid))).toEqual([]);
});
