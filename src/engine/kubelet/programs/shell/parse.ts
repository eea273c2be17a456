/**
 * The shell of simulated containers: enough of sh for the commands that manifests have. parse.ts reads a script, run.ts
 * tells beforehand what happens when, commands.ts knows the commands.
 * It promises an end: scripts, steps and loops are bounded. It has no arithmetic, functions, pipes of data or globs.
 */

export type Script =
  | { readonly do: 'call'; readonly words: readonly Word[]; readonly into?: Word; readonly back?: boolean }
  | { readonly do: 'all'; readonly parts: readonly Script[] }
  | { readonly do: 'and' | 'or'; readonly first: Script; readonly second: Script }
  | { readonly do: 'not'; readonly of: Script }
  | { readonly do: 'loop'; readonly until: boolean; readonly test: Script; readonly body: Script }
  | { readonly do: 'each'; readonly name: string; readonly words: readonly Word[]; readonly body: Script }
  | { readonly do: 'if'; readonly test: Script; readonly yes: Script; readonly no?: Script };

/** A word without its quotes; in single quotes nothing is replaced in it. */
export interface Word {
  readonly text: string;
  readonly literal: boolean;
}

interface Token extends Word {
  /** It is no keyword. */
  readonly quoted: boolean;
  /** An operator or the end of a line. */
  readonly op: boolean;
}

const SCRIPT_MAX = 8_192;
const DEPTH_MAX = 16;
const OPERATORS = ['&&', '||', ';;', '>>', '>&', ';', '&', '|', '>', '<', '(', ')', '\n'];
const ENDS: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}', ')']);

/** Reads a script; undefined when it is too long or holds what this shell does not know. */
export function parseScript(text: string): Script | undefined {
  if (text.length > SCRIPT_MAX) return undefined;
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const script = parser.list(0);
  return parser.isThrough ? script : undefined;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #broken = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isThrough(): boolean {
    return !this.#broken && this.#at === this.#tokens.length;
  }

  list(depth: number): Script {
    const parts: Script[] = [];
    if (depth > DEPTH_MAX) this.#broken = true;
    for (;;) {
      while (this.#takes(';') || this.#takes('\n'));
      const next = this.#tokens[this.#at];
      if (next === undefined || this.#broken || (!next.quoted && ENDS.has(next.text))) break;
      const part = this.#chain(depth);
      if (this.#takes('&')) parts.push(part.do === 'call' ? { ...part, back: true } : part);
      else parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Script) : { do: 'all', parts };
  }

  #chain(depth: number): Script {
    let first = this.#pipe(depth);
    for (;;) {
      const is = this.#takes('&&') ? 'and' : this.#takes('||') ? 'or' : undefined;
      if (is === undefined) return first;
      while (this.#takes('\n'));
      first = { do: is, first, second: this.#pipe(depth) };
    }
  }

  /** Of a pipe the parts run one after the other; the last one's code counts. */
  #pipe(depth: number): Script {
    const parts = [this.#command(depth)];
    while (this.#takes('|')) parts.push(this.#command(depth));
    return parts.length === 1 ? (parts[0] as Script) : { do: 'all', parts };
  }

  #command(depth: number): Script {
    if (this.#takes('!')) return { do: 'not', of: this.#command(depth) };
    if (this.#takes('(')) return this.#closed(depth, ')');
    if (this.#takes('{')) return this.#closed(depth, '}');
    if (this.#takes('if')) return this.#branch(depth);
    if (this.#takes('while')) return this.#loop(depth, false);
    if (this.#takes('until')) return this.#loop(depth, true);
    if (this.#takes('for')) return this.#each(depth);
    return this.#call();
  }

  #closed(depth: number, end: string): Script {
    const inner = this.list(depth + 1);
    this.#expect(end);
    return inner;
  }

  #branch(depth: number): Script {
    const test = this.list(depth + 1);
    this.#expect('then');
    const yes = this.list(depth + 1);
    if (this.#takes('elif')) return { do: 'if', test, yes, no: this.#branch(depth) };
    if (!this.#takes('else')) {
      this.#expect('fi');
      return { do: 'if', test, yes };
    }
    const no = this.list(depth + 1);
    this.#expect('fi');
    return { do: 'if', test, yes, no };
  }

  #loop(depth: number, until: boolean): Script {
    const test = this.list(depth + 1);
    this.#expect('do');
    return { do: 'loop', until, test, body: this.#closed(depth, 'done') };
  }

  #each(depth: number): Script {
    const name = this.#tokens[this.#at++]?.text ?? '';
    this.#expect('in');
    const words: Word[] = [];
    for (let next = this.#tokens[this.#at]; next !== undefined && !next.op; next = this.#tokens[this.#at]) {
      words.push(next);
      this.#at++;
    }
    while (this.#takes(';') || this.#takes('\n'));
    this.#expect('do');
    return { do: 'each', name, words, body: this.#closed(depth, 'done') };
  }

  #call(): Script {
    const words: Word[] = [];
    let into: Word | undefined;
    for (let next = this.#tokens[this.#at]; next !== undefined; next = this.#tokens[this.#at]) {
      if (next.op && !['>', '>>', '>&', '<'].includes(next.text)) break;
      this.#at++;
      if (!next.op) {
        words.push(next);
        continue;
      }
      // `2>&1` is `2`, `>&`, `1`: no file.
      if (/^[12]$/.test(words.at(-1)?.text ?? '') && next.text !== '<') words.pop();
      const target = this.#tokens[this.#at++];
      if (target === undefined || target.op) this.#broken = true;
      else if (next.text === '>' || next.text === '>>') into = target;
    }
    if (words.length === 0 && into === undefined) this.#broken = true;
    return into === undefined ? { do: 'call', words } : { do: 'call', words, into };
  }

  #takes(text: string): boolean {
    const next = this.#tokens[this.#at];
    if (next === undefined || next.quoted || next.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) this.#broken = true;
  }
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '\\' && text[at + 1] === '\n') at += 2;
    else if (char === '#') at = endOf(text, at);
    else {
      const op = OPERATORS.find((each) => text.startsWith(each, at));
      if (op !== undefined) {
        tokens.push({ text: op, op: true, literal: false, quoted: false });
        at += op.length;
      } else {
        const word = wordAt(text, at);
        if (word === undefined) return undefined;
        tokens.push(word.token);
        at = word.next;
      }
    }
  }
  return tokens;
}

function endOf(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A word with its quotes taken off; `$(...)` and back quotes stay as they are written. */
function wordAt(text: string, from: number): { readonly token: Token; readonly next: number } | undefined {
  let at = from;
  let value = '';
  let literal = false;
  let quoted = false;
  while (at < text.length && !/[\s;&|<>()]/.test(text[at] as string)) {
    const char = text[at] as string;
    const close = char === '$' && text[at + 1] === '(' ? ')' : char;
    if (char === "'" || char === '"' || char === '`' || close === ')') {
      const end = text.indexOf(close, at + (close === ')' ? 2 : 1));
      if (end < 0) return undefined;
      const isQuote = char === "'" || char === '"';
      value += isQuote ? text.slice(at + 1, end) : text.slice(at, end + 1);
      quoted ||= isQuote;
      literal ||= char === "'";
      at = end + 1;
    } else if (char === '\\') {
      value += text[at + 1] ?? '';
      at += 2;
    } else {
      value += char;
      at++;
    }
  }
  return { token: { text: value, op: false, literal, quoted }, next: at };
}
