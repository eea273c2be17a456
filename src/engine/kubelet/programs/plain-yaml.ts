/** Plain data that a person wrote. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const TEXT_MAX = 16_384;
const DEPTH_MAX = 8;

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads JSON, or the everyday part of YAML: block maps and lists, flow maps and lists, quoted and plain scalars,
 * comments. No anchors, tags, multi-line texts or documents. Returns what is wrong as a text under `problem`.
 */
export function readPlain(text: string): { readonly value: Plain } | { readonly problem: string } {
  if (text.length > TEXT_MAX) return { problem: `is longer than ${TEXT_MAX} characters` };
  const reader = new Reader(text.split('\n'));
  try {
    return { value: reader.document() };
  } catch (error) {
    if (error instanceof PlainError) return { problem: error.message };
    throw error;
  }
}

class PlainError extends Error {}

function fail(message: string): never {
  throw new PlainError(message);
}

class Reader {
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines
      .map((line) => withoutComment(line))
      .filter((line) => line.trim() !== '' && line.trim() !== '---')
      .map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim() }));
  }

  document(): Plain {
    const first = this.#lines[0];
    if (first === undefined) return null;
    if (/^[[{]/.test(first.text)) return new Flow(this.#lines.map(({ text }) => text).join('\n')).whole();
    const value = this.#block(first.indent, 0);
    const rest = this.#lines[this.#at];
    return rest === undefined ? value : fail(`cannot read "${rest.text}"`);
  }

  #block(indent: number, depth: number): Plain {
    if (depth > DEPTH_MAX) fail(`is nested deeper than ${DEPTH_MAX}`);
    const line = this.#lines[this.#at];
    if (line === undefined) return null;
    if (line.text === '-' || line.text.startsWith('- ')) return this.#list(indent, depth);
    if (keyOf(line.text) !== undefined) return this.#map(indent, depth);
    this.#at++;
    return new Flow(line.text).whole();
  }

  #list(indent: number, depth: number): Plain {
    const items: Plain[] = [];
    for (let line = this.#here(indent); line?.text.startsWith('-') === true; line = this.#here(indent)) {
      const inner = line.text.slice(1).trimStart();
      if (inner === '') {
        this.#at++;
        items.push(this.#below(indent, depth));
      } else if (keyOf(inner) !== undefined && !/^[[{"']/.test(inner)) {
        // `- a: 1` begins a map whose other keys stand under the first.
        (this.#lines as Line[])[this.#at] = { indent: indent + line.text.length - inner.length, text: inner };
        items.push(this.#block(indent + line.text.length - inner.length, depth + 1));
      } else {
        this.#at++;
        items.push(new Flow(inner).whole());
      }
    }
    return items;
  }

  #map(indent: number, depth: number): Plain {
    const map = new Map<string, Plain>();
    for (let line = this.#here(indent); line !== undefined; line = this.#here(indent)) {
      const key = keyOf(line.text);
      if (key === undefined) return fail(`cannot read "${line.text}"`);
      this.#at++;
      map.set(key.name, key.rest === '' ? this.#below(indent, depth) : new Flow(key.rest).whole());
    }
    return Object.fromEntries(map);
  }

  /** What stands deeper than `indent`; a list may also stand at the indent of its key. */
  #below(indent: number, depth: number): Plain {
    const next = this.#lines[this.#at];
    if (next === undefined) return null;
    const isList = next.indent === indent && next.text.startsWith('-');
    return next.indent > indent || isList ? this.#block(next.indent, depth + 1) : null;
  }

  #here(indent: number): Line | undefined {
    const line = this.#lines[this.#at];
    if (line === undefined || line.indent < indent) return undefined;
    return line.indent === indent ? line : fail(`"${line.text}" is indented too far`);
  }
}

/** A value in flow style: JSON, with plain scalars and keys allowed. */
class Flow {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Plain {
    const value = /^[[{"']/.test(this.#text) ? this.#value(0) : scalar(this.#text.trim());
    this.#space();
    return this.#at === this.#text.length || this.#at === 0 ? value : fail(`cannot read "${this.#text}"`);
  }

  #value(depth: number): Plain {
    if (depth > DEPTH_MAX) fail(`is nested deeper than ${DEPTH_MAX}`);
    this.#space();
    const char = this.#text[this.#at];
    if (char === '[') return this.#items(depth);
    if (char === '{') return this.#pairs(depth);
    if (char === '"' || char === "'") return this.#quoted(char);
    return scalar(this.#until(/[,\]}\n]/));
  }

  #items(depth: number): Plain {
    const items: Plain[] = [];
    this.#at++;
    while (!this.#ends(']')) {
      items.push(this.#value(depth + 1));
      this.#comma(']');
    }
    return items;
  }

  #pairs(depth: number): Plain {
    const map = new Map<string, Plain>();
    this.#at++;
    while (!this.#ends('}')) {
      const char = this.#text[this.#at];
      const key = char === '"' || char === "'" ? this.#quoted(char) : this.#until(/[:,}\n]/);
      this.#space();
      if (this.#text[this.#at] !== ':') fail(`has no ":" after "${key}"`);
      this.#at++;
      map.set(key, this.#value(depth + 1));
      this.#comma('}');
    }
    return Object.fromEntries(map);
  }

  #ends(bracket: string): boolean {
    this.#space();
    if (this.#at >= this.#text.length) fail(`has no closing "${bracket}"`);
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #comma(bracket: string): void {
    this.#space();
    if (this.#text[this.#at] === ',') this.#at++;
    else if (this.#text[this.#at] !== bracket) fail(`has no "," or "${bracket}" in "${this.#text}"`);
  }

  #quoted(quote: string): string {
    let value = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at] as string;
      if (char === quote) {
        this.#at++;
        return value;
      }
      if (char === '\\' && quote === '"') value += ESCAPES[this.#text[++this.#at] ?? ''] ?? this.#text[this.#at] ?? '';
      else value += char;
    }
    return fail(`has no closing ${quote}`);
  }

  #until(stop: RegExp): string {
    const rest = this.#text.slice(this.#at);
    const length = stop.exec(rest)?.index ?? rest.length;
    this.#at += length;
    return rest.slice(0, length).trim();
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? 'x')) this.#at++;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

function scalar(text: string): Plain {
  if (text === '' || text === 'null' || text === '~') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[-+]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function keyOf(text: string): { readonly name: string; readonly rest: string } | undefined {
  const found = /^("[^"]*"|'[^']*'|[^\s:[\]{}"',][^:]*):(?:\s+(.*))?$/.exec(text);
  if (found === null) return undefined;
  return { name: (found[1] as string).replace(/^["']|["']$/g, ''), rest: found[2] ?? '' };
}

/** A `#` at the start or after a space begins a comment, but not inside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(line[i - 1] as string))) return line.slice(0, i);
  }
  return line;
}
