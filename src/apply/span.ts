import type { LineCounter } from 'yaml';

/** A place in the text: offsets in UTF-16 units for an editor, lines and columns from 1 for a person. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
}

/** The span of `from` to `to`, cut at the end of the first line so that a mark never covers a page. */
export function spanOf(text: string, lines: LineCounter, from: number, to: number): Span {
  const start = Math.max(0, Math.min(from, text.length));
  const lineEnd = text.indexOf('\n', start);
  const end = Math.min(Math.max(to, start), lineEnd < 0 ? text.length : lineEnd);
  const { line, col } = lines.linePos(start);
  return { from: start, to: trimmedEnd(text, start, end), line: Math.max(line, 1), column: Math.max(col, 1) };
}

function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}
