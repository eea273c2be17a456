import { describe, expect, it } from 'vitest';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { createGraph } from '../../graph/graph.ts';
import type { Graph } from '../../graph/graph.ts';
import { crowd, everyState } from '../../graph/testing/fake-scenes.ts';
import { deltaOf, podKey, podRow } from '../../graph/testing/rows.ts';
import { FlowNodes } from './flow-nodes.ts';
import type { FlowInput } from './flow-nodes.ts';

const EVERYWHERE = { x: -1e5, y: -1e5, w: 2e5, h: 2e5 };

describe('cards', () => {
  it('come for pods a few at a time and then stay the same objects', () => {
    const graph = graphOf(crowd(50).take(true));
    const flow = new FlowNodes();
    const counts: number[] = [];
    for (let more = true; more;) {
      const built = flow.build(inputOf(graph));
      counts.push(built.cards.size);
      ({ more } = built);
    }
    expect(counts).toEqual([6, 12, 18, 24, 30, 36, 42, 48, 50]);
    const before = flow.build(inputOf(graph)).nodes;
    const after = flow.build(inputOf(graph)).nodes;
    expect(after.every((node, i) => node === before[i])).toBe(true);
  });

  it('are made anew only for what a delta changed', () => {
    const graph = graphOf(everyState().take(true));
    const flow = settled(graph);
    const before = new Map(flow.build(inputOf(graph)).nodes.map((node) => [node.id, node]));
    const [pod] = graph.scene.pods.values();
    if (!pod) throw new Error('no pod');
    graph.apply(deltaOf([{ ...pod.row, restarts: 9 }], { nowMs: graph.nowMs }));
    const changed = flow.build(inputOf(graph)).nodes.filter((node) => before.get(node.id) !== node);
    expect(changed.map((node) => node.id)).toEqual([`box ${pod.node}`, `pod ${pod.key}`]);
  });

  it('go a few at a time when the canvas takes over, but for what is looked at', () => {
    const graph = graphOf(crowd(50).take(true));
    const flow = settled(graph);
    const lifted = new Set([...graph.scene.pods.keys()].slice(0, 1));
    const sizes: number[] = [];
    for (let more = true; more;) {
      const built = flow.build(inputOf(graph, { mass: true, lifted }));
      sizes.push(built.cards.size);
      ({ more } = built);
    }
    expect(sizes).toEqual([26, 2, 1]);
    expect(flow.build(inputOf(graph, { mass: true, lifted })).cards).toEqual(lifted);
  });

  it('exist only for what lies in the window', () => {
    const graph = graphOf(everyState().take(true));
    const box = graph.scene.nodes.get('node-2');
    const built = settled(graph, { window: box?.rect ?? EVERYWHERE }).build(
      inputOf(graph, { window: box?.rect ?? EVERYWHERE }),
    );
    expect([...built.cards].map((key) => graph.scene.pods.get(key)?.node)).toEqual(['node-2', 'node-2', 'node-2']);
  });

  it('are fresh for a pod that has just come, not for one that was there or comes in a crowd', () => {
    const graph = graphOf(everyState().take(true));
    const flow = settled(graph);
    graph.apply(deltaOf([podRow('new', { node: 'node-1' })], { nowMs: graph.nowMs }));
    const fresh = (): string[] =>
      flow
        .build(inputOf(graph))
        .nodes.filter((node) => node.data['fresh'] === true)
        .map((node) => node.id);
    expect(fresh()).toEqual([`pod ${podKey('new')}`]);
    const crowdRows = Array.from({ length: 20 }, (_, i) => podRow(`many-${i}`, { node: 'node-1' }));
    graph.apply(deltaOf(crowdRows, { nowMs: graph.nowMs }));
    expect(fresh()).toEqual([`pod ${podKey('new')}`]);
  });

  it('are dimmed beside a selection, and marked when they are it', () => {
    const graph = graphOf(everyState().take(true));
    const [first, second] = [...graph.scene.pods.keys()] as [ObjectKey, ObjectKey];
    const input = { selection: first, near: new Set([first]) };
    const { nodes } = settled(graph, input).build(inputOf(graph, input));
    const look = (key: ObjectKey) => nodes.find((node) => node.id === `pod ${key}`)?.className;
    expect([look(first), look(second)]).toEqual(['is-selected', 'is-dim']);
  });
});

function graphOf(delta: Parameters<Graph['apply']>[0]): Graph {
  const graph = createGraph();
  graph.apply(delta);
  return graph;
}

function inputOf(graph: Graph, over: Partial<FlowInput> = {}): FlowInput {
  return {
    scene: graph.scene,
    version: graph.version,
    window: EVERYWHERE,
    mass: false,
    lifted: new Set(),
    selection: undefined,
    near: undefined,
    ...over,
  };
}

function settled(graph: Graph, over: Partial<FlowInput> = {}): FlowNodes {
  const flow = new FlowNodes();
  while (flow.build(inputOf(graph, over)).more);
  return flow;
}
