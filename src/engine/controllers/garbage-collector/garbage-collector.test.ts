import { describe, expect, test } from 'vitest';
import { configMaps, type ConfigMap } from '../../../api/kinds/config-map/config-map.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { replicaSets } from '../../../api/kinds/replica-set/replica-set.ts';
import type { OwnerReference } from '../../../api/machinery/object.ts';
import { replicaSetController } from '../replicaset/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { replicaSet } from '../testing/objects.ts';
import { garbageCollector } from './index.ts';

const make = (): ControlPlane => new ControlPlane([garbageCollector, replicaSetController], { nodes: ['node-1'] });

function map(
  plane: ControlPlane,
  name: string,
  owners: readonly OwnerReference[] = [],
  finalizers: readonly string[] = [],
): ConfigMap {
  const metadata = {
    name,
    namespace: 'default',
    ...(owners.length === 0 ? {} : { ownerReferences: owners }),
    ...(finalizers.length === 0 ? {} : { finalizers }),
  };
  return plane.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata });
}

const ownedBy = ({ metadata }: ConfigMap, blockOwnerDeletion = false): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: metadata.name ?? '',
  uid: metadata.uid ?? '',
  blockOwnerDeletion,
});

const names = (plane: ControlPlane): string[] => plane.all(configMaps).map(({ metadata }) => metadata.name ?? '');

describe('an object that belongs to others', () => {
  test('goes when the last of them is gone, and so do its own dependents', () => {
    const plane = make();
    const [a, b] = [map(plane, 'a'), map(plane, 'b')];
    const child = map(plane, 'child', [ownedBy(a), ownedBy(b)]);
    map(plane, 'grandchild', [ownedBy(child)]);
    plane.settle();
    plane.delete(configMaps, a);
    plane.settle();
    expect(names(plane)).toEqual(['b', 'child', 'grandchild']);
    expect(plane.get(configMaps, 'child').metadata.ownerReferences).toEqual([ownedBy(b)]);
    plane.delete(configMaps, b);
    plane.settle();
    expect(names(plane)).toEqual([]);
  });

  test('goes when it names an owner that never was, or one of another uid', () => {
    const plane = make();
    const a = map(plane, 'a');
    map(plane, 'child', [{ ...ownedBy(a), uid: 'of-an-earlier-a' }]);
    plane.settle();
    expect(names(plane)).toEqual(['a']);
  });

  test('stays when its owner is of a kind that nobody serves', () => {
    const plane = make();
    map(plane, 'child', [{ apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'u' }]);
    plane.settle();
    expect(names(plane)).toEqual(['child']);
    expect(plane.secondLook()).toEqual([]);
  });
});

test('an owner in another namespace is none, and an event says so', () => {
  const plane = make();
  const owner = map(plane, 'a');
  plane.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'child', namespace: 'kube-node-lease', ownerReferences: [ownedBy(owner)] },
  });
  plane.settle();
  expect(names(plane)).toEqual(['a']);
  expect(plane.eventsOf('child')).toEqual([
    `OwnerRefInvalidNamespace: ownerRef [v1/ConfigMap, namespace: kube-node-lease, name: a, uid: ${owner.metadata.uid ?? ''}] does not exist in namespace "kube-node-lease"`,
  ]);
});

describe('an owner that is deleted', () => {
  test('in the foreground waits for dependents that block it, and for no others', () => {
    const plane = make();
    const a = map(plane, 'a');
    map(plane, 'blocker', [ownedBy(a, true)], ['example.com/hold']);
    map(plane, 'other', [ownedBy(a)], ['example.com/hold']);
    plane.delete(configMaps, a, 'Foreground');
    plane.settle();
    expect(names(plane)).toEqual(['a', 'blocker', 'other']);
    expect(plane.all(configMaps).every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    const blocker = plane.get(configMaps, 'blocker');
    const { finalizers: _finalizers, ...rest } = blocker.metadata;
    plane.update(configMaps, { ...blocker, metadata: rest });
    plane.settle();
    expect(names(plane)).toEqual(['other']);
  });

  test('as orphan lets its dependents go first', () => {
    const plane = make();
    const a = map(plane, 'a');
    map(plane, 'child', [ownedBy(a)]);
    plane.delete(configMaps, a, 'Orphan');
    plane.settle();
    expect(names(plane)).toEqual(['child']);
    expect(plane.get(configMaps, 'child').metadata.ownerReferences).toBeUndefined();
  });

  test('in the foreground outlives its Pods', () => {
    const plane = make();
    plane.create(replicaSets, replicaSet('web'));
    plane.settle();
    plane.runPods();
    plane.settle();
    plane.delete(replicaSets, plane.get(replicaSets, 'web'), 'Foreground');
    plane.settle();
    expect(plane.all(replicaSets)).toHaveLength(1);
    expect(plane.all(pods).every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    plane.endPods();
    plane.settle();
    expect([plane.all(replicaSets), plane.all(pods)]).toEqual([[], []]);
  });
});
