import { describe, expect, test } from 'vitest';
import { nodes } from '../../../api/kinds/node/node.ts';
import type { VolumeAttachment } from '../../../api/kinds/volume-attachment/volume-attachment.ts';
import { NODE_FAULTS } from '../../node-side/node-power.ts';
import { atRest } from '../../testing/invariants.ts';
import { ATTACHMENTS, CLAIMS, masked, PODS, StorageCluster, VOLUMES } from '../../storage/testing/storage-cluster.ts';

const MINUTE_MS = 60_000;

/** A claim of network storage with one Pod on node-1. */
function withDisk(options: ConstructorParameters<typeof StorageCluster>[0] = {}): StorageCluster {
  const cluster = new StorageCluster(options);
  cluster.storageClass('disk', { allowVolumeExpansion: true });
  cluster.claim('data', '1Gi', { storageClassName: 'disk' });
  cluster.pod('one', ['data'], { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } });
  cluster.run(MINUTE_MS);
  return cluster;
}

function attached(cluster: StorageCluster): string[] {
  return (cluster.items(ATTACHMENTS) as VolumeAttachment[]).map(
    ({ spec, status, metadata }) =>
      `${spec.nodeName} ${status?.attached === true}${metadata.deletionTimestamp === undefined ? '' : ' going'}`,
  );
}

function statusOf(cluster: StorageCluster, node: string): string {
  const { status } = cluster.sim.world.get(nodes, '', node) ?? {};
  return `in use: ${status?.volumesInUse?.length ?? 0}, attached: ${status?.volumesAttached?.length ?? 0}`;
}

function unplug(cluster: StorageCluster, name: string): void {
  cluster.sim.world.table(NODE_FAULTS).set(name, { power: false });
}

function attachEvents(cluster: StorageCluster, pod: string): string[] {
  return masked(cluster.told(pod)).filter((line) => line.includes('attachdetach-controller'));
}

const ON_2 = { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } };
const SUCCESS =
  'Normal SuccessfulAttachVolume attachdetach-controller: AttachVolume.Attach succeeded for volume "pvc-*" ';

describe('a volume of network storage', () => {
  test('is attached to the node of its Pod before the Pod starts, and detached when nobody needs it', () => {
    const cluster = withDisk();
    expect(cluster.phase(PODS, 'one')).toBe('Running');
    expect(attached(cluster)).toEqual(['node-1 true']);
    expect(statusOf(cluster, 'node-1')).toBe('in use: 1, attached: 1');
    expect(attachEvents(cluster, 'one')).toEqual([SUCCESS]);
    const [{ metadata, spec } = { metadata: {}, spec: undefined }] = cluster.items(ATTACHMENTS);
    expect(metadata).toMatchObject({ finalizers: ['external-attacher/disk.sim.kubarium.dev'] });
    expect(spec).toEqual({
      attacher: 'disk.sim.kubarium.dev',
      nodeName: 'node-1',
      source: { persistentVolumeName: cluster.names(VOLUMES)[0] },
    });
    cluster.ask('DELETE', `${PODS}/one`);
    cluster.run(MINUTE_MS);
    expect([attached(cluster), statusOf(cluster, 'node-1')]).toEqual([[], 'in use: 0, attached: 0']);
    expect([cluster.sim.isSettled(), atRest(cluster.sim)]).toEqual([true, []]);
  });

  test('is shared by Pods of one node, and refused to those of another', () => {
    const cluster = withDisk();
    cluster.pod('two', ['data'], { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } });
    cluster.pod('three', ['data'], ON_2);
    cluster.run(MINUTE_MS);
    expect(cluster.phase(PODS, 'two')).toBe('Running');
    expect([cluster.phase(PODS, 'three'), attached(cluster)]).toEqual(['Pending', ['node-1 true']]);
    expect(attachEvents(cluster, 'three')).toEqual([
      'Warning FailedAttachVolume attachdetach-controller: Multi-Attach error for volume "pvc-*" Volume is already used by pod(s) one, two',
    ]);
    for (const name of ['one', 'two']) cluster.ask('DELETE', `${PODS}/${name}`);
    cluster.run(5 * MINUTE_MS);
    expect([cluster.phase(PODS, 'three'), attached(cluster)]).toEqual(['Running', ['node-2 true']]);
    expect(attachEvents(cluster, 'three')).toHaveLength(2);
  });

  test('for many is attached to many', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('disk', {});
    cluster.claim('data', '1Gi', { storageClassName: 'disk', accessModes: ['ReadWriteMany'] });
    for (const node of ['node-1', 'node-2'])
      cluster.pod(node, ['data'], { nodeSelector: { 'kubernetes.io/hostname': node } });
    cluster.run(MINUTE_MS);
    expect(attached(cluster).sort()).toEqual(['node-1 true', 'node-2 true']);
  });

  test('of a driver that is not there is never attached', () => {
    const cluster = new StorageCluster();
    cluster.volume('far', { csi: { driver: 'far.example.com', volumeHandle: 'v-1' } });
    cluster.run(1_000);
    cluster.claim('data', '1Gi', { storageClassName: '' });
    cluster.pod('one', ['data']);
    cluster.run(2 * MINUTE_MS + 4_000);
    expect(attachEvents(cluster, 'one')).toEqual([
      'Warning FailedAttachVolume attachdetach-controller: AttachVolume.Attach failed for volume "far" : timed out waiting for external-attacher of far.example.com CSI driver to attach volume v-1',
    ]);
    expect(cluster.told('one').at(-1)).toBe(
      'Warning FailedMount kubelet: Unable to attach or mount volumes: unmounted volumes=[v0], unattached volumes=[v0], failed to process volumes=[]: context deadline exceeded',
    );
  });
});

