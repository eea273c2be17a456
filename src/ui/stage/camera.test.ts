import { describe, expect, it } from 'vitest';
import { containsRect, fitViewport, panInto, visibleRect } from './camera.ts';

const size = { width: 1280, height: 640 };

describe('the camera', () => {
  it('fits the whole picture on screen', () => {
    const bounds = { x: -240, y: -360, w: 1400, h: 700 };
    const viewport = fitViewport(bounds, size);
    expect(containsRect(visibleRect(viewport, size), bounds)).toBe(true);
    expect(viewport.zoom).toBeCloseTo(616 / 700);
  });

  it('does not blow up a small picture', () => {
    expect(fitViewport({ x: 0, y: 0, w: 100, h: 100 }, size).zoom).toBe(1.25);
  });

  it('pans no further than it must to show a thing', () => {
    const viewport = { x: 0, y: 0, zoom: 1 };
    expect(panInto(viewport, size, { x: 100, y: 100, w: 88, h: 64 })).toBe(viewport);
    expect(panInto(viewport, size, { x: 1250, y: 100, w: 88, h: 64 })).toEqual({ x: -66, y: 0, zoom: 1 });
    expect(panInto(viewport, size, { x: -50, y: 700, w: 88, h: 64 })).toEqual({ x: 58, y: -132, zoom: 1 });
  });

  it('shows the beginning of a thing larger than the screen', () => {
    expect(panInto({ x: 0, y: 0, zoom: 1 }, size, { x: 200, y: 50, w: 3000, h: 64 })).toEqual({
      x: -192,
      y: 0,
      zoom: 1,
    });
  });
});
