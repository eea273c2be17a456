import { parseTime } from '../../lib/time.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const YEAR = 365 * DAY;

/**
 * A duration as kubectl shows ages: "95s", "5m10s", "20m", "4h5m", "30h", "3d2h", "400d", "3y20d", "9y".
 * Slightly negative ones are "0s" (clocks differ), others `<invalid>`. Source: apimachinery pkg/util/duration HumanDuration.
 */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return two(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 3 * HOUR) return one(seconds, MINUTE, 'm');
  if (seconds < 8 * HOUR) return two(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 2 * DAY) return one(seconds, HOUR, 'h');
  if (seconds < 8 * DAY) return two(seconds, DAY, 'd', HOUR, 'h');
  if (seconds < 2 * YEAR) return one(seconds, DAY, 'd');
  if (seconds < 8 * YEAR) return two(seconds, YEAR, 'y', DAY, 'd');
  return one(seconds, YEAR, 'y');
}

/** Time since a stored timestamp, as the AGE column shows it; `<unknown>` when there is none. */
export function translateTimestampSince(timestamp: string | undefined | null, nowMs: number): string {
  const atMs = parseTime(timestamp);
  return atMs === undefined ? '<unknown>' : humanDuration(nowMs - atMs);
}

/** Time until a stored timestamp; `<unknown>` when there is none. */
export function translateTimestampUntil(timestamp: string | undefined | null, nowMs: number): string {
  const atMs = parseTime(timestamp);
  return atMs === undefined ? '<unknown>' : humanDuration(atMs - nowMs);
}

function one(seconds: number, unit: number, name: string): string {
  return `${Math.floor(seconds / unit)}${name}`;
}

function two(seconds: number, unit: number, name: string, smallUnit: number, smallName: string): string {
  const rest = Math.floor((seconds % unit) / smallUnit);
  return rest === 0 ? one(seconds, unit, name) : `${one(seconds, unit, name)}${rest}${smallName}`;
}
