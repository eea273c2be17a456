import { goQuote } from './go-format.ts';

const END = 'unexpected end of JSON input';
const BLANK = /[ \t\r\n]/;
const DIGIT = /[0-9]/;
const HEX = /[0-9a-fA-F]/;

/** The error that Go's encoding/json gives for a text that is no JSON. For the slow path only: it reads the text again, step by step. */
export function jsonSyntaxError(text: string): string {
  const reader = new Reader(text);
  return reader.value('looking for beginning of value') ?? reader.end() ?? 'invalid JSON';
}

/** Walks over JSON; each method gives the error it meets, undefined when its part is good. */
class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What may follow the top-level value: blanks. */
  end(): string | undefined {
    this.skipBlanks();
    return this.at < this.text.length ? this.unexpected('after top-level value') : undefined;
  }

  value(context: string): string | undefined {
    this.skipBlanks();
    const char = this.peek();
    if (char === '') return END;
    if (char === '{') return this.object();
    if (char === '[') return this.array();
    if (char === '"') return this.string();
    if (char === '-' || DIGIT.test(char)) return this.number();
    const literal = ['true', 'false', 'null'].find((word) => word.startsWith(char));
    return literal === undefined ? this.unexpected(context) : this.literal(literal);
  }

  private object(): string | undefined {
    this.at++;
    this.skipBlanks();
    if (this.take('}')) return undefined;
    for (;;) {
      this.skipBlanks();
      if (this.peek() !== '"') return this.unexpected('looking for beginning of object key string');
      const key = this.string();
      if (key !== undefined) return key;
      this.skipBlanks();
      if (!this.take(':')) return this.unexpected('after object key');
      const value = this.value('looking for beginning of value');
      if (value !== undefined) return value;
      this.skipBlanks();
      if (this.take('}')) return undefined;
      if (!this.take(',')) return this.unexpected('after object key:value pair');
    }
  }

  private array(): string | undefined {
    this.at++;
    this.skipBlanks();
    if (this.take(']')) return undefined;
    for (;;) {
      const value = this.value('looking for beginning of value');
      if (value !== undefined) return value;
      this.skipBlanks();
      if (this.take(']')) return undefined;
      if (!this.take(',')) return this.unexpected('after array element');
    }
  }

  private string(): string | undefined {
    this.at++;
    for (;;) {
      const char = this.peek();
      if (char === '') return END;
      if (char < ' ') return this.unexpected('in string literal');
      this.at++;
      if (char === '"') return undefined;
      if (char !== '\\') continue;
      const error = this.escape();
      if (error !== undefined) return error;
    }
  }

  private escape(): string | undefined {
    if (this.take('u')) {
      for (let i = 0; i < 4; i++, this.at++)
        if (!HEX.test(this.peek())) return this.unexpected(String.raw`in \u hexadecimal character escape`);
      return undefined;
    }
    if (this.peek() === '' || !'"\\/bfnrt'.includes(this.peek())) return this.unexpected('in string escape code');
    this.at++;
    return undefined;
  }

  private number(): string | undefined {
    this.take('-');
    if (!this.take('0') && !this.digits()) return this.unexpected('in numeric literal');
    if (this.take('.') && !this.digits()) return this.unexpected('after decimal point in numeric literal');
    if (!this.take('e') && !this.take('E')) return undefined;
    if (!this.take('+')) this.take('-');
    return this.digits() ? undefined : this.unexpected('in exponent of numeric literal');
  }

  private literal(word: string): string | undefined {
    for (const char of word) if (!this.take(char)) return this.unexpected(`in literal ${word} (expecting '${char}')`);
    return undefined;
  }

  private digits(): boolean {
    const start = this.at;
    while (DIGIT.test(this.peek())) this.at++;
    return this.at > start;
  }

  private skipBlanks(): void {
    while (BLANK.test(this.peek())) this.at++;
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private unexpected(context: string): string {
    const char = this.peek();
    return char === '' ? END : `invalid character ${quoteChar(char)} ${context}`;
  }
}

function quoteChar(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  return `'${goQuote(char).slice(1, -1)}'`;
}
