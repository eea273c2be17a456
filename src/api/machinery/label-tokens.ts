/** A piece of a selector's text. `in` and `notin` are words: only their place makes them operators. */
export interface Token {
  readonly kind: 'word' | 'symbol' | 'end';
  readonly text: string;
}

const BLANKS = ' \t\r\n';
const SYMBOL_CHARS = '=!(),><';
const SYMBOLS = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);

/** Cuts a selector into tokens; the last one is `end`. Source: the lexer of apimachinery pkg/labels/selector.go. */
export function scanSelector(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (BLANKS.includes(char)) {
      at++;
      continue;
    }
    const token = SYMBOL_CHARS.includes(char) ? scanSymbol(text, at) : scanWord(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function scanWord(text: string, start: number): Token {
  let end = start;
  while (end < text.length && !SYMBOL_CHARS.includes(text.charAt(end)) && !BLANKS.includes(text.charAt(end))) end++;
  return { kind: 'word', text: text.slice(start, end) };
}

/** The longest symbol; every single symbol character is one, so there is always a match. */
function scanSymbol(text: string, start: number): Token {
  const pair = text.slice(start, start + 2);
  if (pair.length === 2 && SYMBOLS.has(pair)) return { kind: 'symbol', text: pair };
  return { kind: 'symbol', text: text.charAt(start) };
}
