import { MAX_SCORE, type Scores } from './cycle.ts';

/**
 * Stretches the first `count` counts so that the largest becomes 100; `reverse` makes fewer better.
 * Source: pkg/scheduler/framework/plugins/helper/normalize_score.go.
 */
export function normalize(scores: Scores, count: number, reverse: boolean): void {
  let max = 0;
  for (let i = 0; i < count; i++) max = Math.max(max, scores[i] as number);
  for (let i = 0; i < count; i++) {
    const score = max === 0 ? 0 : Math.floor((MAX_SCORE * (scores[i] as number)) / max);
    scores[i] = reverse ? MAX_SCORE - score : score;
  }
}
