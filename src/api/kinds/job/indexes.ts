import { fail, isFailure, type Failure } from '../../machinery/failure.ts';
import { goQuote } from '../../machinery/go-format.ts';

/** First and last of a run of indexes. Lists of them are in order and do not touch. */
export type Interval = readonly [first: number, last: number];
export type Intervals = readonly Interval[];

/** `1,3-5,7` as intervals, or what is wrong with it. Source: pkg/apis/batch/validation validateIndexesFormat. */
export function parseIndexes(text: string, completions: number): Intervals | Failure {
  const intervals: Interval[] = [];
  if (text === '') return intervals;
  let previous = -1;
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions);
    if (isFailure(interval)) return interval;
    if (intervals.length > 0 && previous >= interval[0]) return nonIncreasing(previous, interval[0]);
    intervals.push(interval);
    previous = interval[1];
  }
  return intervals;
}

/** Number of indexes in the intervals. */
export function countIndexes(intervals: Intervals): number {
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function parseInterval(text: string, completions: number): Interval | Failure {
  const limits = text.split('-');
  if (limits.length > 2) {
    const rule = "violates the requirement that an index interval can have at most two parts separated by '-'";
    return fail(`the fragment ${goQuote(text)} ${rule}`);
  }
  const numbers: number[] = [];
  for (const limit of limits) {
    if (!/^[+]?\d{1,18}$/.test(limit)) return fail(`cannot convert string to integer for index: ${goQuote(limit)}`);
    if (Number(limit) >= completions) return fail(`too large index: ${goQuote(limit)}`);
    numbers.push(Number(limit));
  }
  const [first = 0, last = first] = numbers;
  return numbers.length > 1 && first >= last ? nonIncreasing(first, last) : [first, last];
}

function nonIncreasing(previous: number, current: number): Failure {
  return fail(`non-increasing order, previous: ${previous}, current: ${current}`);
}
