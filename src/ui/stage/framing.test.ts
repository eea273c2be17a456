import { describe, expect, it } from 'vitest';
import { createGraph } from '../../graph/graph.ts';
import { deltaOf, nodeRow, podRow } from '../../graph/testing/rows.ts';
import { Framing } from './framing.ts';

function setUp() {
  const graph = createGraph();
  const framing = new Framing();
  const camera = {};
  const next = (over: object = {}) =>
    framing.next({ graph, fitKey: undefined, camera, resized: false, held: false, ...over });
  const grow = (pods: number): void => {
    graph.apply(deltaOf(Array.from({ length: pods }, (_, i) => podRow(`p${i}`, { node: 'node-1', createdMs: i }))));
  };
  return { graph, framing, next, grow };
}

describe('framing', () => {
  it('waits for the first picture and frames it once', () => {
    const { graph, next } = setUp();
    expect(next()).toBeUndefined();
    graph.apply(deltaOf([nodeRow('node-1')], { reset: true }));
    expect([next(), next()]).toEqual(['first', undefined]);
  });

  it('frames again when the picture outgrows what was framed, not when it changes inside', () => {
    const { graph, next, grow } = setUp();
    graph.apply(deltaOf([nodeRow('node-1')], { reset: true }));
    next();
    grow(6);
    expect(next()).toBeUndefined();
    grow(40);
    expect(next()).toBe('again');
  });

  it('leaves the camera to the person who has taken it, until another scene comes', () => {
    const { graph, framing, next, grow } = setUp();
    graph.apply(deltaOf([nodeRow('node-1')], { reset: true }));
    next();
    framing.take();
    grow(40);
    expect([next(), next({ resized: true })]).toEqual([undefined, undefined]);
    expect(next({ fitKey: 'another' })).toBe('first');
  });

  it('follows a new screen size, but not the panel that opens for a selection', () => {
    const { graph, next } = setUp();
    graph.apply(deltaOf([nodeRow('node-1')], { reset: true }));
    next();
    expect([next({ resized: true, held: true }), next({ resized: true })]).toEqual([undefined, 'again']);
  });

  it('frames anew for a new camera, which stands at the origin', () => {
    const { graph, next } = setUp();
    graph.apply(deltaOf([nodeRow('node-1')], { reset: true }));
    next();
    expect(next({ camera: {} })).toBe('first');
  });
});
