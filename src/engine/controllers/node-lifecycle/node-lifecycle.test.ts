import { describe, expect, test } from 'vitest';
import { leases } from '../../../api/kinds/lease/lease.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import type { Toleration } from '../../../api/kinds/pod/affinity.ts';
import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { formatMicroTime, formatTime } from '../../../lib/time.ts';
import { taintEvictionController } from '../taint-eviction/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod } from '../testing/objects.ts';
import { nodeLifecycleController } from './index.ts';
import { nodeMonitor } from './monitor.ts';
import { zoneState } from './zone-health.ts';

const PATIENCE = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

function make(names: readonly string[]): ControlPlane {
  const plane = new ControlPlane([nodeLifecycleController, nodeMonitor, taintEvictionController]);
  names.forEach((name, index) => plane.addNode(name, `zone-${index}`));
  plane.settle();
  return plane;
}

/** Lets time pass in which these nodes renew their leases. */
function live(plane: ControlPlane, ms: number, alive: readonly string[]): void {
  const untilMs = plane.nowMs + ms;
  while (plane.nowMs < untilMs) {
    for (const name of alive) {
      const lease = plane.world.get(leases, 'kube-node-lease', name);
      const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: formatMicroTime(plane.nowMs) };
      if (lease === undefined)
        plane.create(leases, {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name, namespace: 'kube-node-lease' },
          spec,
        });
      else plane.update(leases, { ...lease, spec });
    }
    plane.run(Math.min(10_000, untilMs - plane.nowMs));
  }
}

function podOn(plane: ControlPlane, name: string, node: string, tolerations: readonly Toleration[] = PATIENCE): void {
  const { spec } = pod(name);
  plane.create(pods, { ...pod(name), spec: { ...spec, tolerations } });
  plane.runPods(() => true, node);
  plane.settle();
}

const taints = (plane: ControlPlane, name: string): string[] =>
  (plane.get(nodes, name, '').spec.taints ?? []).map(
    ({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`,
  );

function setReady(plane: ControlPlane, name: string, status: 'True' | 'False'): Node {
  const node = plane.get(nodes, name, '');
  return plane.updateStatus(nodes, {
    ...node,
    status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: formatTime(plane.nowMs) }] },
  });
}

describe('a node that falls silent', () => {
  test('is unknown after the grace period, its Pods are not ready, and both taints come at once', () => {
    const plane = make(['node-1', 'node-2', 'node-3']);
    podOn(plane, 'p', 'node-2');
    live(plane, 45_000, ['node-1', 'node-3']);
    expect([taints(plane, 'node-2'), isPodReady(plane.get(pods, 'p'))]).toEqual([[], true]);
    live(plane, 15_000, ['node-1', 'node-3']);
    expect(
      plane
        .get(nodes, 'node-2', '')
        .status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`),
    ).toEqual([
      'Ready Unknown NodeStatusUnknown',
      'MemoryPressure Unknown NodeStatusNeverUpdated',
      'DiskPressure Unknown NodeStatusNeverUpdated',
      'PIDPressure Unknown NodeStatusNeverUpdated',
    ]);
    expect(taints(plane, 'node-2')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute']);
    expect([isPodReady(plane.get(pods, 'p')), plane.get(pods, 'p').status?.phase]).toEqual([false, 'Running']);
    expect(plane.eventsOf('p')).toEqual(['NodeNotReady: Node is not ready']);
    expect(plane.eventsOf('node-2')).toEqual([
      'RegisteredNode: Node node-2 event: Registered Node node-2 in Controller',
      'NodeNotReady: Node node-2 status is now: NodeNotReady',
    ]);
    expect(plane.secondLook()).toEqual([]);
  });

  test('loses its Pods five minutes later, but not those that tolerate it for ever', () => {
    const plane = make(['node-1', 'node-2']);
    podOn(plane, 'patient', 'node-2');
    podOn(plane, 'daemon', 'node-2', [{ operator: 'Exists' }]);
    live(plane, 340_000, ['node-1']);
    expect(plane.get(pods, 'patient').metadata.deletionTimestamp).toBeUndefined();
    live(plane, 20_000, ['node-1']);
    expect(plane.get(pods, 'patient').metadata.deletionTimestamp).toBeDefined();
    expect(podCondition(plane.get(pods, 'patient'), 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
    });
    expect(plane.eventsOf('patient')).toContain('TaintManagerEviction: Marking for deletion Pod default/patient');
    expect(plane.get(pods, 'daemon').metadata.deletionTimestamp).toBeUndefined();
  });

  test('keeps its Pods when it returns in time', () => {
    const plane = make(['node-1', 'node-2']);
    podOn(plane, 'p', 'node-2');
    live(plane, 120_000, ['node-1']);
    setReady(plane, 'node-2', 'True');
    live(plane, 600_000, ['node-1', 'node-2']);
    expect([taints(plane, 'node-2'), plane.get(pods, 'p').metadata.deletionTimestamp]).toEqual([[], undefined]);
    expect(plane.eventsOf('p')).toContain('TaintManagerEviction: Cancelling deletion of Pod default/p');
  });

  test('may wait for its taint: nodes of a zone are given up one every ten seconds', () => {
    const plane = new ControlPlane([nodeLifecycleController]);
    for (const name of ['node-1', 'node-2', 'node-3', 'node-4', 'node-5']) plane.addNode(name);
    plane.settle();
    setReady(plane, 'node-1', 'False');
    setReady(plane, 'node-2', 'False');
    plane.settle();
    const tainted = (): string[] =>
      ['node-1', 'node-2'].filter((name) => taints(plane, name).includes('not-ready:NoExecute'));
    expect(tainted()).toEqual(['node-1']);
    plane.run(9_999);
    expect(tainted()).toEqual(['node-1']);
    plane.run(1);
    expect(tainted()).toEqual(['node-1', 'node-2']);
    expect(plane.secondLook()).toEqual([]);
  });
});

