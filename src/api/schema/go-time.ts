import { goQuote } from '../machinery/go-format.ts';

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The pieces of the layout: what the text must hold, and the piece's name in the error. */
const PIECES: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d{2}/, '01'],
  [/^-/, '-'],
  [/^\d{2}/, '02'],
  [/^T/, 'T'],
  [/^\d{2}/, '15'],
  [/^:/, ':'],
  [/^\d{2}/, '04'],
  [/^:/, ':'],
  [/^\d{2}/, '05'],
];
const FRACTION = /^[.,]\d+/;
const MICROS = /^\.\d{6}/;
const ZONE = /^(Z|[+-]\d{2}:\d{2})/;

const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?Z$/;

/** True for a time that surely is good and written as the server writes it. Most are; this spares them the long way. */
export function isPlainTime(text: string, isMicro: boolean): boolean {
  return text.length === (isMicro ? 27 : 20) && CANONICAL.test(text);
}

/** Checks a time as Go's time.Parse does with RFC 3339; gives its error text, undefined when the time is good. */
export function checkGoTime(text: string, isMicro: boolean): string | undefined {
  const layout = isMicro ? MICRO_LAYOUT : SECONDS_LAYOUT;
  const head = `parsing time ${goQuote(text)}`;
  let rest = text;
  for (const [pattern, name] of PIECES) {
    const match = pattern.exec(rest);
    if (match === null) return `${head} as ${goQuote(layout)}: cannot parse ${goQuote(rest)} as ${goQuote(name)}`;
    rest = rest.slice(match[0].length);
  }
  const fraction = (isMicro ? MICROS : FRACTION).exec(rest);
  if (isMicro && fraction === null) return `${head} as ${goQuote(layout)}: cannot parse ${goQuote(rest)} as ".000000"`;
  rest = rest.slice(fraction?.[0].length ?? 0);
  const zone = ZONE.exec(rest);
  if (zone === null) return `${head} as ${goQuote(layout)}: cannot parse ${goQuote(rest)} as "Z07:00"`;
  const extra = rest.slice(zone[0].length);
  if (extra !== '') return `${head}: extra text: ${goQuote(extra)}`;
  const part = outOfRange(text);
  return part === undefined ? undefined : `${head}: ${part} out of range`;
}

function outOfRange(text: string): string | undefined {
  const month = Number(text.slice(5, 7));
  if (month < 1 || month > 12) return 'month';
  const day = Number(text.slice(8, 10));
  if (day < 1 || day > daysOf(month, Number(text.slice(0, 4)))) return 'day';
  if (Number(text.slice(11, 13)) > 23) return 'hour';
  if (Number(text.slice(14, 16)) > 59) return 'minute';
  return Number(text.slice(17, 19)) > 59 ? 'second' : undefined;
}

function daysOf(month: number, year: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && !isLeap ? 28 : (MONTH_DAYS[month - 1] ?? 31);
}
