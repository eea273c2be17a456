import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectKey } from '../api/machinery/key.ts';
import type { PodState, Row } from '../api/row.ts';
import type { Delta } from '../protocol/delta.ts';
import { createGraph } from './graph.ts';
import { GHOST_MS } from './places.ts';
import { checkPicture, checkSlots, slotMemory } from './testing/check-picture.ts';
import {
  deltaOf,
  endpointRow,
  nodeRow,
  podKey,
  podRow,
  proxyRow,
  serviceKey,
  serviceRow,
  sliceKey,
  sliceRow,
  workloadRow,
} from './testing/rows.ts';

const SEED = 20260711;

describe('the graph', () => {
  it('holds the picture to the rows over random deltas (seed 20260711)', () => {
    fc.assert(
      fc.property(fc.array(deltaArbitrary(), { minLength: 1, maxLength: 25 }), (deltas) => {
        const graph = createGraph();
        let nowMs = 0;
        for (const step of deltas) {
          nowMs += step.nowMs;
          const before = step.reset ? new Map<string, string>() : slotMemory(graph);
          graph.apply({ ...step, nowMs });
          checkPicture(graph);
          checkSlots(before, graph);
          expect(graph.nowMs).toBe(nowMs);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('gives a pod the lowest free slot and keeps it there', () => {
    const graph = createGraph();
    graph.apply(
      deltaOf([nodeRow('node-1'), ...['a', 'b', 'c'].map((name) => podRow(name, { node: 'node-1' }))], { reset: true }),
    );
    graph.apply(deltaOf([], { deletes: [podKey('b')], nowMs: 1 }));
    graph.apply(deltaOf([podRow('d', { node: 'node-1' })], { nowMs: 2 }));
    expect(slotsOf(graph)).toEqual({ a: 0, c: 2, d: 3 });
    graph.tick(GHOST_MS + 2);
    graph.apply(deltaOf([podRow('e', { node: 'node-1' })], { nowMs: GHOST_MS + 3 }));
    expect(slotsOf(graph)).toEqual({ a: 0, c: 2, d: 3, e: 1 });
  });

  it('leaves a ghost for two virtual seconds where a pod stood', () => {
    const graph = createGraph();
    graph.apply(deltaOf([nodeRow('node-1'), podRow('a', { node: 'node-1', ip: '10.244.1.2' })], { reset: true }));
    const rect = graph.scene.pods.get(podKey('a'))?.rect;
    graph.apply(deltaOf([], { deletes: [podKey('a')], nowMs: 100 }));
    expect([...graph.scene.ghosts.values()]).toEqual([
      { id: 'uid-a', name: 'a', ip: '10.244.1.2', node: 'node-1', slot: 0, rect, untilMs: 100 + GHOST_MS },
    ]);
    const version = graph.version;
    graph.tick(99 + GHOST_MS);
    expect(graph.version).toBe(version);
    graph.tick(100 + GHOST_MS);
    expect([graph.version, graph.scene.ghosts.size]).toEqual([version + 1, 0]);
  });

  it('lets a ghost make way before a box has to grow', () => {
    const graph = createGraph();
    const full = Array.from({ length: 6 }, (_, i) => podRow(`p${i}`, { node: 'node-1' }));
    graph.apply(deltaOf([nodeRow('node-1'), ...full], { reset: true }));
    graph.apply(deltaOf([podRow('new', { node: 'node-1' })], { deletes: [podKey('p4')], nowMs: 10 }));
    expect([graph.scene.pods.get(podKey('new'))?.slot, graph.scene.ghosts.size]).toEqual([4, 0]);
  });

  it('moves no pod inside its box while the box grows from one pod to its capacity', () => {
    const graph = createGraph();
    graph.apply(deltaOf([nodeRow('node-1'), nodeRow('node-2')], { reset: true }));
    for (let i = 0; i < 110; i++) {
      const before = slotMemory(graph);
      graph.apply(deltaOf([podRow(`p${i}`, { node: 'node-1', createdMs: i })]));
      checkSlots(before, graph);
    }
    expect(graph.scene.nodes.get('node-1')).toMatchObject({ columns: 9, rows: 13, pods: 110 });
  });

  it('keeps the box of a node that is gone while pods still name it, and drops it with the last of them', () => {
    const graph = createGraph();
    graph.apply(deltaOf([nodeRow('node-1'), nodeRow('node-2'), podRow('a', { node: 'node-1' })], { reset: true }));
    const { rect } = graph.scene.nodes.get('node-1') as { rect: unknown };
    graph.apply(deltaOf([], { deletes: [nodeRow('node-1').key] }));
    expect(graph.scene.nodes.get('node-1')).toMatchObject({ rect, row: undefined, pods: 1 });
    graph.apply(deltaOf([], { deletes: [podKey('a')] }));
    expect([...graph.scene.nodes.keys()]).toEqual(['node-2']);
  });

  it('letters revisions by their number and nests the sets that have pods', () => {
    const deployment = workloadRow('Deployment', 'web', { desired: 3 });
    const set = (name: string, revision: number, desired: number): Row =>
      workloadRow('ReplicaSet', name, { ownerUid: deployment.uid, revision, desired, createdMs: revision });
    const graph = createGraph();
    const pod = podRow('web-2-x', { ownerUid: 'uid-ReplicaSet-web-2' });
    graph.apply(
      deltaOf([pod, set('web-1', 1, 0), set('web-2', 2, 1), set('web-3', 3, 2), deployment], { reset: true }),
    );
    const card = graph.scene.workloads.get(deployment.key);
    expect(card?.sets.map((s) => [s.row.name, s.letter])).toEqual([
      ['web-3', 'C'],
      ['web-2', 'B'],
    ]);
    expect([card?.hiddenSets, graph.scene.workloads.size, graph.scene.pods.get(pod.key)?.letter]).toEqual([1, 1, 'B']);
  });

  it('replaces no item that a delta does not touch', () => {
    const graph = createGraph();
    const rows = [
      nodeRow('node-1'),
      nodeRow('node-2'),
      podRow('a', { node: 'node-1' }),
      podRow('b', { node: 'node-2' }),
    ];
    const web = [serviceRow('web'), sliceRow('web-1', 'web', [endpointRow('10.244.1.2', { podUid: 'uid-a' })])];
    graph.apply(deltaOf([...rows, ...web, serviceRow('api')], { reset: true }));
    const before = itemsOf(graph);
    graph.apply(deltaOf([podRow('a', { node: 'node-1', state: 'ready' })]));
    const changed = [...itemsOf(graph)].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    expect(changed.sort()).toEqual(['node-1', podKey('a')].sort());
  });

  it('arranges the same rows the same way whatever order they come in', () => {
    const rows = [
      nodeRow('node-10'),
      nodeRow('node-2'),
      ...Array.from({ length: 12 }, (_, i) => podRow(`p${i}`, { node: i % 2 ? 'node-2' : 'node-10', createdMs: i })),
      serviceRow('b'),
      serviceRow('a'),
    ];
    const forwards = createGraph();
    forwards.apply(deltaOf(rows, { reset: true }));
    const backwards = createGraph();
    backwards.apply(deltaOf([...rows].reverse(), { reset: true }));
    expect(placesOf(backwards)).toEqual(placesOf(forwards));
    expect(forwards.scene.nodes.get('node-2')?.rect.x).toBeLessThan(forwards.scene.nodes.get('node-10')?.rect.x ?? 0);
  });
});

function deltaArbitrary(): fc.Arbitrary<Delta> {
  const pods = fc.integer({ min: 0, max: 11 });
  const node = fc.constantFrom('', 'node-1', 'node-2', 'node-3', 'node-1');
  const states = fc.constantFrom<PodState>('unscheduled', 'creating', 'running', 'ready', 'terminating', 'failed');
  const services = fc.constantFrom('web', 'api', 'db');
  const pod = fc
    .tuple(
      pods,
      node,
      states,
      fc.integer({ min: 1, max: 2 }),
      fc.constantFrom('', 'uid-ReplicaSet-web-a', 'uid-ReplicaSet-web-b'),
    )
    .map(([n, on, state, life, ownerUid]): Row =>
      podRow(`p${n}`, {
        node: on,
        state,
        uid: `uid-${n}-${life}`,
        createdMs: (n * life) % 5,
        ownerUid,
        ip: on && `10.244.0.${n}`,
      }),
    );
  const endpoint = fc
    .tuple(pods, fc.integer({ min: 1, max: 2 }), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
    .map(([n, life, known, ready, serving, terminating]) =>
      endpointRow(`10.244.0.${n}`, { podUid: known ? `uid-${n}-${life}` : '', ready, serving, terminating }),
    );
  const slice = fc
    .tuple(
      fc.constantFrom('s1', 's2', 's3', 's4'),
      services,
      fc.uniqueArray(endpoint, { maxLength: 14, selector: (e) => e.address }),
    )
    .map(([name, service, endpoints]): Row => sliceRow(name, service, endpoints));
  const service = fc
    .tuple(
      services,
      fc.constantFrom('10.96.0.1', 'None', ''),
      fc.constantFrom('ClusterIP', 'LoadBalancer'),
      fc.constantFrom(0, 30080),
      fc.boolean(),
    )
    .map(([name, clusterIp, serviceType, nodePort, given]): Row =>
      serviceRow(name, {
        clusterIp,
        serviceType,
        ingress: given ? ['203.0.113.1'] : [],
        ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: 'http', nodePort }],
      }),
    );
  const set = fc
    .tuple(
      fc.constantFrom('web-a', 'web-b'),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 2 }),
      fc.boolean(),
    )
    .map(([name, revision, desired, owned]): Row =>
      workloadRow('ReplicaSet', name, { revision, desired, ownerUid: owned ? 'uid-Deployment-web' : '' }),
    );
  const machine = fc
    .tuple(fc.constantFrom('node-1', 'node-2', 'node-3', 'node-4', 'node-5'), fc.integer({ min: 0, max: 3 }))
    .map(([name, createdMs]): Row => nodeRow(name, { createdMs }));
  const proxy = fc
    .tuple(
      fc.constantFrom('node-1', 'node-2'),
      fc.subarray([sliceKey('s1'), sliceKey('s2'), sliceKey('s4'), serviceKey('web')]),
      fc.nat(99),
    )
    .map(([name, stale, learnedRv]): Row => proxyRow(name, stale, { learnedRv }));
  const deployment = fc
    .integer({ min: 0, max: 3 })
    .map((desired): Row => workloadRow('Deployment', 'web', { desired }));
  const row = fc.oneof(
    { weight: 6, arbitrary: pod },
    { weight: 3, arbitrary: slice },
    service,
    set,
    machine,
    proxy,
    deployment,
  );
  return fc
    .tuple(
      fc.uniqueArray(row, { maxLength: 12, selector: (r) => r.key }),
      fc.array(row, { maxLength: 5 }),
      fc.nat(1500),
      fc.integer({ min: 0, max: 19 }),
    )
    .map(([upserts, gone, nowMs, dice]) => {
      const kept = new Set<ObjectKey>(upserts.map((r) => r.key));
      const deletes = gone.map((r) => r.key).filter((key) => !kept.has(key));
      return deltaOf(upserts, { deletes, nowMs, reset: dice === 0 });
    });
}

function slotsOf(graph: ReturnType<typeof createGraph>): Record<string, number> {
  return Object.fromEntries([...graph.scene.pods.values()].map((pod) => [pod.row.name, pod.slot]));
}

function itemsOf(graph: ReturnType<typeof createGraph>): Map<string, unknown> {
  const { pods, nodes, services, workloads } = graph.scene;
  return new Map<string, unknown>([...pods, ...nodes, ...services, ...workloads]);
}

function placesOf(graph: ReturnType<typeof createGraph>): Record<string, unknown> {
  const { pods, nodes, services } = graph.scene;
  return Object.fromEntries([...pods, ...nodes, ...services].map(([key, item]) => [key, item.rect]));
}
