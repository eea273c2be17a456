import { expect, test } from 'vitest';
import { nodes } from '../../../api/kinds/node/node.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { pod } from '../testing/objects.ts';
import { podGcController } from './index.ts';

function make(): ControlPlane {
  const plane = new ControlPlane([podGcController], { nodes: ['node-1', 'node-2'] });
  plane.create(pods, pod('p'));
  plane.runPods(() => true, 'node-2');
  plane.settle();
  return plane;
}

test('Pods of a deleted node go after the quarantine', () => {
  const plane = make();
  plane.delete(nodes, plane.get(nodes, 'node-2', ''));
  plane.run(39_000);
  expect(plane.all(pods)).toHaveLength(1);
  plane.run(21_000);
  expect(plane.all(pods)).toEqual([]);
  const last = plane.store.log.entries().findLast((change) => change.resource === pods.resource);
  expect(last?.prev?.status).toMatchObject({
    phase: 'Failed',
    conditions: [
      { type: 'PodScheduled' },
      { type: 'Ready' },
      { type: 'DisruptionTarget', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' },
    ],
  });
});

test('Pods of a node that comes back in time stay', () => {
  const plane = make();
  plane.delete(nodes, plane.get(nodes, 'node-2', ''));
  plane.run(30_000);
  plane.addNode('node-2');
  plane.run(120_000);
  expect(plane.all(pods)).toHaveLength(1);
});

test('Pods under deletion on a node out of service go without its kubelet', () => {
  const plane = make();
  plane.delete(pods, plane.get(pods, 'p'));
  const node = plane.get(nodes, 'node-2', '');
  plane.updateStatus(nodes, { ...node, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
  plane.run(60_000);
  expect(plane.all(pods)).toHaveLength(1);
  const silent = plane.get(nodes, 'node-2', '');
  plane.update(nodes, {
    ...silent,
    spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] },
  });
  plane.run(20_000);
  expect(plane.all(pods)).toEqual([]);
});
