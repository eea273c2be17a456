import { describe, expect, test } from 'vitest';
import { leases } from '../../../api/kinds/lease/lease.ts';
import { nodes } from '../../../api/kinds/node/node.ts';
import { SmallCluster, stored } from '../../node-side/testing/small-cluster.ts';

describe('a machine that joins', () => {
  test('is given what its object does not say, and reports ready', () => {
    const cluster = new SmallCluster();
    cluster.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'bare' }, spec: {} });
    cluster.settle();
    const node = cluster.world.get(nodes, '', 'bare');
    expect(node?.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': 'bare', 'kubernetes.io/os': 'linux' });
    expect(node?.status).toMatchObject({
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      addresses: [
        { type: 'InternalIP', address: '192.168.0.11' },
        { type: 'Hostname', address: 'bare' },
      ],
      nodeInfo: { kubeletVersion: 'v1.36.3', architecture: 'amd64' },
    });
    expect(node?.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`)).toEqual([
      'MemoryPressure False KubeletHasSufficientMemory',
      'DiskPressure False KubeletHasNoDiskPressure',
      'PIDPressure False KubeletHasSufficientPID',
      'Ready True KubeletReady',
    ]);
    expect(cluster.told('bare').filter((line) => line !== 'Normal Starting ')).toEqual([
      'Normal Starting Starting kubelet.',
      'Normal NodeHasSufficientMemory Node bare status is now: NodeHasSufficientMemory',
      'Normal NodeHasNoDiskPressure Node bare status is now: NodeHasNoDiskPressure',
      'Normal NodeHasSufficientPID Node bare status is now: NodeHasSufficientPID',
      'Normal NodeAllocatableEnforced Updated Node Allocatable limit across pods',
      'Normal NodeReady Node bare status is now: NodeReady',
    ]);
  });

  test('renews its Lease every ten seconds, never in step with all others', () => {
    const cluster = new SmallCluster();
    for (let i = 1; i <= 5; i++) cluster.addNode(`node-${i}`);
    cluster.runFor(60_000);
    const renewals = cluster.store.log.entries().filter(({ resource }) => resource === leases.resource);
    const last = new Set(renewals.slice(-5).map(({ atMs }) => atMs));
    expect(last.size).toBe(5);
    for (let i = 1; i <= 5; i++) {
      const own = renewals.filter(({ key }) => key.endsWith(`/node-${i}`)).map(({ atMs }) => atMs);
      const gapsMs = own.slice(2).map((atMs, n) => atMs - (own[n + 1] ?? 0));
      expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(10_000);
      expect(Math.max(...gapsMs)).toBeLessThanOrEqual(10_400);
    }
    expect(cluster.world.get(leases, 'kube-node-lease', 'node-1')).toMatchObject({
      metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'node-1' }] },
      spec: { holderIdentity: 'node-1', leaseDurationSeconds: 40 },
    });
  });

  test('without an address range its pods wait for one', () => {
    const cluster = new SmallCluster();
    const node = cluster.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'late' }, spec: {} });
    stored(cluster.world.update(nodes, { ...node, spec: { taints: [] } }));
    cluster.runFor(100);
    cluster.addPod('web');
    cluster.runFor(2_000);
    expect(cluster.told('web').at(-1)).toMatch(/^Warning NetworkNotReady network is not ready: /);
    const fresh = cluster.world.get(nodes, '', 'late') ?? node;
    stored(
      cluster.world.update(nodes, {
        ...fresh,
        spec: { ...fresh.spec, podCIDR: '10.244.7.0/24', podCIDRs: ['10.244.7.0/24'] },
      }),
    );
    cluster.settle();
    expect(cluster.pod('web').status).toMatchObject({ phase: 'Running', podIP: '10.244.7.2' });
  });
});
