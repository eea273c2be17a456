/** Where the camera has to stand. Pure: rectangles in, viewports out. */
import type { Rect } from '../../graph/scene.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MIN_ZOOM = 0.06;
export const MAX_ZOOM = 2.5;
/** Fitting never makes things larger than this: one node and one pod should not fill a wall. */
const FIT_ZOOM = 1.25;
const MARGIN = 12;

/** Shows all of `bounds`, centred above a foot of screen px that buttons need. */
export function fitViewport(bounds: Rect, size: Size, foot = 0): Viewport {
  const width = Math.max(1, size.width - 2 * MARGIN);
  const height = Math.max(1, size.height - foot - 2 * MARGIN);
  const zoom = Math.min(
    FIT_ZOOM,
    Math.max(MIN_ZOOM, Math.min(width / Math.max(1, bounds.w), height / Math.max(1, bounds.h))),
  );
  return {
    x: Math.round(size.width / 2 - (bounds.x + bounds.w / 2) * zoom),
    y: Math.round((size.height - foot) / 2 - (bounds.y + bounds.h / 2) * zoom),
    zoom,
  };
}

/** The part of the stage on screen, with a border of screen px around it. */
export function visibleRect(viewport: Viewport, size: Size, border = 0): Rect {
  return {
    x: (-border - viewport.x) / viewport.zoom,
    y: (-border - viewport.y) / viewport.zoom,
    w: (size.width + 2 * border) / viewport.zoom,
    h: (size.height + 2 * border) / viewport.zoom,
  };
}

/** The smallest pan that brings `rect` fully on screen, clear of the edges; the same viewport when it is. */
export function panInto(viewport: Viewport, size: Size, rect: Rect): Viewport {
  // Less than the margin of a fit: what a fit shows at its edge is on screen.
  const border = 8;
  const shift = (at: number, length: number, room: number): number => {
    const over = at + length - (room - border);
    const under = border - at;
    if (under > 0) return under;
    return over > 0 ? -Math.min(over, at - border) : 0;
  };
  const dx = shift(rect.x * viewport.zoom + viewport.x, rect.w * viewport.zoom, size.width);
  const dy = shift(rect.y * viewport.zoom + viewport.y, rect.h * viewport.zoom, size.height);
  return dx === 0 && dy === 0
    ? viewport
    : { ...viewport, x: Math.round(viewport.x + dx), y: Math.round(viewport.y + dy) };
}

export function containsRect(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}
