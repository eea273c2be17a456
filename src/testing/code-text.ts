/**
 * Source text with the parts blanked out that are not code, so that a rule can be a regular expression.
 *
 * A reader of characters, not a parser: it knows comments, quotes, templates (with nested `${}`) and regular
 * expressions well enough for formatted TypeScript. Line breaks stay, so that line numbers stay.
 */

export interface BlankOptions {
  /** Keep what stands in quotes, and blank only comments. */
  readonly keepStrings?: boolean;
}

/** Returns `source` with comments (and, unless told otherwise, the inside of strings) replaced by spaces. */
export function codeText(source: string, options: BlankOptions = {}): string {
  const out: string[] = [];
  const keep = options.keepStrings === true;
  let at = 0;
  const copy = (to: number): void => {
    out.push(source.slice(at, to));
    at = to;
  };
  const blank = (to: number): void => {
    out.push(source.slice(at, to).replace(/[^\n]/g, ' '));
    at = to;
  };
  const literal = (to: number): void => (keep ? copy(to) : blank(to));

  // For every open template: how many braces are open inside its current `${}`.
  const templates: number[] = [];
  while (at < source.length) {
    const two = source.slice(at, at + 2);
    const one = source[at];
    if (two === '//') blank(endOf(source, '\n', at));
    else if (two === '/*') blank(endOf(source, '*/', at + 2) + 2);
    else if (one === "'" || one === '"') literal(endOfQuoted(source, at, one));
    else if (one === '/' && startsRegExp(out)) literal(endOfRegExp(source, at));
    else if (one === '`' || (one === '}' && templates.at(-1) === 0)) {
      if (one === '}') templates.pop();
      const end = endOfTemplatePart(source, at + 1);
      if (source[end - 1] === '{') templates.push(0);
      literal(end);
    } else {
      const depth = templates.at(-1);
      if (depth !== undefined && one === '{') templates[templates.length - 1] = depth + 1;
      if (depth !== undefined && one === '}') templates[templates.length - 1] = depth - 1;
      copy(at + 1);
    }
  }
  return out.join('');
}

function endOf(source: string, what: string, from: number): number {
  const found = source.indexOf(what, from);
  return found === -1 ? source.length : found;
}

function endOfQuoted(source: string, from: number, quote: string): number {
  let i = from + 1;
  while (i < source.length && source[i] !== quote && source[i] !== '\n') i += source[i] === '\\' ? 2 : 1;
  return i + 1;
}

/** The end of a template's text: after its closing backtick, or after the `${` that interrupts it. */
function endOfTemplatePart(source: string, from: number): number {
  let i = from;
  while (i < source.length && source[i] !== '`') {
    if (source[i] === '$' && source[i + 1] === '{') return i + 2;
    i += source[i] === '\\' ? 2 : 1;
  }
  return i + 1;
}

function endOfRegExp(source: string, from: number): number {
  let inClass = false;
  let i = from + 1;
  for (; i < source.length && source[i] !== '\n'; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') inClass = true;
    else if (source[i] === ']') inClass = false;
    else if (source[i] === '/' && !inClass) break;
  }
  return i + 1;
}

/** A slash opens a regular expression where no value can stand before it. */
function startsRegExp(before: readonly string[]): boolean {
  const line = before.slice(-40).join('').trimEnd();
  return line === '' || /[([{,;:=!&|?+*%<>~^\n-]$/.test(line) || /\b(?:return|case|typeof|of|in)$/.test(line);
}
