/** Where the lanes lie and where the n-th thing of each lane stands. Pure: the same totals give the same layout. */
import {
  BOXES_TOP,
  BOX_GAP,
  CARD_GAP,
  CARD_HEIGHT,
  CARD_WIDTH,
  OUTSIDE_HEIGHT,
  RAIL_ROWS,
  SERVICE_GAP,
  SERVICE_HEIGHT,
  SERVICE_LADDER,
  SERVICE_WIDTH,
  WAIT_DX,
  WAIT_DY,
  WAIT_HEIGHT,
  WAIT_LADDER,
  WAIT_WIDTH,
  boxSize,
  gridSize,
  slotCell,
  union,
} from './geometry.ts';
import type { GridSize } from './geometry.ts';
import type { LaneBand, Rect } from './scene.ts';

/** `wide`: lanes side by side, for screens. `narrow`: below each other, for a phone held upright. */
export type StageShape = 'wide' | 'narrow';

export interface LayoutTotals {
  readonly shape: StageShape;
  readonly nodes: number;
  readonly grid: GridSize;
  readonly services: number;
  readonly outside: number;
  readonly cards: number;
  readonly waiting: number;
}

export interface Layout {
  readonly totals: LayoutTotals;
  readonly bands: readonly LaneBand[];
  readonly bounds: Rect;
  /** The same without what the waiting room needs beyond its least size: that comes and goes with every scheduling. */
  readonly frame: Rect;
  boxRect(index: number): Rect;
  serviceRect(slot: number): Rect;
  outsideRect(slot: number): Rect;
  cardRect(slot: number): Rect;
  waitRect(slot: number): Rect;
}

const PAD = 12;
const TITLE = 24;
const LANE_GAP = 8;
/** Room under the slice lists in which endpoint lines fan out. */
const FAN = 36;
const SHELF_GAP = 44;
/** What the other lanes need beside and above the boxes, roughly, and the shape of the screens that it is for. */
const BESIDE = 400;
const ABOVE = 420;
const SCREEN_RATIO = 1.9;
const NARROW_COLUMNS = 5;
const NARROW_CARDS = 3;

interface Frame {
  readonly totals: LayoutTotals;
  readonly perShelf: number;
  readonly box: { readonly w: number; readonly h: number };
  readonly centre: number;
  /** Services and outside addresses beside each other, where the shelf's width decides. */
  readonly perRow: number;
  readonly servicesWidth: number;
  readonly nodesHeight: number;
  readonly servicesTop: number;
  readonly outsideTop: number;
}

export function createLayout(totals: LayoutTotals): Layout {
  const frame = measure(totals);
  const bandsOf = totals.shape === 'wide' ? wideBands : narrowBands;
  const bands = bandsOf(frame, totals.waiting);
  const band = (id: LaneBand['id']): Rect => (bands.find((b) => b.id === id) as LaneBand).rect;
  const rail = band('workloads');
  const waiting = band('waiting');
  return {
    totals,
    bands,
    bounds: union(bands.map((b) => b.rect)),
    frame: union(bandsOf(frame, 0).map((b) => b.rect)),
    boxRect: (index) => ({
      x: PAD + (index % frame.perShelf) * (frame.box.w + BOX_GAP),
      y: BOXES_TOP + Math.floor(index / frame.perShelf) * (frame.box.h + SHELF_GAP),
      w: frame.box.w,
      h: frame.box.h,
    }),
    serviceRect: (slot) => {
      const cell = totals.shape === 'wide' ? slotCell(SERVICE_LADDER, slot) : shelfCell(frame.perRow, slot);
      return {
        x: PAD + cell.column * (SERVICE_WIDTH + SERVICE_GAP),
        y: -LANE_GAP - FAN - SERVICE_HEIGHT - cell.row * (SERVICE_HEIGHT + FAN),
        w: SERVICE_WIDTH,
        h: SERVICE_HEIGHT,
      };
    },
    outsideRect: (slot) => ({
      x: PAD + (slot % frame.perRow) * (SERVICE_WIDTH + SERVICE_GAP),
      y:
        frame.servicesTop -
        LANE_GAP -
        PAD -
        OUTSIDE_HEIGHT -
        Math.floor(slot / frame.perRow) * (OUTSIDE_HEIGHT + LANE_GAP),
      w: SERVICE_WIDTH,
      h: OUTSIDE_HEIGHT,
    }),
    cardRect: (slot) => cardRect(totals.shape, rail, slot),
    waitRect: (slot) => {
      const cell = totals.shape === 'wide' ? slotCell(WAIT_LADDER, slot) : narrowCell(slot);
      return {
        x: waiting.x + PAD + cell.column * WAIT_DX,
        y: waiting.y + TITLE + 4 + cell.row * WAIT_DY,
        w: WAIT_WIDTH,
        h: WAIT_HEIGHT,
      };
    },
  };
}

