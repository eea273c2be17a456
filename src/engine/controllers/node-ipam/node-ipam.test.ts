import { expect, test } from 'vitest';
import { nodes } from '../../../api/kinds/node/node.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { nodeIpamController } from './index.ts';

const ranges = (plane: ControlPlane): string[] =>
  plane.all(nodes).map(({ metadata, spec }) => `${metadata.name ?? ''} ${spec.podCIDR ?? ''}`);

test('nodes get ranges in order of arrival, and a freed one is not given at once', () => {
  const plane = new ControlPlane([nodeIpamController], { nodes: ['node-1', 'node-2', 'node-3'] });
  expect(ranges(plane)).toEqual(['node-1 10.244.0.0/24', 'node-2 10.244.1.0/24', 'node-3 10.244.2.0/24']);
  expect(plane.get(nodes, 'node-1', '').spec.podCIDRs).toEqual(['10.244.0.0/24']);
  plane.delete(nodes, plane.get(nodes, 'node-2', ''));
  plane.addNode('node-4');
  plane.settle();
  expect(ranges(plane)).toEqual(['node-1 10.244.0.0/24', 'node-3 10.244.2.0/24', 'node-4 10.244.3.0/24']);
  expect(plane.secondLook()).toEqual([]);
});
