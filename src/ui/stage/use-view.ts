import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { Rect, StageScene } from '../../graph/scene.ts';
import { containsRect, visibleRect } from './camera.ts';
import type { Flow } from './flow-adapter.ts';
import type { Drawn } from './drawn.ts';
import { farAt, labelScaleAt, levelAt, massAt } from './level.ts';
import type { Level } from './level.ts';
import type { StageStore } from './stage-store.ts';

/** Screen px beyond the screen for which cards exist, so that a pan finds them ready. */
const WINDOW_BORDER = 400;

/**
 * Keeps level, heading size and window in step with the camera. The level is an attribute and a CSS variable on the
 * root: cards follow by style alone, and React renders only when the window or the painter of the pods changes.
 */
export function useView(root: RefObject<HTMLElement | null>, flow: Flow, store: StageStore, drawn: Drawn): void {
  useEffect(() => {
    const { scene } = drawn.graph;
    let known = root.current?.hasAttribute('data-level') ?? false;
    const follow = (): void => {
      const size = flow.size();
      if (size.width === 0) return;
      const viewport = flow.viewport();
      const before = store.getState();
      const level = levelAt(viewport.zoom, known ? before.level : undefined);
      const far = farAt(viewport.zoom, before.far);
      if (root.current) mark(root.current, level, far, String(labelScaleAt(viewport.zoom, far)));
      known = true;
      const window = nextWindow(before.window, visibleRect(viewport, size), visibleRect(viewport, size, WINDOW_BORDER));
      const mass = massAt(level, far, podsIn(scene, window), before.mass);
      if (level === before.level && far === before.far && window === before.window && mass === before.mass) return;
      store.setState({ level, far, window, mass });
    };
    follow();
    return flow.onView(follow);
  }, [root, flow, store, drawn]);
}

/** Writes only what differs: each write costs a look at every style. */
function mark(root: HTMLElement, level: Level, far: boolean, labelScale: string): void {
  if (root.dataset['level'] !== level) root.dataset['level'] = level;
  if (root.hasAttribute('data-far') !== far) root.toggleAttribute('data-far', far);
  if (root.style.getPropertyValue('--k') !== labelScale) root.style.setProperty('--k', labelScale);
}

/** The old window while it still covers the screen and is not far too large for it. */
function nextWindow(old: Rect, visible: Rect, wide: Rect): Rect {
  const covers = containsRect(old, visible);
  return covers && old.w * old.h < 4 * wide.w * wide.h ? old : wide;
}

function podsIn(scene: StageScene, window: Rect): number {
  let n = 0;
  for (const { rect } of scene.pods.values()) {
    if (
      rect.x < window.x + window.w &&
      rect.x + rect.w > window.x &&
      rect.y < window.y + window.h &&
      rect.y + rect.h > window.y
    )
      n++;
  }
  return n;
}
