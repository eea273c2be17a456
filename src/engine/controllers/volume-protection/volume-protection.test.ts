import { expect, test } from 'vitest';
import { CLAIMS, PODS, StorageCluster, VOLUMES } from '../../storage/testing/storage-cluster.ts';

const NONE = { storageClassName: '' };

function bound(): StorageCluster {
  const cluster = new StorageCluster();
  cluster.volume('disk', {});
  cluster.run(1_000);
  cluster.claim('data', '1Gi', NONE);
  cluster.run(1_000);
  return cluster;
}

test('a volume under deletion stays while it is bound, and goes with its claim', () => {
  const cluster = bound();
  cluster.ask('DELETE', `${VOLUMES}/disk`);
  cluster.run(60_000);
  expect([cluster.phase(VOLUMES, 'disk'), cluster.phase(CLAIMS, 'data')]).toEqual(['Bound, deleting', 'Bound']);
  cluster.ask('DELETE', `${CLAIMS}/data`);
  cluster.run(1_000);
  expect([cluster.names(VOLUMES), cluster.names(CLAIMS)]).toEqual([[], []]);
});

test('a claim is held by Pods on nodes, ended ones too, and not by one that waits for a node', () => {
  const cluster = bound();
  cluster.pod('waiting', ['data'], { nodeSelector: { no: 'node' } });
  cluster.pod('done', ['data'], { nodeName: 'node-1' });
  cluster.run(10_000);
  cluster.ask('DELETE', `${CLAIMS}/data`);
  cluster.run(1_000);
  expect(cluster.phase(CLAIMS, 'data')).toBe('Bound, deleting');
  cluster.ask('DELETE', `${PODS}/done`);
  cluster.run(60_000);
  expect([cluster.names(CLAIMS), cluster.names(PODS)]).toEqual([[], ['waiting']]);
});

test('a finalizer that somebody took away comes back', () => {
  const cluster = bound();
  cluster.patch(`${CLAIMS}/data`, { metadata: { finalizers: null } }, 'merge-patch');
  cluster.run(1_000);
  expect(cluster.get(`${CLAIMS}/data`).metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
});

test('a namespace takes its Pods and claims with it', () => {
  const cluster = new StorageCluster();
  cluster.storageClass('disk', {});
  const url = '/api/v1/namespaces/team/';
  cluster.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  cluster.run(1_000);
  cluster.post(`${url}persistentvolumeclaims`, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'disk', resources: { requests: { storage: '1Gi' } } },
  });
  cluster.post(`${url}pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'db' },
    spec: {
      containers: [{ name: 'a', image: 'postgres', volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
      volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });
  cluster.run(60_000);
  expect(cluster.phase(`${url}pods`, 'db')).toBe('Running');
  cluster.ask('DELETE', '/api/v1/namespaces/team');
  cluster.run(120_000);
  expect(cluster.names('/api/v1/namespaces')).not.toContain('team');
  expect(cluster.names(VOLUMES)).toEqual([]);
});