export function sameTotals(a: LayoutTotals, b: LayoutTotals): boolean {
  return (
    a.shape === b.shape &&
    a.nodes === b.nodes &&
    a.grid.columns === b.grid.columns &&
    a.grid.rows === b.grid.rows &&
    a.services === b.services &&
    a.outside === b.outside &&
    a.cards === b.cards &&
    a.waiting === b.waiting
  );
}

function measure(totals: LayoutTotals): Frame {
  const perShelf = boxesPerShelf(totals);
  const box = boxSize(totals.grid);
  const boxes = perShelf * (box.w + BOX_GAP) - BOX_GAP;
  const least = totals.shape === 'wide' ? 3 : 2;
  const services = least * (SERVICE_WIDTH + SERVICE_GAP) - SERVICE_GAP;
  const inner = Math.max(
    boxes,
    services,
    totals.shape === 'wide' ? 0 : NARROW_CARDS * (CARD_WIDTH + CARD_GAP) - CARD_GAP,
  );
  // On a screen the shelf is as wide as three machines, however wide they grow: nothing moves along it.
  const perRow = totals.shape === 'wide' ? 4 : Math.floor((inner + SERVICE_GAP) / (SERVICE_WIDTH + SERVICE_GAP));
  const shelves = Math.max(1, Math.ceil(totals.nodes / perShelf));
  const serviceGrid = gridSize(SERVICE_LADDER, totals.services, 1);
  const serviceShelves = totals.shape === 'wide' ? serviceGrid.rows : Math.max(1, Math.ceil(totals.services / perRow));
  const outsideShelves = Math.max(1, Math.ceil(totals.outside / perRow));
  const servicesTop = -LANE_GAP - serviceShelves * (SERVICE_HEIGHT + FAN) - TITLE - 4;
  return {
    totals,
    perShelf,
    box,
    centre: inner + 2 * PAD,
    perRow,
    servicesWidth: serviceGrid.columns * (SERVICE_WIDTH + SERVICE_GAP) - SERVICE_GAP + 2 * PAD,
    nodesHeight: BOXES_TOP + shelves * (box.h + SHELF_GAP) - SHELF_GAP + PAD,
    servicesTop,
    outsideTop: servicesTop - LANE_GAP - PAD - outsideShelves * (OUTSIDE_HEIGHT + LANE_GAP) + LANE_GAP - TITLE,
  };
}

/**
 * As many boxes in a row as let the whole picture be seen largest on a wide screen. Asks only how many boxes there are
 * and how many columns they have, so that a box that grows by rows moves no other.
 */
function boxesPerShelf({ shape, nodes, grid }: LayoutTotals): number {
  const n = Math.max(1, nodes);
  if (shape === 'narrow') return Math.min(2, n);
  const typical = boxSize({ columns: grid.columns, rows: grid.columns <= 3 ? 3 : grid.columns * 1.2 });
  let best = n;
  let bestSize = Infinity;
  for (let perShelf = 1; perShelf <= n; perShelf++) {
    const width = perShelf * (typical.w + BOX_GAP) + BESIDE;
    const height = Math.ceil(n / perShelf) * (typical.h + SHELF_GAP) + ABOVE;
    const size = Math.max(width / SCREEN_RATIO, height);
    if (size >= bestSize) continue;
    best = perShelf;
    bestSize = size;
  }
  return best;
}

