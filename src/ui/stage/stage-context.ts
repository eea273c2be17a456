import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ObjectKey } from '../../api/machinery/key.ts';
import type { StageAction } from './stage-props.ts';
import { createStageStore } from './stage-store.ts';
import type { StageState, StageStore } from './stage-store.ts';

/** What cards may do. Both functions keep their identity for the life of the stage. */
export interface StageApi {
  readonly store: StageStore;
  readonly select: (key: ObjectKey | undefined) => void;
  readonly act: (action: StageAction) => void;
}

export const StageContext = createContext<StageApi>({ store: createStageStore(), select: () => {}, act: () => {} });

export function useStageApi(): StageApi {
  return useContext(StageContext);
}

export function useStage<T>(selector: (state: StageState) => T): T {
  return useStore(useStageApi().store, selector);
}

/** A number made from the virtual time; renders only when the number changes. */
export function useNowStep(step: (nowMs: number) => number): number {
  return useStage((state) => step(state.nowMs));
}
