import { MAX_SCORE, type Scores } from './cycle.ts';

/** Value of a node that gets no score. */
export const UNSCORED = -1;

/** The fewest get most: what podtopologyspread/scoring.go NormalizeScore makes of the sums. */
export function fewerIsBetter(values: Scores, count: number): void {
  let min = Number.MAX_SAFE_INTEGER;
  let max = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value === UNSCORED) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value === UNSCORED) values[i] = 0;
    else values[i] = max === 0 ? MAX_SCORE : Math.floor((MAX_SCORE * (max + min - value)) / max);
  }
}
