/** The only place that reaches into React Flow's store: what the stage needs of it, in the stage's own words. */
import { useStoreApi } from '@xyflow/react';
import type { Node } from '@xyflow/react';
import { useMemo } from 'react';
import type { Size, Viewport } from './camera.ts';

export interface Flow {
  viewport(): Viewport;
  size(): Size;
  /** React Flow's camera, once it has one that can be moved. A new one stands at the origin again. */
  camera(): object | undefined;
  /** Called with every change of camera or size, in the call that makes it. */
  onView(listener: () => void): () => void;
  /** Puts nodes in at once, so that cards and canvas change in one frame. */
  setNodes(nodes: Node[]): void;
  setViewport(viewport: Viewport, durationMs: number): void;
  zoomBy(factor: number, durationMs: number): void;
}

export function useFlow(): Flow {
  const store = useStoreApi();
  return useMemo((): Flow => {
    const viewport = (): Viewport => {
      const [x, y, zoom] = store.getState().transform;
      return { x, y, zoom };
    };
    return {
      viewport,
      size: () => ({ width: store.getState().width, height: store.getState().height }),
      camera: () => (store.getState().width > 0 ? (store.getState().panZoom ?? undefined) : undefined),
      onView: (listener) =>
        store.subscribe((now, before) => {
          const moved =
            now.transform !== before.transform || now.width !== before.width || now.height !== before.height;
          if (moved || now.panZoom !== before.panZoom) listener();
        }),
      setNodes: (nodes) => store.getState().setNodes(nodes),
      setViewport: (to, durationMs) => void store.getState().panZoom?.setViewport(to, options(durationMs)),
      zoomBy: (factor, durationMs) => void store.getState().panZoom?.scaleBy(factor, options(durationMs)),
    };
  }, [store]);
}

/** Even a duration of 0 would start a timer. */
function options(durationMs: number): { duration: number } | undefined {
  return durationMs > 0 ? { duration: durationMs } : undefined;
}
