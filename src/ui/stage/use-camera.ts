import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Graph } from '../../graph/graph.ts';
import type { Rect } from '../../graph/scene.ts';
import { containsRect, fitViewport, panInto } from './camera.ts';
import type { Flow } from './flow-adapter.ts';

const FIT_MS = 350;
const NARROW_PX = 600;
const NARROW_FOOT = 56;

export interface Camera {
  /** Shows everything. */
  fit(): void;
  zoomBy(factor: number): void;
  /** Pans as little as needed to show a thing. */
  reveal(rect: Rect): void;
  /** A person's hand is on the camera: from now on it moves only when asked. */
  taken(): void;
}

interface CameraOptions {
  readonly graph: Graph;
  readonly version: number;
  readonly flow: Flow;
  readonly fitKey: string | number | undefined;
  readonly animated: boolean;
  /** Something is selected: a panel that opens for it must not make the picture jump. */
  readonly held: boolean;
  /** Told when the picture has been arranged for another shape of screen. */
  readonly onShape: () => void;
  readonly onFirstFit: () => void;
}

interface State {
  /** A person has moved the camera. */
  taken: boolean;
  /** What the last fit had to show; undefined before the first. */
  fitted: Rect | undefined;
  readonly key: string | number | undefined;
  readonly graph: Graph;
  /** The camera of React Flow that was fitted. */
  readonly camera: object | undefined;
}

/**
 * Fits once when there is something to see, and again for a new scene. Until a person moves the camera it also follows
 * when the picture outgrows the screen; after that, never.
 */
export function useCamera(options: CameraOptions): Camera {
  const { graph, version, flow, fitKey } = options;
  const latest = useRef(options);
  latest.current = options;
  const state = useRef<State>({ taken: false, fitted: undefined, key: fitKey, graph, camera: undefined });

  const fit = useCallback(
    (durationMs: number): void => {
      const { graph: current } = latest.current;
      const size = flow.size();
      // On a phone the buttons are as wide as the screen's half: the picture stands above them.
      flow.setViewport(fitViewport(current.scene.bounds, size, size.width < NARROW_PX ? NARROW_FOOT : 0), latest.current.animated ? durationMs : 0);
    },
    [flow],
  );

  useEffect(() => {
    const now = state.current;
    if (now.key !== fitKey || now.graph !== graph) {
      state.current = { ...now, taken: false, fitted: undefined, key: fitKey, graph };
    }
    const follow = (resized: boolean): void => {
      const flowCamera = flow.camera();
      if (!flowCamera) return;
      if (flowCamera !== state.current.camera) state.current = { ...state.current, camera: flowCamera, fitted: undefined };
      const shape = flow.size().width < NARROW_PX ? 'narrow' : 'wide';
      if (graph.layout.totals.shape !== shape) {
        graph.setShape(shape);
        state.current = { ...state.current, taken: false, fitted: undefined };
        latest.current.onShape();
      }
      const { taken, fitted } = state.current;
      const { bounds } = graph.scene;
      if (taken || graph.version === 0) return;
      if (fitted && !(resized && !latest.current.held) && containsRect(fitted, bounds)) return;
      state.current.fitted = bounds;
      fit(fitted && !resized ? FIT_MS : 0);
      if (!fitted) latest.current.onFirstFit();
    };
    follow(false);
    let size = flow.size();
    return flow.onView(() => {
      const next = flow.size();
      const resized = next.width !== size.width || next.height !== size.height;
      size = next;
      if (resized || !state.current.fitted || flow.camera() !== state.current.camera) follow(resized);
    });
  }, [flow, graph, version, fitKey, fit]);

  return useMemo(
    (): Camera => ({
      fit: () => fit(FIT_MS),
      zoomBy: (factor) => {
        state.current.taken = true;
        flow.zoomBy(factor, latest.current.animated ? 150 : 0);
      },
      reveal: (rect) => {
        const viewport = flow.viewport();
        const next = panInto(viewport, flow.size(), rect);
        if (next === viewport) return;
        state.current.taken = true;
        flow.setViewport(next, latest.current.animated ? 200 : 0);
      },
      taken: () => {
        state.current.taken = true;
      },
    }),
    [fit, flow],
  );
}
