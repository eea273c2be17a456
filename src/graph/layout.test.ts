import { describe, expect, it } from 'vitest';
import { MIN_ROWS, NODE_LADDER, WAIT_LADDER, gridSize, slotCell } from './geometry.ts';
import type { Ladder } from './geometry.ts';
import { createLayout } from './layout.ts';
import type { Layout, LayoutTotals } from './layout.ts';
import type { Rect } from './scene.ts';

const totals: LayoutTotals = {
  shape: 'wide',
  nodes: 3,
  grid: { columns: 3, rows: 2 },
  services: 3,
  outside: 1,
  cards: 3,
  waiting: 2,
};

describe('cells of slots', () => {
  it.each<[string, Ladder]>([
    ['a node', NODE_LADDER],
    ['the waiting room', WAIT_LADDER],
  ])('are all different in %s, and lie inside the grid that shows them', (_name, ladder) => {
    const seen = new Set<string>();
    for (let slot = 0; slot < 400; slot++) {
      const cell = slotCell(ladder, slot);
      seen.add(`${cell.column},${cell.row}`);
      const grid = gridSize(ladder, slot + 1, 1);
      expect(cell.column < grid.columns && cell.row < grid.rows).toBe(true);
    }
    expect(seen.size).toBe(400);
  });

  it('fill whole rows, then open columns beside them when the box has become too long', () => {
    const sizes = [0, 4, 7, 18, 19, 37, 60, 61].map((slots) => gridSize(NODE_LADDER, slots, MIN_ROWS));
    expect(sizes.map((size) => `${size.columns}x${size.rows}`)).toEqual([
      '3x2',
      '3x2',
      '3x3',
      '3x6',
      '6x6',
      '6x7',
      '6x10',
      '9x10',
    ]);
  });
});

describe('the layout', () => {
  it.each(['wide', 'narrow'] as const)('lets nothing overlap (%s)', (shape) => {
    const layout = createLayout({ ...totals, shape, nodes: 11, services: 9, outside: 5, cards: 9, waiting: 30 });
    const rects = everything(layout);
    for (const [i, a] of rects.entries()) for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    for (const a of rects) expect(inside(layout.bounds, a)).toBe(true);
  });

  it('moves nothing else when Services, workloads or waiting pods come', () => {
    const before = createLayout(totals);
    const after = createLayout({ ...totals, services: 12, outside: 6, cards: 20, waiting: 50 });
    expect([0, 1, 2].map((i) => after.boxRect(i))).toEqual([0, 1, 2].map((i) => before.boxRect(i)));
    expect([0, 1, 2].map((i) => after.serviceRect(i))).toEqual([0, 1, 2].map((i) => before.serviceRect(i)));
    expect([0, 1, 2].map((i) => after.cardRect(i))).toEqual([0, 1, 2].map((i) => before.cardRect(i)));
    expect([0, 1].map((i) => after.waitRect(i))).toEqual([0, 1].map((i) => before.waitRect(i)));
  });

  it('only lengthens the boxes when a box grows by rows', () => {
    const before = createLayout(totals);
    const after = createLayout({ ...totals, grid: { columns: 3, rows: 5 } });
    for (const i of [0, 1, 2]) expect(after.boxRect(i)).toEqual({ ...before.boxRect(i), h: after.boxRect(i).h });
  });

  it('puts few machines in one row and many in shelves', () => {
    const rows = (nodes: number): number =>
      new Set(Array.from({ length: nodes }, (_, i) => createLayout({ ...totals, nodes }).boxRect(i).y)).size;
    expect([1, 3, 4, 5, 6, 10, 60].map(rows)).toEqual([1, 1, 1, 1, 2, 2, 5]);
  });
});

function everything(layout: Layout): Rect[] {
  const { nodes, services, outside, cards, waiting } = layout.totals;
  const all = (count: number, place: (i: number) => Rect): Rect[] => Array.from({ length: count }, (_, i) => place(i));
  return [
    ...all(nodes, (i) => layout.boxRect(i)),
    ...all(services, (i) => layout.serviceRect(i)),
    ...all(outside, (i) => layout.outsideRect(i)),
    ...all(cards, (i) => layout.cardRect(i)),
    ...all(waiting, (i) => layout.waitRect(i)),
  ];
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && a.x + a.w > b.x && a.y < b.y + b.h && a.y + a.h > b.y;
}

function inside(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}
