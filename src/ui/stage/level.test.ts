import { describe, expect, it } from 'vitest';
import { POD_WIDTH } from '../../graph/geometry.ts';
import { farAt, labelScaleAt, levelAt, massAt } from './level.ts';

const zoomFor = (podPx: number): number => podPx / POD_WIDTH;

describe('semantic zoom', () => {
  it('follows the width of a pod on screen', () => {
    expect([5, 10, 31, 32, 109, 110].map((px) => levelAt(zoomFor(px), undefined))).toEqual([
      'fleet',
      'map',
      'map',
      'work',
      'work',
      'inside',
    ]);
  });

  it('enters a level at 1.12 and leaves it at 0.88 of its threshold', () => {
    expect(levelAt(zoomFor(35), 'map')).toBe('map');
    expect(levelAt(zoomFor(36), 'map')).toBe('work');
    expect(levelAt(zoomFor(29), 'work')).toBe('work');
    expect(levelAt(zoomFor(28), 'work')).toBe('map');
  });

  it('jumps over levels when the zoom does', () => {
    expect(levelAt(zoomFor(4), 'inside')).toBe('fleet');
    expect(levelAt(zoomFor(200), 'fleet')).toBe('inside');
  });

  it('grows headings in few steps as the stage goes away', () => {
    expect(labelScaleAt(0.55, false)).toBe(1);
    expect([0.55, 0.5, 0.4, 0.3, 0.1].map((zoom) => labelScaleAt(zoom, true))).toEqual([1.75, 1.75, 2.1, 3, 3]);
  });

  it('drops small print when it could not be read, with a dead band', () => {
    expect([0.49, 0.5].map((zoom) => farAt(zoom, false))).toEqual([true, false]);
    expect([0.55, 0.56].map((zoom) => farAt(zoom, true))).toEqual([true, false]);
  });

  it('hands pods to the canvas when they are small or many, with a dead band', () => {
    expect(massAt('map', false, 3, false)).toBe(true);
    expect([120, 121].map((n) => massAt('work', false, n, false))).toEqual([false, true]);
    expect([91, 90].map((n) => massAt('work', false, n, true))).toEqual([true, false]);
    expect([40, 41].map((n) => massAt('work', true, n, false))).toEqual([false, true]);
  });
});
