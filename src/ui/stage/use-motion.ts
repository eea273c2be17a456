import { useSyncExternalStore } from 'react';

/** Above this speed, changes come faster than the eye follows a movement: they are cut. */
const CUT_ABOVE = 8;
const QUERY = '(prefers-reduced-motion: reduce)';

/** What durations are multiplied by; 0 when nothing is to be animated. */
export function motionScaleFor(speed: number, reduced: boolean): number {
  return reduced || speed > CUT_ABOVE ? 0 : 1 / Math.max(1, speed);
}

/** The same with the system's wish: either that or the person's own switch is enough. */
export function useMotion(speed: number, reducedMotion: boolean): number {
  const system = useSyncExternalStore(watchQuery, isReduced);
  return motionScaleFor(speed, reducedMotion || system);
}

/** Asked for at every render, so the query is made once. */
let query: MediaQueryList | undefined;

function reducedQuery(): MediaQueryList {
  return (query ??= matchMedia(QUERY));
}

function isReduced(): boolean {
  return reducedQuery().matches;
}

function watchQuery(listener: () => void): () => void {
  reducedQuery().addEventListener('change', listener);
  return () => reducedQuery().removeEventListener('change', listener);
}
