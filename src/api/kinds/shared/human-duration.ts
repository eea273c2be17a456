import { parseTime } from '../../../lib/time.ts';

const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const YEAR_S = 365 * DAY_S;

/**
 * A duration as kubectl shows ages: two units while they matter, one later ("95s", "9m5s", "47h", "3d2h", "2y10d").
 * Source: apimachinery pkg/util/duration HumanDuration.
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND_MS);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE_S) return `${seconds}s`;
  const minutes = Math.trunc(seconds / MINUTE_S);
  if (minutes < 10) return pair(minutes, 'm', seconds % MINUTE_S, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.trunc(seconds / HOUR_S);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 24 * 8) return pair(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  if (seconds < 2 * YEAR_S) return `${Math.trunc(hours / 24)}d`;
  const years = Math.trunc(seconds / YEAR_S);
  if (years < 8) return pair(years, 'y', Math.trunc(hours / 24) % 365, 'd');
  return `${years}y`;
}

/** The AGE cell: time since an RFC 3339 time, `<unknown>` when there is none. */
export function ageSince(time: string | undefined | null, nowMs: number): string {
  const ms = parseTime(time);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}

function pair(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
}
