import { useSyncExternalStore } from 'react';

/** Above this speed, changes come faster than the eye follows a movement: they are cut. */
const CUT_ABOVE = 8;
const QUERY = '(prefers-reduced-motion: reduce)';

export interface Motion {
  readonly on: boolean;
  /** What durations are multiplied by. */
  readonly scale: number;
}

/** Whether changes are animated, and how fast. */
export function motionFor(speed: number, reduced: boolean): Motion {
  if (reduced || speed > CUT_ABOVE) return { on: false, scale: 0 };
  return { on: true, scale: 1 / Math.max(1, speed) };
}

/** The system's wish and the person's own switch: either is enough. */
export function useMotion(speed: number, reducedMotion: boolean): Motion {
  const system = useSyncExternalStore(watchQuery, () => matchMedia(QUERY).matches);
  return motionFor(speed, reducedMotion || system);
}

function watchQuery(listener: () => void): () => void {
  const query = matchMedia(QUERY);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
