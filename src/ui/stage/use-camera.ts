import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Rect } from '../../graph/scene.ts';
import { stopsOf } from '../../graph/travel.ts';
import { fitViewport, panInto } from './camera.ts';
import type { Drawn } from './drawn.ts';
import type { Flow } from './flow-adapter.ts';
import { Framing } from './framing.ts';

const FIT_MS = 350;
const ZOOM_MS = 150;
const REVEAL_MS = 200;
/** With more pods than this a travelling camera drops frames just when the page has most to do: it jumps. */
const TRAVEL_PODS = 60;
const NARROW_PX = 600;
/** On a phone the buttons are as wide as half the screen: the picture stands above them. */
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
  readonly drawn: Drawn;
  readonly flow: Flow;
  readonly fitKey: string | number | undefined;
  readonly animated: boolean;
  readonly selection: ObjectKey | undefined;
  /** Told when the picture has been arranged for another shape of screen. */
  readonly onShape: () => void;
  readonly onFirstFit: () => void;
}

/**
 * Keeps the camera where it belongs: see Framing for when it may move by itself. When the stage becomes smaller, as a
 * panel opens for what was selected, it moves no further than to keep that in sight.
 */
export function useCamera(options: CameraOptions): Camera {
  const { drawn, flow, fitKey } = options;
  const [framing] = useState(() => new Framing());
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });

  const fit = useCallback(
    (rect: Rect, durationMs: number): void => {
      const size = flow.size();
      const foot = size.width < NARROW_PX ? NARROW_FOOT : 0;
      flow.setViewport(fitViewport(rect, size, foot), latest.current.animated ? durationMs : 0);
    },
    [flow],
  );

  const reveal = useCallback(
    (rect: Rect | undefined): boolean => {
      const viewport = flow.viewport();
      const next = rect === undefined ? viewport : panInto(viewport, flow.size(), rect);
      if (next === viewport) return false;
      flow.setViewport(next, latest.current.animated ? REVEAL_MS : 0);
      return true;
    },
    [flow],
  );

  useEffect(() => {
    const { graph } = drawn;
    const follow = (resized: boolean): void => {
      const camera = flow.camera();
      if (!camera) return;
      const shape = flow.size().width < NARROW_PX ? 'narrow' : 'wide';
      if (graph.layout.totals.shape !== shape) {
        graph.setShape(shape);
        framing.restart();
        latest.current.onShape();
      }
      const { selection } = latest.current;
      if (resized && selection !== undefined) reveal(stopsOf(graph.scene).find((stop) => stop.key === selection)?.rect);
      const step = framing.next({ graph, fitKey, camera, resized, held: selection !== undefined });
      if (step === undefined) return;
      const travels = step === 'again' && !resized && graph.scene.pods.size <= TRAVEL_PODS;
      fit(graph.scene.frame, travels ? FIT_MS : 0);
      if (step === 'first') latest.current.onFirstFit();
    };
    follow(false);
    let size = flow.size();
    return flow.onView(() => {
      const next = flow.size();
      const resized = next.width !== size.width || next.height !== size.height;
      size = next;
      if (resized || !framing.framed || flow.camera() !== framing.camera) follow(resized);
    });
  }, [flow, framing, drawn, fitKey, fit, reveal]);

  return useMemo((): Camera => {
    return {
      fit: () => fit(latest.current.drawn.graph.scene.bounds, FIT_MS),
      zoomBy: (factor) => {
        framing.take();
        flow.zoomBy(factor, latest.current.animated ? ZOOM_MS : 0);
      },
      reveal: (rect) => {
        if (reveal(rect)) framing.take();
      },
      taken: () => framing.take(),
    };
  }, [fit, flow, framing, reveal]);
}
