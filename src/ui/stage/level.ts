import { POD_WIDTH } from '../../graph/geometry.ts';

/** How close the stage is looked at, by the width of a pod on screen. */
export type Level = 'fleet' | 'map' | 'work' | 'inside';

const ORDER: readonly Level[] = ['fleet', 'map', 'work', 'inside'];
/** Pod widths in screen px at which the next level begins. */
const THRESHOLDS = [10, 32, 110];
const ENTER = 1.12;
const LEAVE = 0.88;

/** The level at a zoom. Near a threshold the level stays as it was, so that a trembling hand does not make it flicker. */
export function levelAt(zoom: number, previous: Level | undefined): Level {
  const px = POD_WIDTH * zoom;
  if (previous === undefined) return ORDER[THRESHOLDS.filter((t) => px >= t).length] as Level;
  let index = ORDER.indexOf(previous);
  while (index < THRESHOLDS.length && px >= (THRESHOLDS[index] as number) * ENTER) index++;
  while (index > 0 && px < (THRESHOLDS[index - 1] as number) * LEAVE) index--;
  return ORDER[index] as Level;
}

const FAR_ENTER = 0.5;
const FAR_LEAVE = 0.56;

/** Too far for small print: cards then show their names and counts, large, and nothing else. */
export function farAt(zoom: number, previous: boolean): boolean {
  return zoom < (previous ? FAR_LEAVE : FAR_ENTER);
}

const LABEL_STEPS = [1.75, 2.1, 2.5, 3];

/** How much headings grow so that they stay readable when the stage is far away. In few steps: each costs a layout. */
export function labelScaleAt(zoom: number, far: boolean): number {
  if (!far) return 1;
  return LABEL_STEPS.findLast((step) => step <= 0.9 / zoom + 0.001) ?? 1.75;
}

/** Pods in view above which the canvas paints them: sooner where they are too small to be read anyway. */
const MASS_NEAR = 120;
const MASS_FAR = 40;
/** Back to cards only when there are clearly fewer. */
const MASS_LEAVE = 0.75;

/** Whether the canvas, not the DOM, draws the pods. */
export function massAt(level: Level, far: boolean, podsInView: number, previous: boolean): boolean {
  if (level === 'fleet' || level === 'map') return true;
  const limit = far ? MASS_FAR : MASS_NEAR;
  return podsInView > (previous ? limit * MASS_LEAVE : limit);
}
