import { expect, test } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { atRest } from '../testing/invariants.ts';
import { service } from '../testing/session.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses';

test('every cluster IP is an object, as long as its Service has it', () => {
  const cluster = new Cluster();
  const base = service('web', 'ClusterIP') as { readonly spec: object };
  cluster.post(SERVICES, { ...base, spec: { ...base.spec, clusterIP: '10.96.7.7' } });
  cluster.run(1000);
  expect(cluster.table(ADDRESSES)).toEqual(['10.96.0.1 services/default/kubernetes', '10.96.7.7 services/default/web']);
  expect(cluster.get(`${ADDRESSES}/10.96.7.7`).metadata.labels).toEqual({
    'ipaddress.kubernetes.io/ip-family': 'IPv4',
    'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
  });
  cluster.ask('DELETE', `${ADDRESSES}/10.96.7.7`);
  cluster.run(1000);
  expect(cluster.table(ADDRESSES)).toHaveLength(2);
  cluster.patch(`${SERVICES}/web`, { spec: { type: 'ExternalName', externalName: 'a.example', clusterIP: null } });
  cluster.run(1000);
  expect(cluster.table(ADDRESSES)).toHaveLength(1);
  expect(atRest(cluster.sim)).toEqual([]);
});
