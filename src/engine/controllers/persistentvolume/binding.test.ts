import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim } from '../../../api/kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../../api/kinds/persistent-volume/persistent-volume.ts';
import { atRest } from '../../testing/invariants.ts';
import { CLAIMS, masked, PODS, StorageCluster, VOLUMES } from '../../storage/testing/storage-cluster.ts';

const NONE = { storageClassName: '' };
const QUARTER_MINUTE_MS = 15_000;

function volumeOf(cluster: StorageCluster, claim: string): string {
  return (cluster.get(`${CLAIMS}/${claim}`) as PersistentVolumeClaim).spec.volumeName ?? '';
}

describe('which volume a claim takes', () => {
  test('the smallest that is large enough, of its class, mode and access modes, with its labels', () => {
    const cluster = new StorageCluster();
    const sized = (storage: string): { readonly capacity: { readonly storage: string } } => ({ capacity: { storage } });
    cluster.volume('huge', sized('100Gi'));
    cluster.volume('right', sized('3Gi'));
    cluster.volume('small', sized('1Gi'));
    cluster.volume('other-class', { ...sized('2Gi'), storageClassName: 'x' });
    cluster.volume('raw', { ...sized('2Gi'), volumeMode: 'Block' });
    cluster.volume('read-only', { ...sized('2Gi'), accessModes: ['ReadOnlyMany'] });
    cluster.volume('more-modes', { ...sized('2Gi'), accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] });
    cluster.volume('marked', sized('9Gi'), { tier: 'gold' });
    cluster.run(1_000);
    cluster.claim('plain', '2Gi', NONE);
    cluster.claim('gold', '1Gi', { ...NONE, selector: { matchLabels: { tier: 'gold' } } });
    cluster.claim('block', '1Gi', { ...NONE, volumeMode: 'Block' });
    cluster.claim('both', '1Gi', { ...NONE, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] });
    cluster.run(1_000);
    expect(['plain', 'gold', 'block', 'both'].map((name) => volumeOf(cluster, name))).toEqual([
      'right',
      'marked',
      'raw',
      'more-modes',
    ]);
  });

  test('the one that it names, or that names it', () => {
    const cluster = new StorageCluster();
    cluster.volume('small', { capacity: { storage: '1Gi' } });
    cluster.volume('named', { capacity: { storage: '9Gi' } });
    cluster.volume('kept', { capacity: { storage: '9Gi' }, claimRef: { namespace: 'default', name: 'heir' } });
    cluster.run(1_000);
    expect(cluster.phase(VOLUMES, 'kept')).toBe('Available');
    cluster.claim('by-name', '1Gi', { ...NONE, volumeName: 'named' });
    cluster.claim('heir', '1Gi', NONE);
    cluster.claim('wrong', '8Gi', { ...NONE, volumeName: 'small' });
    cluster.claim('late', '1Gi', { ...NONE, volumeName: 'named' });
    cluster.claim('nowhere', '1Gi', { ...NONE, volumeName: 'absent' });
    cluster.run(1_000);
    expect([volumeOf(cluster, 'by-name'), volumeOf(cluster, 'heir')]).toEqual(['named', 'kept']);
    // Who bound it is only marked where the cluster chose.
    expect(cluster.get(`${VOLUMES}/kept`).metadata.annotations).toBeUndefined();
    expect(cluster.get(`${CLAIMS}/by-name`).metadata.annotations).toEqual({ 'pv.kubernetes.io/bind-completed': 'yes' });
    expect(cluster.told('wrong')).toEqual([
      'Warning VolumeMismatch persistentvolume-controller: Cannot bind to requested volume "small": requested PV is too small',
    ]);
    expect(cluster.told('late')).toEqual([
      'Warning FailedBinding persistentvolume-controller: volume "named" already bound to a different claim.',
    ]);
    expect([cluster.told('nowhere'), cluster.phase(CLAIMS, 'nowhere')]).toEqual([[], 'Pending']);
    cluster.volume('absent', {});
    cluster.run(QUARTER_MINUTE_MS);
    expect(cluster.phase(CLAIMS, 'nowhere')).toBe('Bound');
  });

  test('one that comes later, at the next resync; until then it is told again every 15 seconds', () => {
    const cluster = new StorageCluster();
    cluster.claim('data', '1Gi', NONE);
    cluster.run(2 * QUARTER_MINUTE_MS + 1_000);
    expect(cluster.told('data')).toEqual([
      'Normal FailedBinding (x3) persistentvolume-controller: no persistent volumes available for this claim and no storage class is set',
    ]);
    expect(cluster.sim.isSettled()).toBe(true);
    cluster.volume('disk', {});
    cluster.run(QUARTER_MINUTE_MS);
    expect([cluster.phase(CLAIMS, 'data'), cluster.phase(VOLUMES, 'disk')]).toEqual(['Bound', 'Bound']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('none when its volume is gone, and then it is Lost', () => {
    const cluster = new StorageCluster();
    cluster.volume('disk', {});
    cluster.run(1_000);
    cluster.claim('data', '1Gi', NONE);
    cluster.run(1_000);
    cluster.ask('DELETE', `${VOLUMES}/disk`);
    cluster.run(1_000);
    expect(cluster.table(VOLUMES)).toEqual(['disk 5Gi RWO Retain Terminating default/data  <unset> ']);
    cluster.patch(`${VOLUMES}/disk`, { metadata: { finalizers: null } }, 'merge-patch');
    cluster.run(1_000);
    expect(cluster.table(CLAIMS)).toEqual(['data Lost disk 0   <unset>']);
    expect(cluster.told('data')).toEqual([
      'Warning ClaimLost persistentvolume-controller: Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    ]);
  });
});

describe('what becomes of a volume whose claim is gone', () => {
  const after = (spec: Partial<PersistentVolume['spec']>): StorageCluster => {
    const cluster = new StorageCluster();
    cluster.volume('disk', spec);
    cluster.run(1_000);
    cluster.claim('data', '1Gi', NONE);
    cluster.run(1_000);
    cluster.ask('DELETE', `${CLAIMS}/data`);
    cluster.run(1_000);
    return cluster;
  };

  test('Retain keeps it Released until somebody clears its claimRef', () => {
    const cluster = after({ persistentVolumeReclaimPolicy: 'Retain' });
    cluster.claim('again', '1Gi', NONE);
    cluster.run(QUARTER_MINUTE_MS);
    expect([cluster.phase(VOLUMES, 'disk'), cluster.phase(CLAIMS, 'again')]).toEqual(['Released', 'Pending']);
    cluster.patch(`${VOLUMES}/disk`, { spec: { claimRef: null } }, 'merge-patch');
    cluster.run(QUARTER_MINUTE_MS);
    expect([cluster.phase(VOLUMES, 'disk'), cluster.phase(CLAIMS, 'again')]).toEqual(['Bound', 'Bound']);
  });

  test('Recycle offers it again', () => {
    const cluster = after({ persistentVolumeReclaimPolicy: 'Recycle' });
    expect(cluster.phase(VOLUMES, 'disk')).toBe('Available');
    expect(cluster.told('disk')).toEqual(['Normal VolumeRecycled persistentvolume-controller: Volume recycled']);
  });

  test('Delete removes what can be removed, and tells what cannot', () => {
    expect(after({ persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/tmp/x' } }).names(VOLUMES)).toEqual([]);
    const cluster = after({ persistentVolumeReclaimPolicy: 'Delete' });
    const why = 'host_path deleter only supports /tmp/.+ but received provided /mnt/disk';
    expect(cluster.get(`${VOLUMES}/disk`).status).toMatchObject({ phase: 'Failed', message: why });
    expect(cluster.told('disk')).toEqual([`Warning VolumeFailedDelete persistentvolume-controller: ${why}`]);
  });
});

describe('a claim without a class', () => {
  test('gets the default class at once, or when there is one', () => {
    const cluster = new StorageCluster();
    cluster.claim('early', '1Gi');
    cluster.claim('none', '1Gi', NONE);
    cluster.run(1_000);
    cluster.storageClass('old', {}, { 'storageclass.kubernetes.io/is-default-class': 'true' });
    cluster.run(2_000);
    cluster.storageClass('new', {}, { 'storageclass.kubernetes.io/is-default-class': 'true' });
    cluster.claim('late', '1Gi');
    cluster.run(QUARTER_MINUTE_MS);
    const classes = ['early', 'none', 'late'].map(
      (name) => (cluster.get(`${CLAIMS}/${name}`) as PersistentVolumeClaim).spec.storageClassName,
    );
    expect(classes).toEqual(['new', '', 'new']);
    expect(['early', 'none', 'late'].map((name) => cluster.phase(CLAIMS, name))).toEqual(['Bound', 'Pending', 'Bound']);
  });
});

describe('a claim that waits for a Pod', () => {
  test('takes a volume that the chosen node can reach', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('local', {
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    const on = (node: string): NonNullable<PersistentVolume['spec']['nodeAffinity']> => ({
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }],
      },
    });
    cluster.volume('ssd-2', { storageClassName: 'local', local: { path: '/ssd' }, nodeAffinity: on('node-2') });
    cluster.run(1_000);
    cluster.claim('data', '1Gi', { storageClassName: 'local' });
    cluster.run(1_000);
    cluster.pod('db', ['data']);
    cluster.run();
    expect(cluster.get(`${PODS}/db`)).toMatchObject({ spec: { nodeName: 'node-2' }, status: { phase: 'Running' } });
    cluster.claim('more', '1Gi', { storageClassName: 'local' });
    cluster.pod('second', ['more']);
    cluster.run(1_000);
    expect(cluster.told('second')).toEqual([
      "Warning FailedScheduling default-scheduler: 0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    ]);
    cluster.run(QUARTER_MINUTE_MS);
    expect(cluster.told('more')).toEqual([
      'Normal WaitForPodScheduled (x2) persistentvolume-controller: waiting for pod second to be scheduled',
    ]);
    cluster.volume('ssd-3', { storageClassName: 'local', local: { path: '/ssd' }, nodeAffinity: on('node-3') });
    cluster.run();
    expect(cluster.get(`${PODS}/second`)).toMatchObject({ spec: { nodeName: 'node-3' }, status: { phase: 'Running' } });
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('an unbound one that does not wait keeps its Pod off all nodes', () => {
    const cluster = new StorageCluster();
    cluster.claim('data', '1Gi', NONE);
    cluster.pod('db', ['data']);
    cluster.run(1_000);
    const told = 'pod has unbound immediate PersistentVolumeClaims. not found';
    expect(cluster.told('db')).toEqual([
      `Warning FailedScheduling default-scheduler: 0/3 nodes are available: ${told}`,
    ]);
    cluster.volume('disk', {});
    cluster.run();
    expect(cluster.phase(PODS, 'db')).toBe('Running');
  });
});

describe('a class of an external provisioner', () => {
  test('makes a volume for the claim and deletes it afterwards', () => {
    const cluster = new StorageCluster({ timing: 'real' });
    cluster.storageClass('disk', {});
    cluster.claim('data', '2Gi', { storageClassName: 'disk' });
    cluster.run(10_000);
    const prefix = "Waiting for a volume to be created either by the external provisioner 'disk.sim.kubarium.dev' or";
    expect(masked(cluster.told('data'))).toEqual([
      `Normal ExternalProvisioning persistentvolume-controller: ${prefix} manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
      'Normal Provisioning disk.sim.kubarium.dev_csi-provisioner-0: External provisioner is provisioning volume for claim "default/data"',
      'Normal ProvisioningSucceeded disk.sim.kubarium.dev_csi-provisioner-0: Successfully provisioned volume pvc-*',
    ]);
    expect(masked(cluster.table(VOLUMES))).toEqual(['pvc-* 2Gi RWO Delete Bound default/data disk <unset> ']);
    cluster.ask('DELETE', `${CLAIMS}/data`);
    cluster.run(1_000);
    expect(cluster.names(VOLUMES)).toEqual([]);
  });

  test('that is not installed leaves the claim waiting, until its driver comes', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('ebs', { provisioner: 'kubernetes.io/aws-ebs' });
    cluster.claim('data', '2Gi', { storageClassName: 'ebs' });
    cluster.run(QUARTER_MINUTE_MS);
    expect(cluster.phase(CLAIMS, 'data')).toBe('Pending');
    expect(cluster.told('data')[0]).toContain("external provisioner 'ebs.csi.aws.com'");
    cluster.post('/apis/storage.k8s.io/v1/csidrivers', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'ebs.csi.aws.com' },
      spec: {},
    });
    cluster.run(1_000);
    expect(cluster.phase(CLAIMS, 'data')).toBe('Bound');
  });

  test('can fail, be silent, or not exist', () => {
    const cluster = new StorageCluster();
    cluster.storageClass('full', {}, { 'sim.kubarium.dev/provisioning-error': 'rpc error: no space' });
    cluster.storageClass('down', {}, { 'sim.kubarium.dev/provision': 'false' });
    cluster.storageClass('wrong', { provisioner: 'kubernetes.io/no-provisioner' });
    for (const name of ['full', 'down', 'wrong']) cluster.claim(name, '1Gi', { storageClassName: name });
    cluster.run(QUARTER_MINUTE_MS + 1_000);
    expect(cluster.told('full').at(-1)).toBe(
      'Warning ProvisioningFailed (x2) disk.sim.kubarium.dev_csi-provisioner-0: failed to provision volume with StorageClass "full": rpc error: no space',
    );
    expect(cluster.told('down').map((line) => line.split(' ')[1])).toEqual(['ExternalProvisioning']);
    expect(cluster.told('wrong')).toEqual([
      'Warning ProvisioningFailed (x2) persistentvolume-controller: no volume plugin matched name: kubernetes.io/no-provisioner',
    ]);
  });

  test('ties volumes to the zone of the node that was chosen', () => {
    const cluster = new StorageCluster();
    cluster.storageClass(
      'zonal',
      { volumeBindingMode: 'WaitForFirstConsumer' },
      { 'sim.kubarium.dev/topology-key': 'topology.kubernetes.io/zone' },
    );
    cluster.claim('data', '1Gi', { storageClassName: 'zonal' });
    cluster.pod('db', ['data'], { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-b' } });
    cluster.run();
    expect(cluster.phase(PODS, 'db')).toBe('Running');
    cluster.ask('DELETE', `${PODS}/db`);
    cluster.run();
    cluster.pod('db', ['data'], { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-c' } });
    cluster.run(1_000);
    expect(cluster.told('db').at(-1)).toContain(
      "0/3 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 2 node(s) didn't match Pod's node affinity/selector.",
    );
  });
});
