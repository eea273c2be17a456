/**
 * The fixed places of the stage, in px at zoom 1 on a grid of 8. Every place is a function of a slot number and of
 * very few totals (nodes, rows and columns of a box), so that one thing's coming or going moves nothing else.
 */
import type { Rect, Riser } from './scene.ts';

export const POD_WIDTH = 88;
export const POD_HEIGHT = 64;
/** The IP plate takes the upper part of a pod; the body's top edge runs through its middle. */
export const PLATE_HEIGHT = 18;
export const SLOT_DX = 100;
export const SLOT_DY = 80;

/** Where the first row of boxes begins. */
export const BOXES_TOP = 44;
export const BOX_PAD = 16;
export const BOX_GAP = 16;
export const BOX_HEADER = 40;
export const BOX_STRIP = 24;
export const BOX_SLOTS_TOP = 80;
export const MIN_ROWS = 2;

export const SERVICE_WIDTH = 216;
export const SERVICE_GAP = 40;
export const SERVICE_HEADER = 60;
export const LIST_TOP = 64;
export const LIST_HEAD = 24;
export const LIST_ROW = 20;
export const LIST_ROWS = 6;
export const SERVICE_HEIGHT = 216;
/** Foot of a Service of which only lozenge and count are shown. */
export const HEAD_FOOT = LIST_TOP + 2 * LIST_HEAD;

export const OUTSIDE_HEIGHT = 32;

export const CARD_WIDTH = 208;
export const CARD_HEIGHT = 152;
export const CARD_GAP = 12;
export const CARD_SETS_TOP = 94;
export const CARD_SET = 26;
export const CARD_SETS = 2;
/** Cards below each other before the rail opens another column, away from the nodes. */
export const RAIL_ROWS = 4;

export const WAIT_WIDTH = 104;
export const WAIT_HEIGHT = 96;
export const WAIT_DX = 112;
export const WAIT_DY = 108;

interface Tier {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A box grows by whole rows; only when a tier is full it opens more columns, right of the slots that it has. So the
 * cell of a slot never changes, from the first pod to the last.
 */
export type Ladder = readonly Tier[];

export const NODE_LADDER: Ladder = [
  { columns: 3, rows: 6 },
  { columns: 6, rows: 10 },
  { columns: 9, rows: 14 },
  { columns: 12, rows: 24 },
  { columns: 24, rows: Infinity },
];

export const WAIT_LADDER: Ladder = [
  { columns: 1, rows: 6 },
  { columns: 2, rows: 8 },
  { columns: 4, rows: 12 },
  { columns: 8, rows: 24 },
  { columns: 24, rows: Infinity },
];

/** Services stand in a shelf as wide as three machines; many open columns at its side before they are stacked high. */
export const SERVICE_LADDER: Ladder = [
  { columns: 4, rows: 1 },
  { columns: 7, rows: 2 },
  { columns: 9, rows: 3 },
  { columns: 12, rows: 6 },
  { columns: 24, rows: Infinity },
];

export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Cell of a slot: depends on nothing but its number. */
export function slotCell(ladder: Ladder, slot: number): Cell {
  let before: Tier = { columns: 0, rows: 0 };
  for (const tier of ladder) {
    if (slot < tier.columns * tier.rows) {
      const opened = tier.columns - before.columns;
      const beside = opened * before.rows;
      const k = slot - before.columns * before.rows;
      if (k < beside) return { column: before.columns + (k % opened), row: Math.floor(k / opened) };
      const below = k - beside;
      return { column: below % tier.columns, row: before.rows + Math.floor(below / tier.columns) };
    }
    before = tier;
  }
  return { column: 0, row: slot };
}

export interface GridSize {
  readonly columns: number;
  readonly rows: number;
}

/** Columns and rows that show `slots` slots. */
export function gridSize(ladder: Ladder, slots: number, minRows: number): GridSize {
  let before: Tier = { columns: 0, rows: 0 };
  for (const tier of ladder) {
    if (slots <= tier.columns * tier.rows) {
      const last = slots === 0 ? 0 : slotCell(ladder, slots - 1).row + 1;
      return { columns: tier.columns, rows: Math.max(minRows, before.rows, last) };
    }
    before = tier;
  }
  return { columns: before.columns, rows: slots };
}

export function boxSize(grid: GridSize): { readonly w: number; readonly h: number } {
  return {
    w: grid.columns * SLOT_DX - (SLOT_DX - POD_WIDTH) + 2 * BOX_PAD,
    h: BOX_SLOTS_TOP + grid.rows * SLOT_DY,
  };
}

/** The gap beside the boxes through which lines reach a box in a lower row; undefined for a box in the first. */
export function riserTo(box: Rect): Riser | undefined {
  return box.y > BOXES_TOP ? { x: box.x - BOX_GAP / 2, y: BOXES_TOP } : undefined;
}

/** Place of a pod in its node's box. */
export function podRect(box: Rect, slot: number): Rect {
  const cell = slotCell(NODE_LADDER, slot);
  return {
    x: box.x + BOX_PAD + cell.column * SLOT_DX,
    y: box.y + BOX_SLOTS_TOP + cell.row * SLOT_DY,
    w: POD_WIDTH,
    h: POD_HEIGHT,
  };
}

/** Place of a ReplicaSet's row in its owner's card. */
export function setRect(card: Rect, index: number): Rect {
  return { x: card.x + 8, y: card.y + CARD_SETS_TOP + index * CARD_SET, w: card.w - 16, h: CARD_SET };
}

export function union(rects: Iterable<Rect>): Rect {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const r of rects) {
    x0 = Math.min(x0, r.x);
    y0 = Math.min(y0, r.y);
    x1 = Math.max(x1, r.x + r.w);
    y1 = Math.max(y1, r.y + r.h);
  }
  return x1 < x0 ? { x: 0, y: 0, w: 0, h: 0 } : { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}

export function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}
