import { describe, expect, test } from 'vitest';
import { atRest } from '../../testing/invariants.ts';
import { CLAIMS, CLASSES, masked, PODS, StorageCluster, VOLUMES } from '../../storage/testing/storage-cluster.ts';

const MANUAL = { storageClassName: 'manual' };

describe('what a recorded control plane did with volumes', () => {
  test('a claim takes the volume that suits, is protected while a Pod uses it, and leaves it Released', () => {
    const cluster = new StorageCluster();
    cluster.volume('disk-1', { ...MANUAL, persistentVolumeReclaimPolicy: 'Retain' });
    cluster.run(1_000);
    expect(cluster.table(VOLUMES)).toEqual(['disk-1 5Gi RWO Retain Available  manual <unset> ']);
    cluster.claim('data', '2Gi', MANUAL);
    cluster.run(1_000);
    expect(cluster.table(CLAIMS)).toEqual(['data Bound disk-1 5Gi RWO manual <unset>']);
    expect(cluster.table(VOLUMES)).toEqual(['disk-1 5Gi RWO Retain Bound default/data manual <unset> ']);
    expect(cluster.get(`${CLAIMS}/data`)).toMatchObject({
      metadata: {
        annotations: { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' },
        finalizers: ['kubernetes.io/pvc-protection'],
      },
      spec: { volumeMode: 'Filesystem', volumeName: 'disk-1' },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '5Gi' } },
    });
    expect(cluster.told('data')).toEqual([]);

    cluster.claim('toobig', '50Gi', MANUAL);
    cluster.run(1_000);
    expect(cluster.table(CLAIMS)).toContain('toobig Pending    manual <unset>');
    expect(cluster.told('toobig')).toEqual([
      'Warning ProvisioningFailed persistentvolume-controller: storageclass.storage.k8s.io "manual" not found',
    ]);

    cluster.pod('db', ['data']);
    cluster.run();
    expect(cluster.phase(PODS, 'db')).toBe('Running');
    cluster.ask('DELETE', `${CLAIMS}/data`);
    cluster.run(1_000);
    expect(cluster.table(CLAIMS)).toContain('data Terminating disk-1 5Gi RWO manual <unset>');
    cluster.ask('DELETE', `${PODS}/db`);
    cluster.run();
    expect(cluster.names(CLAIMS)).toEqual(['toobig']);
    expect(cluster.table(VOLUMES)).toEqual(['disk-1 5Gi RWO Retain Released default/data manual <unset> ']);
    cluster.ask('DELETE', `${VOLUMES}/disk-1`);
    cluster.run(1_000);
    expect(cluster.names(VOLUMES)).toEqual([]);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('a Pod whose claim is missing, and what is refused', () => {
    const cluster = new StorageCluster();
    cluster.pod('lost', ['absent']);
    cluster.run(1_000);
    expect(cluster.told('lost')).toEqual([
      'Warning FailedScheduling default-scheduler: 0/3 nodes are available: persistentvolumeclaim "absent" not found. not found',
    ]);
    cluster.claim('toobig', '50Gi', MANUAL);
    cluster.run(1_000);
    expect(
      cluster.said(cluster.patch(`${CLAIMS}/toobig`, { spec: { resources: { requests: { storage: '1Gi' } } } })),
    ).toBe(
      [
        '422: PersistentVolumeClaim "toobig" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        '@@ -6,7 +6,7 @@',
        '  "Resources": {',
        '   "Limits": null,',
        '   "Requests": {',
        '-   "storage": "50Gi"',
        '+   "storage": "1Gi"',
        '   }',
        '  },',
        '  "VolumeName": "",',
        '',
      ].join('\n'),
    );
    expect(cluster.said(cluster.claim('nomode', '2Gi', { accessModes: [] }))).toBe(
      '422: PersistentVolumeClaim "nomode" is invalid: spec.accessModes: Required value: at least 1 access mode is required',
    );
  });

  test('classes make volumes, at once or for the first Pod, and take them back', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('fast', { provisioner: 'kubernetes.io/host-path', reclaimPolicy: 'Delete' });
    cluster.run(1_000);
    cluster.storageClass(
      'standard',
      { provisioner: 'kubernetes.io/host-path', volumeBindingMode: 'WaitForFirstConsumer' },
      { 'storageclass.kubernetes.io/is-default-class': 'true' },
    );
    expect(cluster.table(CLASSES)).toEqual([
      'fast kubernetes.io/host-path Delete Immediate false',
      'standard (default) kubernetes.io/host-path Delete WaitForFirstConsumer false',
    ]);
    cluster.claim('now', '1Gi', { storageClassName: 'fast' });
    cluster.run(1_000);
    expect(masked(cluster.table(CLAIMS))).toEqual(['now Bound pvc-* 1Gi RWO fast <unset>']);
    expect(masked(cluster.table(VOLUMES))).toEqual(['pvc-* 1Gi RWO Delete Bound default/now fast <unset> ']);
    expect(masked(cluster.told('now'))).toEqual([
      'Normal ProvisioningSucceeded persistentvolume-controller: Successfully provisioned volume pvc-* using kubernetes.io/host-path',
    ]);
    cluster.claim('later', '1Gi');
    cluster.run(1_000);
    expect(cluster.table(CLAIMS)).toContain('later Pending    standard <unset>');
    const waiting =
      'Normal WaitForFirstConsumer persistentvolume-controller: waiting for first consumer to be created before binding';
    expect(cluster.told('later')).toEqual([waiting]);
    cluster.pod('user', ['later']);
    cluster.run();
    expect(masked(cluster.table(CLAIMS))).toContain('later Bound pvc-* 1Gi RWO standard <unset>');
    expect(cluster.phase(PODS, 'user')).toBe('Running');
    const { spec } = cluster.get(`${PODS}/user`) as { readonly spec?: { readonly nodeName?: string } };
    expect(cluster.get(`${CLAIMS}/later`).metadata.annotations).toMatchObject({
      'volume.kubernetes.io/selected-node': spec?.nodeName,
      'volume.kubernetes.io/storage-provisioner': 'kubernetes.io/host-path',
      'volume.beta.kubernetes.io/storage-provisioner': 'kubernetes.io/host-path',
    });
    cluster.ask('DELETE', `${CLAIMS}/now`);
    cluster.run(1_000);
    expect(masked(cluster.table(VOLUMES))).toEqual(['pvc-* 1Gi RWO Delete Bound default/later standard <unset> ']);
    expect([cluster.sim.isSettled(), atRest(cluster.sim)]).toEqual([true, []]);
  });
});
