import { parseDuration } from '../../../lib/duration.ts';
import { fail, isFailure, type Failure } from '../../machinery/failure.ts';
import { goQuote } from '../../machinery/go-format.ts';
import { civilOf, MINUTE_MS } from './calendar.ts';

/** When something is due: on a beat, or at the minutes that five fields name. */
export type Schedule = { readonly everyMs: number } | FieldSchedule;

interface FieldSchedule {
  readonly minutes: Field;
  readonly hours: Field;
  readonly days: Field;
  readonly months: Field;
  readonly weekdays: Field;
}

interface Field {
  readonly values: ReadonlySet<number>;
  /** Written as `*` or `?`: a day that is free leaves the choice to the other day field. */
  readonly isFree: boolean;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: WEEKDAYS },
];
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const EVERY = '@every ';
/** Upstream's search gives up where five years hold no match ("0 0 30 2 *"). */
const YEARS_MAX = 5;
const DAY_MINUTES = 1440;

/** Reads a schedule as `cron.ParseStandard` does, with its error texts. Source: github.com/robfig/cron/v3 parser.go. */
export function parseSchedule(text: string): Schedule | Failure {
  if (text === '') return fail('empty spec string');
  if (text.startsWith(EVERY)) return parseEvery(text.slice(EVERY.length));
  const spec = text.startsWith('@') ? DESCRIPTORS[text] : text;
  if (spec === undefined) return fail(`unrecognized descriptor: ${text}`);
  const parts = spec.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== BOUNDS.length)
    return fail(`expected exactly ${BOUNDS.length} fields, found ${parts.length}: [${parts.join(' ')}]`);
  const fields: Field[] = [];
  for (const [i, part] of parts.entries()) {
    const field = parseField(part, BOUNDS[i] as Bounds);
    if (isFailure(field)) return field;
    fields.push(field);
  }
  const [minutes, hours, days, months, weekdays] = fields as [Field, Field, Field, Field, Field];
  return { minutes, hours, days, months, weekdays };
}

/**
 * The first time after `afterMs` that is due, ms; undefined when there is none in sight. `offsetMs` is what the clock
 * on the wall is ahead of UTC. Source: robfig/cron/v3 spec.go Next, constantdelay.go Next.
 */
export function nextTime(schedule: Schedule, afterMs: number, offsetMs = 0): number | undefined {
  if ('everyMs' in schedule) return Math.floor(afterMs / 1000) * 1000 + schedule.everyMs;
  const first = Math.floor((afterMs + offsetMs) / MINUTE_MS) + 1;
  const lastYear = civilOf(Math.floor(first / DAY_MINUTES)).year + YEARS_MAX;
  for (let day = Math.floor(first / DAY_MINUTES); ; day++) {
    const { year, month, dayOfMonth } = civilOf(day);
    if (year > lastYear) return undefined;
    if (!schedule.months.values.has(month) || !isDayMatching(schedule, dayOfMonth, (day + 4) % 7)) continue;
    const minute = firstMinute(schedule, Math.max(0, first - day * DAY_MINUTES));
    if (minute !== undefined) return (day * DAY_MINUTES + minute) * MINUTE_MS - offsetMs;
  }
}

/** With both day fields restricted one of them is enough. */
function isDayMatching({ days, weekdays }: FieldSchedule, dayOfMonth: number, weekday: number): boolean {
  const [byDay, byWeekday] = [days.values.has(dayOfMonth), weekdays.values.has(weekday)];
  return days.isFree || weekdays.isFree ? byDay && byWeekday : byDay || byWeekday;
}

function firstMinute({ hours, minutes }: FieldSchedule, from: number): number | undefined {
  for (let hour = Math.floor(from / 60); hour < 24; hour++) {
    if (!hours.values.has(hour)) continue;
    for (let minute = Math.max(0, from - hour * 60); minute < 60; minute++)
      if (minutes.values.has(minute)) return hour * 60 + minute;
  }
  return undefined;
}

function parseEvery(text: string): Schedule | Failure {
  const ms = parseDuration(text);
  if (ms === undefined) {
    return fail(`failed to parse duration ${EVERY}${text}: time: invalid duration ${goQuote(text)}`);
  }
  return { everyMs: Math.max(1, Math.floor(ms / 1000)) * 1000 };
}

function parseField(text: string, bounds: Bounds): Field | Failure {
  const values = new Set<number>();
  let isFree = false;
  for (const part of text.split(',').filter((each) => each !== '')) {
    const range = parseRange(part, bounds);
    if (isFailure(range)) return range;
    isFree ||= range.isFree;
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
  }
  return { values, isFree };
}

interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
  readonly isFree: boolean;
}

function parseRange(text: string, bounds: Bounds): Range | Failure {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreHyphens] = range.split('-');
  const isAll = low === '*' || low === '?';
  const first = isAll ? bounds.min : parseValue(low, bounds);
  if (isFailure(first)) return first;
  if (!isAll && moreHyphens.length > 0) return fail(`too many hyphens: ${text}`);
  let last = isAll ? bounds.max : high === undefined ? first : parseValue(high, bounds);
  if (isFailure(last)) return last;
  if (moreSteps.length > 0) return fail(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  if (isFailure(step)) return step;
  if (stepText !== undefined && high === undefined) last = bounds.max;
  if (first < bounds.min) return fail(`beginning of range (${first}) below minimum (${bounds.min}): ${text}`);
  if (last > bounds.max) return fail(`end of range (${last}) above maximum (${bounds.max}): ${text}`);
  if (first > last) return fail(`beginning of range (${first}) beyond end of range (${last}): ${text}`);
  if (step === 0) return fail(`step of range should be a positive number: ${text}`);
  return { first, last, step, isFree: isAll && step === 1 };
}

function parseValue(text: string, { min, names }: Bounds): number | Failure {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  return named < 0 ? parseNumber(text) : named + min;
}

function parseNumber(text: string): number | Failure {
  if (!/^[-+]?\d{1,15}$/.test(text))
    return fail(`failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  const value = Number(text);
  return value < 0 ? fail(`negative number (${value}) not allowed: ${text}`) : value;
}
