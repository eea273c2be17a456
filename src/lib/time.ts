/** Virtual time is milliseconds since the Unix epoch; this file is the only one that turns it into text and back. */

let lastSecond = Number.NaN;
let lastText = '';

/** `2026-01-01T00:00:05Z`: seconds, as metav1.Time is written. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  // A simulation asks for the same second thousands of times in a row.
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}

/** `2026-01-01T00:00:05.123000Z`: microseconds, as metav1.MicroTime is written. */
export function formatMicroTime(ms: number): string {
  return `${new Date(Math.floor(ms)).toISOString().slice(0, 23)}000Z`;
}

/** Milliseconds of an RFC 3339 text; undefined when it is none. */
export function parseTime(text: string | undefined | null): number | undefined {
  if (text === undefined || text === null) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
