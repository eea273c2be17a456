/** The marks of the grammar as path data in a square of 16, used by the DOM cards and by the canvas alike. */
import type { PodState } from '../../api/row.ts';

export interface Glyph {
  /** Filled parts. */
  readonly fill: string;
  /** Stroked parts, with round caps and joins. */
  readonly stroke: string;
  readonly width: number;
}

const hourglass: Glyph = {
  fill: 'M4.6 13.2c0-2.3 1.6-3.4 3.4-4.6 1.8 1.2 3.4 2.3 3.4 4.6z',
  stroke:
    'M3.5 2.2h9M3.5 13.8h9M4.6 2.2c0 2.9 1.4 4 3.4 5.8 2-1.8 3.4-2.9 3.4-5.8M4.6 13.8c0-2.9 1.4-4 3.4-5.8 2 1.8 3.4 2.9 3.4 5.8',
  width: 1.5,
};
const halfDisc: Glyph = {
  fill: 'M8 2.5a5.5 5.5 0 0 1 0 11z',
  stroke: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z',
  width: 1.6,
};
const check: Glyph = { fill: '', stroke: 'M3 8.6l3.3 3.3L13 4.6', width: 2.4 };
const cross: Glyph = { fill: '', stroke: 'M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6', width: 2 };
const bang: Glyph = { fill: '', stroke: 'M8 2.6v6.6M8 13.2v.1', width: 2.6 };
const question: Glyph = {
  fill: '',
  stroke: 'M5.2 5.4c.2-1.7 1.4-2.7 3-2.7 1.7 0 2.9 1.1 2.9 2.6 0 2-2.9 2.3-2.9 4.3M8.1 13.2v.1',
  width: 2,
};
const done: Glyph = {
  fill: '',
  stroke: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 1 1 0-11.6zM5.4 8.2l1.9 1.9 3.5-3.9',
  width: 1.5,
};

export const STATE_GLYPHS: Readonly<Record<PodState, Glyph>> = {
  unscheduled: hourglass,
  creating: hourglass,
  running: halfDisc,
  ready: check,
  terminating: cross,
  failed: bang,
  succeeded: done,
  unknown: question,
};

/** Lines of a revision texture over the place (x0, y0, w, h); neighbouring letters always look different. */
export function texturePath(texture: number, w: number, h: number, x0 = 0, y0 = 0): string {
  const parts: string[] = [];
  const x1 = x0 + w;
  const y1 = y0 + h;
  if (texture === 0 || texture === 5) for (let x = x0 - h; x < x1; x += 6) parts.push(slant(x, y1, x + h, y0, x0, x1));
  if (texture === 1 || texture === 5) for (let x = x0 - h; x < x1; x += 6) parts.push(slant(x, y0, x + h, y1, x0, x1));
  if (texture === 2) for (let y = y0 + 2.5; y < y1; y += 4.5) parts.push(`M${x0} ${y}H${x1}`);
  if (texture === 3) for (let x = x0 + 2.5; x < x1; x += 4.5) parts.push(`M${x} ${y0}V${y1}`);
  if (texture === 4)
    for (let y = y0 + 3; y < y1; y += 5) for (let x = x0 + 3; x < x1; x += 5) parts.push(`M${x} ${y}h.1`);
  return parts.join('');
}

/** A diagonal, cut off at the sides of its place. */
function slant(ax: number, ay: number, bx: number, by: number, x0: number, x1: number): string {
  const rise = (by - ay) / (bx - ax);
  const cx = Math.max(ax, x0);
  const dx = Math.min(bx, x1);
  return cx >= dx ? '' : `M${cx} ${ay + (cx - ax) * rise}L${dx} ${ay + (dx - ax) * rise}`;
}
