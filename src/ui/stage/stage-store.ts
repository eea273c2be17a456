/** What only the stage needs to know: pointer, focus, level, time. Outside React, so that a frame renders nothing. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { Rect } from '../../graph/scene.ts';
import type { Level } from './level.ts';

export interface StageState {
  readonly nowMs: number;
  readonly level: Level;
  /** Too far for small print. */
  readonly far: boolean;
  readonly selection: ObjectKey | undefined;
  /** Under the pointer. */
  readonly hover: ObjectKey | undefined;
  /** Where the keyboard is, whether or not the stage has the focus. */
  readonly focus: ObjectKey | undefined;
  /** The keyboard is on the stage now. */
  readonly focused: boolean;
  /** Part of the stage for which cards exist in the DOM. */
  readonly window: Rect;
  /** The canvas paints the pods. */
  readonly mass: boolean;
  readonly legend: boolean;
}

export type StageStore = StoreApi<StageState>;

export function createStageStore(): StageStore {
  return createStore<StageState>(() => ({
    nowMs: 0,
    level: 'work',
    far: false,
    selection: undefined,
    hover: undefined,
    focus: undefined,
    focused: false,
    window: { x: -4000, y: -4000, w: 8000, h: 8000 },
    mass: false,
    legend: false,
  }));
}
