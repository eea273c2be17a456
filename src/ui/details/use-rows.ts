import { useEffect, useState } from 'react';
import { appState, useApp } from '../state/store.ts';
import type { Rows } from './relations.ts';

/** Panels follow the cluster at a pace that can be read, and that leaves the frames to the stage. */
const PACE_MS = 150;
const NONE: Rows = new Map();

/** The rows, with a repaint at most every 150 ms while they change. `version` grows with them. */
export function useRows(): { readonly rows: Rows; readonly version: number; readonly nowMs: number } {
  const [, repaint] = useState(0);
  useEffect(() => {
    let shown = appState().version;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = useApp.subscribe(({ version }) => {
      if (version === shown || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        shown = appState().version;
        repaint(shown);
      }, PACE_MS);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, []);
  const { graph, version, clock } = appState();
  return { rows: graph?.rows ?? NONE, version, nowMs: clock.nowMs };
}
