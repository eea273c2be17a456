import { useEffect, useMemo, useRef } from 'react';
import type { RefObject } from 'react';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { groupEnd, nearestStop, stopsOf } from '../../graph/travel.ts';
import type { Direction, Stop } from '../../graph/travel.ts';
import type { Rect } from '../../graph/scene.ts';
import type { Drawn } from './drawn.ts';
import type { Camera } from './use-camera.ts';
import type { StageStore } from './stage-store.ts';

export interface Focus {
  /** Puts the keyboard on a thing, and the thing on screen. */
  on(key: ObjectKey): void;
  /** The keyboard has come to a thing by itself. */
  note(key: ObjectKey): void;
  /** Where the keyboard was, or the first thing there is. */
  resume(): void;
  move(direction: Direction): void;
  toEnd(end: 'first' | 'last'): void;
}

/** One Tab stop, and a roving focus inside it. Things in the mass become cards while they have the focus. */
export function useFocus(
  canvas: RefObject<HTMLElement | null>,
  drawn: Drawn,
  store: StageStore,
  camera: Camera,
): Focus {
  const { graph } = drawn;
  const last = useRef<Stop>(undefined);

  const focus = useMemo((): Focus => {
    const stops = (): Stop[] => stopsOf(graph.scene);
    const on = (key: ObjectKey): void => {
      const stop = stops().find((s) => s.key === key);
      if (!stop) return;
      last.current = stop;
      store.setState({ focus: key });
      camera.reveal(stop.rect);
      focusElement(canvas.current, key);
    };
    const current = (): Stop | undefined => {
      const { focus: key } = store.getState();
      const all = stops();
      return all.find((s) => s.key === key) ?? all[0];
    };
    return {
      on,
      note: (key) => {
        last.current = stops().find((s) => s.key === key) ?? last.current;
        store.setState({ focus: key, focused: true });
      },
      resume: () => {
        const stop = current();
        if (stop) on(stop.key);
      },
      move: (direction) => {
        const from = current();
        const next = from && nearestStop(stops(), from.rect, direction);
        if (next) on(next.key);
      },
      toEnd: (end) => {
        const from = current();
        const next = from && groupEnd(stops(), from.key, end);
        if (next) on(next.key);
      },
    };
  }, [canvas, graph, store, camera]);

  // What had the focus is gone: the keyboard goes on at the thing nearest to where it stood, never back to the page's top.
  useEffect(() => {
    const { focused, focus: key } = store.getState();
    if (!focused || key === undefined || !last.current) return;
    const all = stopsOf(drawn.graph.scene);
    const stop = all.find((s) => s.key === key);
    if (stop) {
      last.current = stop;
      return;
    }
    const { group, rect } = last.current;
    const peers = all.filter((s) => s.group === group);
    const near = closest(peers.length > 0 ? peers : all, rect);
    if (near) focus.on(near.key);
  }, [drawn, store, focus]);

  return focus;
}

export function elementOf(root: HTMLElement | null, key: ObjectKey): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}

/** At once when the card is there; in the next frame when it is only now being made. */
function focusElement(root: HTMLElement | null, key: ObjectKey): void {
  const element = elementOf(root, key);
  if (element) element.focus({ preventScroll: true });
  else requestAnimationFrame(() => elementOf(root, key)?.focus({ preventScroll: true }));
}

function closest(stops: readonly Stop[], rect: Rect): Stop | undefined {
  const distance = (stop: Stop): number => Math.hypot(stop.rect.x - rect.x, stop.rect.y - rect.y);
  let best: Stop | undefined;
  for (const stop of stops) if (!best || distance(stop) < distance(best)) best = stop;
  return best;
}
