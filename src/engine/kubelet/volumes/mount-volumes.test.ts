import { describe, expect, test } from 'vitest';
import type { Volume } from '../../../api/kinds/pod/volume.ts';
import { CLAIMS, PODS, StorageCluster } from '../../storage/testing/storage-cluster.ts';

const MINUTE_MS = 60_000;
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

function told(cluster: StorageCluster, pod: string): string[] {
  return cluster.told(pod).filter((line) => line.includes('FailedMount'));
}

function configMap(name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

describe('volumes of a Pod', () => {
  test('of every kind that needs nothing are mounted at once', () => {
    const cluster = new StorageCluster();
    cluster.pod('p', [
      { name: 'scratch', emptyDir: {} },
      { name: 'host', hostPath: { path: '/var/log', type: 'Directory' } },
      { name: 'self', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
      { name: 'share', nfs: { server: '10.0.0.1', path: '/x' } },
      { name: 'maybe', configMap: { name: 'absent', optional: true } },
      {
        name: 'token',
        projected: {
          sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }],
        },
      },
      { name: 'driver', csi: { driver: 'secrets.sim.kubarium.dev' } },
    ]);
    cluster.run(1_000);
    expect([cluster.phase(PODS, 'p'), told(cluster, 'p')]).toEqual(['Running', []]);
  });

  test('wait for a ConfigMap that is missing, with growing back-off, and the Pod starts with it', () => {
    const cluster = new StorageCluster();
    cluster.pod('p', [{ name: 'config', configMap: { name: 'settings' } }]);
    cluster.run(8_000);
    expect(told(cluster, 'p')).toEqual([
      'Warning FailedMount (x5) kubelet: MountVolume.SetUp failed for volume "config" : configmap "settings" not found',
    ]);
    expect(cluster.table(PODS)).toEqual(['p 0/1 ContainerCreating 0']);
    cluster.post(CONFIG_MAPS, configMap('settings', {}));
    cluster.run(8_000);
    expect(cluster.phase(PODS, 'p')).toBe('Running');
  });

  test('that stay away are told as a whole after 2 minutes and 3 seconds', () => {
    const cluster = new StorageCluster();
    cluster.pod('p', [
      { name: 'b', secret: { secretName: 'x' } },
      { name: 'a', configMap: { name: 'y' } },
    ]);
    cluster.run(2 * MINUTE_MS + 2_900);
    const whole =
      'Unable to attach or mount volumes: unmounted volumes=[a b], unattached volumes=[], failed to process volumes=[]: context deadline exceeded';
    expect(told(cluster, 'p').some((line) => line.includes(whole))).toBe(false);
    cluster.run(200);
    expect(told(cluster, 'p').at(-1)).toBe(`Warning FailedMount kubelet: ${whole}`);
  });

  const missing: readonly (readonly [string, Volume, string])[] = [
    ['Secret', { name: 'v', secret: { secretName: 'x' } }, 'secret "x" not found'],
    [
      'key of a ConfigMap',
      { name: 'v', configMap: { name: 'kube-root-ca.crt', items: [{ key: 'k', path: 'k' }] } },
      'configmap references non-existent config key: k',
    ],
    [
      'part of a projected volume',
      { name: 'v', projected: { sources: [{ configMap: { name: 'x' } }, { secret: { name: 'y' } }] } },
      '[configmap "x" not found, secret "y" not found]',
    ],
    [
      'path on the node',
      { name: 'v', hostPath: { path: '/data', type: 'Directory' } },
      'hostPath type check failed: /data is not a directory',
    ],
    [
      'driver',
      { name: 'v', csi: { driver: 'x.example.com' } },
      'kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name x.example.com not found in the list of registered CSI drivers',
    ],
  ];
  test.each(missing)('say what is missing: a %s', (_what, volume, why) => {
    const cluster = new StorageCluster();
    for (const name of ['node-1', 'node-2', 'node-3'])
      cluster.patch(`/api/v1/nodes/${name}`, {
        metadata: { annotations: { 'sim.kubarium.dev/missing-paths': '/other,/data' } },
      });
    cluster.pod('p', [volume]);
    cluster.run(100);
    expect(told(cluster, 'p')).toEqual([
      `Warning FailedMount kubelet: MountVolume.SetUp failed for volume "v" : ${why}`,
    ]);
  });

  test('of a claim that is missing or not bound fail for a Pod that nobody scheduled', () => {
    const cluster = new StorageCluster();
    cluster.claim('open', '1Gi', { storageClassName: '' });
    cluster.pod('p', ['absent', 'open'], { nodeName: 'node-1' });
    cluster.run(100);
    expect(told(cluster, 'p')).toEqual([
      'Warning FailedMount kubelet: Unable to attach or mount volumes: unmounted volumes=[v0 v1], unattached volumes=[], failed to process volumes=[v0 v1]: error processing PVC default/absent: failed to fetch PVC from API server: persistentvolumeclaims "absent" not found; error processing PVC default/open: PVC is not bound',
    ]);
  });
});

describe('a generic ephemeral volume', () => {
  const volume: Volume = {
    name: 'scratch',
    ephemeral: {
      volumeClaimTemplate: {
        metadata: { labels: { app: 'x' } },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'disk',
          resources: { requests: { storage: '1Gi' } },
        },
      },
    },
  };

  test('gets a claim that lives with the Pod', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('disk', {});
    cluster.pod('p', [volume]);
    cluster.run(MINUTE_MS);
    expect(cluster.phase(PODS, 'p')).toBe('Running');
    expect(cluster.get(`${CLAIMS}/p-scratch`)).toMatchObject({
      metadata: {
        labels: { app: 'x' },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', controller: true, blockOwnerDeletion: true }],
      },
      status: { phase: 'Bound' },
    });
    cluster.ask('DELETE', `${PODS}/p`);
    cluster.run(MINUTE_MS);
    expect(cluster.names(CLAIMS)).toEqual([]);
  });

  test('does not take the claim of somebody else', () => {
    const cluster = new StorageCluster();
    cluster.claim('p-scratch', '1Gi', { storageClassName: '' });
    cluster.pod('p', [volume]);
    cluster.run(100);
    const why = 'PVC default/p-scratch was not created for pod default/p (pod is not owner)';
    expect(cluster.told('p').map((line) => line.replace(/ \(x\d+\)/, ''))).toEqual(
      expect.arrayContaining([
        `Warning FailedBinding ephemeral-volume-controller: ephemeral volume scratch: ${why}`,
        `Warning FailedScheduling default-scheduler: 0/3 nodes are available: ${why}. not found`,
      ]),
    );
  });
});
