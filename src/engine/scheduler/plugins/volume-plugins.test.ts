import { describe, expect, test } from 'vitest';
import { atRest } from '../../testing/invariants.ts';
import { CLAIMS, PODS, StorageCluster } from '../../storage/testing/storage-cluster.ts';

const NONE = { storageClassName: '' };
const HELPLESS = 'no new claims to deallocate, preemption: 0/3 nodes are available: 3';

function whyPending(cluster: StorageCluster, pod: string): string | undefined {
  return cluster
    .told(pod)
    .findLast((line) => line.includes('FailedScheduling'))
    ?.replace(/^Warning FailedScheduling( \(x\d+\))? default-scheduler: 0\/3 nodes are available: /, '');
}

describe('where the volumes of a pod let it go', () => {
  test('ReadWriteOncePod: to no node while another pod has the claim', () => {
    const cluster = new StorageCluster();
    cluster.volume('disk', { accessModes: ['ReadWriteOncePod'] });
    cluster.run(1_000);
    cluster.claim('data', '1Gi', { ...NONE, accessModes: ['ReadWriteOncePod'] });
    cluster.run(1_000);
    cluster.pod('one', ['data']);
    cluster.run(10_000);
    cluster.pod('two', ['data']);
    cluster.run(1_000);
    expect(whyPending(cluster, 'two')).toBe(
      `3 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod. ${HELPLESS} No preemption victims found for incoming pod.`,
    );
    cluster.ask('DELETE', `${PODS}/one`);
    cluster.run(120_000);
    expect(cluster.phase(PODS, 'two')).toBe('Running');
  });

  test('a claim under deletion: to no node, even while it is still there', () => {
    const cluster = new StorageCluster();
    cluster.volume('disk', {});
    cluster.run(1_000);
    cluster.claim('data', '1Gi', NONE);
    cluster.run(1_000);
    cluster.pod('one', ['data']);
    cluster.run(10_000);
    cluster.ask('DELETE', `${CLAIMS}/data`);
    cluster.pod('two', ['data']);
    cluster.run(1_000);
    expect(whyPending(cluster, 'two')).toBe('persistentvolumeclaim "data" is being deleted. not found');
  });

  test('a volume with a zone label: to that zone', () => {
    const cluster = new StorageCluster();
    cluster.volume('disk', {}, { 'topology.kubernetes.io/zone': 'zone-b' });
    cluster.run(1_000);
    cluster.claim('data', '1Gi', NONE);
    cluster.run(1_000);
    cluster.pod('one', ['data']);
    cluster.pod('two', ['data'], { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-a' } });
    cluster.run(10_000);
    expect(cluster.get(`${PODS}/one`)).toMatchObject({ spec: { nodeName: 'node-2' } });
    expect(whyPending(cluster, 'two')).toBe(
      `1 node(s) had no available volume zone, 2 node(s) didn't match Pod's node affinity/selector. ${HELPLESS} Preemption is not helpful for scheduling.`,
    );
  });

  test('a node takes as many volumes as its CSINode says', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('disk', { volumeBindingMode: 'WaitForFirstConsumer' });
    for (const name of ['node-1', 'node-2', 'node-3'])
      cluster.post('/apis/storage.k8s.io/v1/csinodes', {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'CSINode',
        metadata: { name },
        spec: { drivers: [{ name: 'disk.sim.kubarium.dev', nodeID: name, allocatable: { count: 1 } }] },
      });
    for (const name of ['a', 'b', 'c', 'd']) {
      cluster.claim(name, '1Gi', { storageClassName: 'disk' });
      cluster.pod(name, [name]);
      cluster.run(30_000);
    }
    expect(['a', 'b', 'c', 'd'].map((name) => cluster.phase(PODS, name))).toEqual([
      'Running',
      'Running',
      'Running',
      'Pending',
    ]);
    expect(whyPending(cluster, 'd')).toBe(
      `3 node(s) exceed max volume count. ${HELPLESS} No preemption victims found for incoming pod.`,
    );
    cluster.ask('DELETE', `${PODS}/a`);
    cluster.run(120_000);
    expect(cluster.phase(PODS, 'd')).toBe('Running');
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('a pod whose volume is not made in ten minutes tries again', () => {
    const cluster = new StorageCluster();
    cluster.storageClass(
      'down',
      { volumeBindingMode: 'WaitForFirstConsumer' },
      { 'sim.kubarium.dev/provision': 'false' },
    );
    cluster.claim('data', '1Gi', { storageClassName: 'down' });
    cluster.pod('p', ['data']);
    cluster.run(599_000);
    expect([whyPending(cluster, 'p'), cluster.phase(PODS, 'p')]).toEqual([undefined, 'Pending']);
    cluster.run(2_000);
    expect(whyPending(cluster, 'p')).toBe(
      'Warning FailedScheduling default-scheduler: running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    );
    cluster.patch(
      '/apis/storage.k8s.io/v1/storageclasses/down',
      { metadata: { annotations: { 'sim.kubarium.dev/provision': 'true' } } },
      'merge-patch',
    );
    cluster.run(30_000);
    expect(cluster.phase(PODS, 'p')).toBe('Running');
  });
});
