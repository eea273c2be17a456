import { describe, expect, test } from 'vitest';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { nodeDef } from './def.ts';
import type { Node, NodeSpec, NodeStatus } from './node.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 5, 2);

function nodeWith(spec: NodeSpec = {}, status: NodeStatus = {}, labels: Readonly<Record<string, string>> = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1', creationTimestamp: '2026-01-01T00:00:00Z', labels },
    spec,
    status,
  };
}

const ready = (status: 'True' | 'False' | 'Unknown'): NodeStatus => ({ conditions: [{ type: 'Ready', status }] });

describe('a Node', () => {
  test('offers all that it has, and knows its range under both names', () => {
    const node = created(
      nodeDef,
      nodeWith({ podCIDR: '10.244.0.0/24' }, { capacity: { cpu: '4000m', memory: '8192Mi', pods: '110' } }),
    ) as Node;
    expect(node.spec).toEqual({ podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] });
    expect(node.status).toEqual({
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    });
  });

  test.each<[string, readonly unknown[]]>([
    ['Ready', [nodeWith({}, ready('True'))]],
    ['NotReady', [nodeWith({}, ready('False'))]],
    ['NotReady', [nodeWith({}, ready('Unknown'))]],
    ['Unknown', [nodeWith()]],
    ['Ready,SchedulingDisabled', [nodeWith({ unschedulable: true }, ready('True'))]],
  ])('prints the status %s', (text, [node]) => {
    expect(nodeDef.tableRow(node as Node, NOW_MS).cells[1]).toBe(text);
  });

  test('prints a whole row', () => {
    const status: NodeStatus = {
      ...ready('True'),
      addresses: [
        { type: 'InternalIP', address: '192.168.0.11' },
        { type: 'Hostname', address: 'node-1' },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.36.3',
        osImage: 'Simulated Linux',
        kernelVersion: '6.1.0',
        containerRuntimeVersion: 'containerd://2.0.0',
      },
    };
    const labels = { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' };
    expect(nodeDef.tableRow(nodeWith({}, status, labels), NOW_MS).cells).toEqual([
      'node-1',
      'Ready',
      'control-plane,worker',
      '5m2s',
      'v1.36.3',
      '192.168.0.11',
      '<none>',
      'Simulated Linux',
      '6.1.0',
      'containerd://2.0.0',
    ]);
  });

  test('becomes a row for the stage', () => {
    const status: NodeStatus = {
      ...ready('True'),
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      addresses: [{ type: 'InternalIP', address: '192.168.0.11' }],
    };
    const spec: NodeSpec = {
      podCIDR: '10.244.0.0/24',
      taints: [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', effect: 'NoExecute' },
      ],
    };
    expect(
      nodeDef.project?.(created(nodeDef, nodeWith(spec, status, { 'topology.kubernetes.io/zone': 'zone-a' }))),
    ).toEqual({
      type: 'node',
      key: 'core/nodes//node-1',
      uid: '',
      rv: 0,
      namespace: '',
      name: 'node-1',
      createdMs: Date.UTC(2026, 0, 1),
      ip: '192.168.0.11',
      podCidr: '10.244.0.0/24',
      ready: 'True',
      unschedulable: false,
      taints: ['a=b:NoSchedule', 'c:NoExecute'],
      zone: 'zone-a',
      cpuMillis: 4000,
      memoryBytes: 8 * 1024 ** 3,
      maxPods: 110,
    });
  });

  test('is refused with taints that cannot be', () => {
    const taint = { key: 'a', value: 'b', effect: 'NoSchedule' } as const;
    const wrong = { key: 'a', effect: 'Wrong' as 'NoSchedule' };
    expect(createErrors(nodeDef, nodeWith({ taints: [taint, taint, wrong] }))).toEqual([
      'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      'metadata.taints[2].effect: Unsupported value: "Wrong": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ]);
  });

  test('keeps its range', () => {
    const old = created(nodeDef, nodeWith({ podCIDR: '10.244.0.0/24' }));
    expect(updateErrors(nodeDef, nodeWith({ podCIDRs: ['10.244.9.0/24'] }), old)).toEqual([
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    ]);
  });
});