describe('when every node is lost', () => {
  test('nobody is evicted, until one of them comes back', () => {
    const plane = make(['node-1', 'node-2']);
    podOn(plane, 'p', 'node-2');
    live(plane, 400_000, []);
    expect([taints(plane, 'node-1'), taints(plane, 'node-2')]).toEqual([
      ['unreachable:NoSchedule'],
      ['unreachable:NoSchedule'],
    ]);
    setReady(plane, 'node-1', 'True');
    plane.settle();
    expect([taints(plane, 'node-1'), taints(plane, 'node-2')]).toEqual([
      [],
      ['unreachable:NoSchedule', 'unreachable:NoExecute'],
    ]);
  });

  test.each([
    [0, 0, 'Normal'],
    [0, 1, 'FullDisruption'],
    [2, 2, 'Normal'],
    [1, 3, 'PartialDisruption'],
    [10, 12, 'Normal'],
    [9, 11, 'PartialDisruption'],
  ])('%i ready and %i not ready nodes make a zone %s', (ready, notReady, state) => {
    expect(zoneState(ready, notReady)).toBe(state);
  });
});

describe('taints', () => {
  test('follow cordons and pressure, and leave those of others alone', () => {
    const plane = make(['node-1']);
    const node = plane.get(nodes, 'node-1', '');
    plane.update(nodes, { ...node, spec: { unschedulable: true, taints: [{ key: 'mine', effect: 'NoSchedule' }] } });
    plane.settle();
    expect(taints(plane, 'node-1')).toEqual(['mine:NoSchedule', 'unschedulable:NoSchedule']);
    const cordoned = plane.get(nodes, 'node-1', '');
    plane.updateStatus(nodes, {
      ...cordoned,
      status: { conditions: [...(cordoned.status?.conditions ?? []), { type: 'DiskPressure', status: 'True' }] },
    });
    const pressed = plane.get(nodes, 'node-1', '');
    const { unschedulable: _open, ...spec } = pressed.spec;
    plane.update(nodes, { ...pressed, spec });
    plane.settle();
    expect(taints(plane, 'node-1')).toEqual(['mine:NoSchedule', 'disk-pressure:NoSchedule']);
  });

  test('of a person evict at once what does not tolerate them', () => {
    const plane = make(['node-1']);
    podOn(plane, 'p', 'node-1');
    const node = plane.get(nodes, 'node-1', '');
    plane.update(nodes, { ...node, spec: { taints: [{ key: 'gpu', value: 'broken', effect: 'NoExecute' }] } });
    plane.settle();
    expect(plane.get(pods, 'p').metadata.deletionTimestamp).toBeDefined();
  });
});

test('a node that is deleted is taken leave of', () => {
  const plane = make(['node-1']);
  plane.delete(nodes, plane.get(nodes, 'node-1', ''));
  plane.settle();
  expect(plane.eventsOf('node-1').at(-1)).toBe('RemovingNode: Node node-1 event: Removing Node node-1 from Controller');
});
