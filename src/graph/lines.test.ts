import { describe, expect, it } from 'vitest';
import { createGraph } from './graph.ts';
import { lineStyle } from './lines.ts';
import { ribbonsOf } from './ribbons.ts';
import { deltaOf, endpointRow, nodeRow, podRow, serviceKey, serviceRow, sliceRow } from './testing/rows.ts';

describe('endpoint lines', () => {
  it('have the style of their conditions', () => {
    const style = (ready: boolean, serving: boolean, terminating: boolean) =>
      lineStyle({ ready, serving, terminating });
    expect([
      style(true, true, false),
      style(false, false, false),
      style(false, true, true),
      style(false, false, true),
    ]).toEqual(['ready', 'not-ready', 'terminating', 'not-ready']);
  });

  it('end at the top of a plate in the first row and at its side further down', () => {
    const graph = graphWith(5);
    expect(linesOf(graph).map((line) => line.path.side)).toEqual([false, false, false, true, true]);
  });

  it('never cross on their way down from one list: lower rows leave closer to it', () => {
    const paths = linesOf(graphWith(6)).map((line) => line.path);
    const pairs = paths.slice(1).map((path, i) => [paths[i], path] as const);
    const crossing = pairs.filter(([upper, lower]) => upper && (lower.y0 <= upper.y0 || lower.busX >= upper.busX));
    expect([pairs.length, crossing]).toEqual([5, []]);
  });

  it('share the last cell when there are more endpoints than rows', () => {
    const graph = graphWith(50);
    const service = graph.scene.services.get(serviceKey('web'));
    expect([service?.shown, service?.columns]).toEqual([11, 2]);
    const starts = new Set(linesOf(graph).map((line) => `${line.path.x0},${line.path.y0}`));
    expect([linesOf(graph).length, starts.size]).toEqual([50, 12]);
  });

  it('keep their rows while endpoints join, because the oldest pod comes first', () => {
    const rows = (n: number) => linesOf(graphWith(n)).map((line) => [line.pod, line.path.y0]);
    expect(rows(5).slice(0, 4)).toEqual(rows(4));
  });

  it('become ribbons with the same totals', () => {
    const ribbons = ribbonsOf(graphWith(50).scene);
    expect(ribbons.map(({ node, ready, total }) => ({ node, ready, total }))).toEqual([
      { node: 'core/nodes//node-1', ready: 40, total: 50 },
    ]);
  });
});

function graphWith(pods: number) {
  const graph = createGraph();
  const names = Array.from({ length: pods }, (_, i) => `p${i}`);
  graph.apply(
    deltaOf(
      [
        nodeRow('node-1'),
        serviceRow('web'),
        ...names.map((name, i) => podRow(name, { node: 'node-1', createdMs: i })),
        sliceRow(
          'web-1',
          'web',
          names.map((name, i) => endpointRow(`10.244.1.${i}`, { podUid: `uid-${name}`, ready: i % 5 !== 4 })),
        ),
      ],
      { reset: true },
    ),
  );
  return graph;
}

function linesOf(graph: ReturnType<typeof createGraph>) {
  return [...(graph.scene.lines.get(serviceKey('web')) ?? [])];
}
