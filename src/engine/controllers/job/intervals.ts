import type { Interval, Intervals } from '../../../api/kinds/job/indexes.ts';

/**
 * The indexes of a status field, without those that fell out when `completions` was lowered.
 * Source: pkg/controller/job/indexed_job_utils.go parseIndexesFromString.
 */
export function readIndexes(text: string | undefined, completions: number): Intervals {
  const runs: Interval[] = [];
  for (const part of (text ?? '').split(',')) {
    const [first = Number.NaN, last = first] = part
      .split('-')
      .map((limit) => (limit === '' ? Number.NaN : Number(limit)));
    if (Number.isInteger(first) && Number.isInteger(last) && first < completions)
      append(runs, [first, Math.min(last, completions - 1)]);
  }
  return runs;
}

/** Both lists as one. */
export function mergeIndexes(a: Intervals, b: Intervals): Intervals {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const runs: Interval[] = [];
  for (const run of [...a, ...b].sort((one, other) => one[0] - other[0])) append(runs, run);
  return runs;
}

/** Single indexes, in any order, as intervals. */
export function intervalsOf(indexes: Iterable<number>): Intervals {
  const runs: Interval[] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) append(runs, [index, index]);
  return runs;
}

export function hasIndex(runs: Intervals, index: number): boolean {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle] as Interval)[1] >= index) high = middle;
    else low = middle + 1;
  }
  const run = runs[low];
  return run !== undefined && run[0] <= index;
}

/** As status shows them: two neighbours as `1,2`, more as `1-3`. */
export function formatIndexes(runs: Intervals): string {
  return runs
    .map(([first, last]) => (last === first ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
    .join(',');
}

/** The first `count` indexes below `completions` that no run holds. */
export function firstFreeIndexes(taken: Intervals, count: number, completions: number): readonly number[] {
  const free: number[] = [];
  let candidate = 0;
  for (const [first, last] of [...taken, [completions, completions] as Interval]) {
    for (; candidate < Math.min(first, completions) && free.length < count; candidate++) free.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return free;
}

/** How many indexes both lists hold. */
export function countCommon(a: Intervals, b: Intervals): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i] as Interval, b[j] as Interval];
    common += Math.max(0, Math.min(one[1], other[1]) - Math.max(one[0], other[0]) + 1);
    if (one[1] <= other[1]) i++;
    if (other[1] <= one[1]) j++;
  }
  return common;
}

/** Adds a run behind the others, or to the last one where they touch. */
function append(runs: Interval[], run: Interval): void {
  const last = runs.at(-1);
  if (last === undefined || run[0] > last[1] + 1) runs.push(run);
  else if (run[1] > last[1]) runs[runs.length - 1] = [last[0], run[1]];
}