describe('a node that is lost', () => {
  /** node-1 is dead, its Pod under deletion, and a new Pod waits on node-2. */
  function lost(): StorageCluster {
    const cluster = withDisk({ timing: 'real' });
    unplug(cluster, 'node-1');
    cluster.run(2 * MINUTE_MS);
    cluster.ask('DELETE', `${PODS}/one`);
    cluster.pod('two', ['data'], ON_2);
    cluster.run(10 * MINUTE_MS);
    return cluster;
  }

  test('keeps its volume while its Pod is there, and six minutes longer', () => {
    const cluster = lost();
    expect(attachEvents(cluster, 'two')).toEqual([
      'Warning FailedAttachVolume attachdetach-controller: Multi-Attach error for volume "pvc-*" Volume is already used by pod(s) one',
    ]);
    cluster.ask('DELETE', `${PODS}/one?gracePeriodSeconds=0`, { gracePeriodSeconds: 0 });
    cluster.run(6 * MINUTE_MS - 5_000);
    expect(attached(cluster)).toEqual(['node-1 true']);
    cluster.run(3 * MINUTE_MS);
    expect([attached(cluster), cluster.phase(PODS, 'two')]).toEqual([['node-2 true'], 'Running']);
    expect(attachEvents(cluster, 'two').at(-1)).toBe(SUCCESS);
  });

  test('lets go of it at once when it is declared out of service', () => {
    const cluster = lost();
    cluster.patch('/api/v1/nodes/node-1', {
      spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] },
    });
    cluster.run(MINUTE_MS);
    expect(attached(cluster)).toEqual(['node-2 true']);
    cluster.run(3 * MINUTE_MS);
    expect(cluster.phase(PODS, 'two')).toBe('Running');
  });

  test('frees it when its object is deleted', () => {
    const cluster = lost();
    cluster.ask('DELETE', '/api/v1/nodes/node-1');
    cluster.run(2 * MINUTE_MS);
    expect(attached(cluster)).toEqual(['node-2 true']);
  });
});

describe('a claim that asks for more', () => {
  const ask = (cluster: StorageCluster, storage: string): string =>
    cluster.said(cluster.patch(`${CLAIMS}/data`, { spec: { resources: { requests: { storage } } } }));

  test('gets a larger volume, and its file system grows on the node', () => {
    const cluster = withDisk({ timing: 'real' });
    expect(ask(cluster, '3Gi')).toBe('200');
    cluster.run(1_000);
    expect(cluster.get(`${CLAIMS}/data`).status).toMatchObject({
      capacity: { storage: '1Gi' },
      allocatedResources: { storage: '3Gi' },
      conditions: [{ type: 'Resizing', status: 'True' }],
    });
    cluster.run(MINUTE_MS);
    expect(cluster.get(`${CLAIMS}/data`).status).toEqual({
      phase: 'Bound',
      accessModes: ['ReadWriteOnce'],
      allocatedResources: { storage: '3Gi' },
      capacity: { storage: '3Gi' },
    });
    const grown = 'MountVolume.NodeExpandVolume succeeded for volume "pvc-*" node-1';
    expect(masked(cluster.told('data')).slice(-4)).toEqual([
      'Normal ExternalExpanding volume_expand: waiting for an external controller to expand this PVC',
      'Normal Resizing external-resizer disk.sim.kubarium.dev: External resizer is resizing volume pvc-*',
      'Normal FileSystemResizeRequired external-resizer disk.sim.kubarium.dev: Require file system resize of volume on node',
      `Normal FileSystemResizeSuccessful kubelet: ${grown}`,
    ]);
    expect(masked(cluster.told('one')).at(-1)).toBe(`Normal FileSystemResizeSuccessful kubelet: ${grown}`);
    expect(ask(cluster, '2Gi')).toBe(
      '422: PersistentVolumeClaim "data" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    );
  });

  test('without a Pod waits for one', () => {
    const cluster = withDisk();
    cluster.ask('DELETE', `${PODS}/one`);
    cluster.run(MINUTE_MS);
    ask(cluster, '3Gi');
    cluster.run(MINUTE_MS);
    expect(cluster.get(`${CLAIMS}/data`).status).toMatchObject({
      capacity: { storage: '1Gi' },
      conditions: [
        {
          type: 'FileSystemResizePending',
          status: 'True',
          message: 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.',
        },
      ],
    });
    cluster.pod('two', ['data']);
    cluster.run(MINUTE_MS);
    expect(cluster.table(CLAIMS)[0]).toContain(' 3Gi ');
  });

  test('of a class that does not allow it is refused', () => {
    const cluster = withDisk();
    cluster.patch('/apis/storage.k8s.io/v1/storageclasses/disk', { allowVolumeExpansion: false }, 'merge-patch');
    expect(ask(cluster, '3Gi')).toBe(
      '403: persistentvolumeclaims "data" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
    cluster.claim('open', '1Gi', { storageClassName: '' });
    expect(
      cluster.said(cluster.patch(`${CLAIMS}/open`, { spec: { resources: { requests: { storage: '2Gi' } } } })),
    ).toBe('403: persistentvolumeclaims "open" is forbidden: Only bound persistent volume claims can be expanded');
  });
});
