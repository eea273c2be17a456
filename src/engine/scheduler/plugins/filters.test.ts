import { describe, expect, test } from 'vitest';
import type { Node, Taint } from '../../../api/kinds/node/node.ts';
import type { PodSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { findNodes, feasibleWanted } from '../find-nodes.ts';
import { failureMessage, truncateNote } from '../fit-error.ts';
import { findVictims } from '../preemption/find-victims.ts';
import { TAIL } from '../schedule-pod.ts';
import { makeCycle, makeNode, makePod, makeTable } from '../testing/make.ts';

const ROOM = { cpu: '4', memory: '8Gi' };
const DEDICATED: Taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

function placesFor(
  pod: Pod,
  nodes: readonly Node[],
  others: readonly Pod[] = [],
): { nodes: string[]; message: string } {
  const table = makeTable(nodes, others);
  const cycle = makeCycle(pod, table);
  const { slots, diagnosis } = findNodes(cycle, 0);
  return {
    nodes: [...slots].map((slot) => table.at(slot).name),
    message: slots.length > 0 ? '' : failureMessage(diagnosis, `${TAIL}${findVictims(cycle, diagnosis, 0).message}`),
  };
}

function requiring(operator: string, key: string, values?: readonly string[]): Partial<PodSpec> {
  const matchExpressions = [{ key, operator, ...(values === undefined ? {} : { values }) }];
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
    },
  };
}

describe('which nodes can take a pod', () => {
  test('a cordoned node takes only pods that tolerate it', () => {
    const nodes = [makeNode('a', ROOM, { unschedulable: true }), makeNode('b', ROOM)];
    expect(placesFor(makePod('p', [{}]), nodes).nodes).toEqual(['b']);
    const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }];
    expect(placesFor(makePod('p', [{}], { tolerations }), nodes).nodes).toEqual(['a', 'b']);
  });

  test.each([
    ['In', 'disk', ['ssd'], ['ssd']],
    ['NotIn', 'disk', ['ssd'], ['hdd', 'none']],
    ['Exists', 'disk', undefined, ['ssd', 'hdd']],
    ['DoesNotExist', 'disk', undefined, ['none']],
    ['Gt', 'cores', ['7'], ['ssd']],
    ['Lt', 'cores', ['7'], ['hdd']],
  ])('required node affinity %s %s %s', (operator, key, values, want) => {
    const nodes = [
      makeNode('ssd', ROOM, {}, { disk: 'ssd', cores: '8' }),
      makeNode('hdd', ROOM, {}, { disk: 'hdd', cores: '4' }),
      makeNode('none', ROOM),
    ];
    expect(placesFor(makePod('p', [{}], requiring(operator, key, values)), nodes).nodes).toEqual(want);
  });

  test('a host port is free once a node, and 0.0.0.0 takes it on all addresses', () => {
    const port = (hostIP?: string): Partial<PodSpec> => ({
      containers: [
        {
          name: 'c',
          image: 'i',
          ports: [{ containerPort: 80, hostPort: 80, ...(hostIP === undefined ? {} : { hostIP }) }],
        },
      ],
    });
    const nodes = [makeNode('a', ROOM)];
    const taken = [makePod('old', [], { ...port('10.0.0.1'), nodeName: 'a' })];
    expect(placesFor(makePod('p', [], port('10.0.0.2')), nodes, taken).nodes).toEqual(['a']);
    expect(placesFor(makePod('p', [], port()), nodes, taken).message).toContain(
      "1 node(s) didn't have free ports for the requested pod ports",
    );
  });

  test('pods that have ended use nothing, pods that terminate still do', () => {
    const nodes = [makeNode('a', ROOM)];
    const big = { ...makePod('old', [{ cpu: '3' }], { nodeName: 'a' }), status: { phase: 'Succeeded' as const } };
    expect(placesFor(makePod('p', [{ cpu: '2' }]), nodes, [big]).nodes).toEqual(['a']);
    const leaving = makePod('old', [{ cpu: '3' }], { nodeName: 'a' });
    const terminating = { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(placesFor(makePod('p', [{ cpu: '2' }]), nodes, [terminating]).nodes).toEqual([]);
  });
});

describe('why no node takes a pod', () => {
  test('no nodes at all', () => {
    expect(placesFor(makePod('p', [{}]), []).message).toBe('no nodes available to schedule pods');
  });

  test('a request that no node could ever meet', () => {
    const nodes = ['a', 'b', 'c'].map((name) => makeNode(name, ROOM));
    expect(placesFor(makePod('p', [{ cpu: '64' }]), nodes).message).toBe(
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    );
  });

  test('a selector that no node has', () => {
    const nodes = ['a', 'b', 'c'].map((name) => makeNode(name, ROOM));
    expect(placesFor(makePod('p', [{}], { nodeSelector: { disktype: 'ssd' } }), nodes).message).toBe(
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    );
  });

  test('one tainted node and two full ones', () => {
    const nodes = [makeNode('a', ROOM, { taints: [DEDICATED] }), makeNode('b', ROOM), makeNode('c', ROOM)];
    const others = ['b', 'c'].map((nodeName) => makePod(`on-${nodeName}`, [{ cpu: '3' }], { nodeName }));
    expect(placesFor(makePod('p', [{ cpu: '2' }]), nodes, others).message).toBe(
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    );
  });

  test('a node tells all resources that are missing, and parts are sorted as texts', () => {
    const nodes = [
      ...Array.from({ length: 10 }, (_, i) => makeNode(`n${i}`, { cpu: '1', memory: '1Gi' })),
      makeNode('x', { ...ROOM, pods: '0' }),
      makeNode('y', { ...ROOM, pods: '0' }),
    ];
    expect(placesFor(makePod('p', [{ cpu: '2', memory: '2Gi' }]), nodes).message).toContain(
      '0/12 nodes are available: 10 Insufficient cpu, 10 Insufficient memory, 2 Too many pods. ',
    );
  });

  test('a pod that may not preempt', () => {
    const message = placesFor(makePod('p', [{ cpu: '64' }], { preemptionPolicy: 'Never' }), [
      makeNode('a', ROOM),
    ]).message;
    expect(message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    );
  });

  test('an Event carries at most 1024 characters', () => {
    expect(truncateNote('x'.repeat(1024))).toHaveLength(1024);
    expect(truncateNote('x'.repeat(1025))).toBe(`${'x'.repeat(1020)} ...`);
  });
});

describe('how many nodes are looked at', () => {
  test.each([
    [3, 3],
    [99, 99],
    [100, 100],
    [1000, 420],
    [5000, 500],
    [6000, 300],
    [15000, 750],
  ])('%i nodes: %i that can take the pod are enough', (count, want) => {
    expect(feasibleWanted(count)).toBe(want);
  });

  test('the zones take turns in the order of looking', () => {
    const zone = (name: string): { 'topology.kubernetes.io/zone': string } => ({ 'topology.kubernetes.io/zone': name });
    const table = makeTable([
      makeNode('a1', {}, {}, zone('a')),
      makeNode('a2', {}, {}, zone('a')),
      makeNode('b1', {}, {}, zone('b')),
    ]);
    expect(table.list().map(({ name }) => name)).toEqual(['a1', 'b1', 'a2']);
  });
});