function wideBands(frame: Frame, waiting: number): LaneBand[] {
  const { centre, nodesHeight, servicesTop, outsideTop, totals } = frame;
  const railColumns = Math.max(1, Math.ceil(totals.cards / RAIL_ROWS));
  const railWidth = railColumns * (CARD_WIDTH + CARD_GAP) - CARD_GAP + 2 * PAD;
  const waitingGrid = gridSize(WAIT_LADDER, waiting, 1);
  const waitingWidth = waitingGrid.columns * WAIT_DX - (WAIT_DX - WAIT_WIDTH) + 2 * PAD;
  const baseTop = wideRailTop();
  const railHeight =
    TITLE + 4 + Math.min(RAIL_ROWS, Math.max(1, totals.cards)) * (CARD_HEIGHT + CARD_GAP) - CARD_GAP + PAD;
  const waitingHeight = TITLE + 4 + waitingGrid.rows * WAIT_DY + PAD;
  const bottom = Math.max(nodesHeight, baseTop + railHeight);
  const oneColumn = WAIT_WIDTH + 2 * PAD;
  const across = Math.max(centre + LANE_GAP + oneColumn, frame.servicesWidth);
  return [
    { id: 'outside', rect: span(0, outsideTop, across, servicesTop - LANE_GAP) },
    { id: 'services', rect: span(0, servicesTop, across, -LANE_GAP) },
    { id: 'nodes', rect: span(0, 0, centre, bottom) },
    {
      id: 'waiting',
      rect: span(centre + LANE_GAP, 0, centre + LANE_GAP + waitingWidth, Math.max(bottom, waitingHeight)),
    },
    { id: 'workloads', rect: span(-LANE_GAP - railWidth, Math.min(outsideTop, baseTop), -LANE_GAP, bottom) },
  ];
}

/** Top of the rail: level with a lane of one shelf, whatever has been built above it since. */
function wideRailTop(): number {
  return -LANE_GAP - (SERVICE_HEIGHT + FAN) - TITLE - 4 - LANE_GAP - PAD - OUTSIDE_HEIGHT - TITLE;
}

function narrowBands(frame: Frame, waiting: number): LaneBand[] {
  const { centre, nodesHeight, servicesTop, outsideTop, totals } = frame;
  const cardRows = Math.max(1, Math.ceil(totals.cards / NARROW_CARDS));
  const railTop = nodesHeight + LANE_GAP;
  const railBottom = railTop + TITLE + 4 + cardRows * (CARD_HEIGHT + CARD_GAP);
  const waitingRows = Math.max(1, Math.ceil(waiting / NARROW_COLUMNS));
  const waitingTop = railBottom + LANE_GAP;
  return [
    { id: 'outside', rect: span(0, outsideTop, centre, servicesTop - LANE_GAP) },
    { id: 'services', rect: span(0, servicesTop, centre, -LANE_GAP) },
    { id: 'nodes', rect: span(0, 0, centre, nodesHeight) },
    { id: 'workloads', rect: span(0, railTop, centre, railBottom) },
    { id: 'waiting', rect: span(0, waitingTop, centre, waitingTop + TITLE + 4 + waitingRows * WAIT_DY + 4) },
  ];
}

function cardRect(shape: StageShape, rail: Rect, slot: number): Rect {
  const size = { w: CARD_WIDTH, h: CARD_HEIGHT };
  if (shape === 'narrow') {
    return {
      x: rail.x + PAD + (slot % NARROW_CARDS) * (CARD_WIDTH + CARD_GAP),
      y: rail.y + TITLE + 4 + Math.floor(slot / NARROW_CARDS) * (CARD_HEIGHT + CARD_GAP),
      ...size,
    };
  }
  const column = Math.floor(slot / RAIL_ROWS);
  return {
    x: -LANE_GAP - PAD - CARD_WIDTH - column * (CARD_WIDTH + CARD_GAP),
    y: wideRailTop() + TITLE + 4 + (slot % RAIL_ROWS) * (CARD_HEIGHT + CARD_GAP),
    ...size,
  };
}

function shelfCell(perRow: number, slot: number): { readonly column: number; readonly row: number } {
  return { column: slot % perRow, row: Math.floor(slot / perRow) };
}

function narrowCell(slot: number): { readonly column: number; readonly row: number } {
  return { column: slot % NARROW_COLUMNS, row: Math.floor(slot / NARROW_COLUMNS) };
}

function span(x0: number, y0: number, x1: number, y1: number): Rect {
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}
