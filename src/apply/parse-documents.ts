import { Composer, Lexer, Parser, isScalar } from 'yaml';
import type { Document, LineCounter } from 'yaml';
import type { Problem } from './document-problems.ts';
import type { TextLimits } from './limits.ts';
import { YAML_DIALECT } from './yaml-dialect.ts';

export type ParsedDocument = Document.Parsed;

/** `lex` without the source: two characters that the lexer puts in for structure. */
const STRUCTURE = new Set(['\u0002', '\u0018', '\u001f']);

/**
 * Parses a text piece by piece, so that a limit stops it at the piece that breaks it and not after the memory is gone.
 * Empty documents are left out. Mistakes of YAML stay in the documents' own `errors`.
 */
export function parseDocuments(
  text: string,
  lines: LineCounter,
  limits: TextLimits,
): { readonly documents: readonly ParsedDocument[] } | { readonly problem: Problem } {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ ...YAML_DIALECT, lineCounter: lines });
  const documents: ParsedDocument[] = [];
  let lexemes = 0;
  let aliases = 0;
  let offset = 0;
  const stop = (message: string): { readonly problem: Problem } => ({ problem: { message, from: offset, to: offset } });
  const keep = (document: ParsedDocument): void => {
    if (!isEmpty(document) || document.errors.length > 0) documents.push(document);
  };

  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexeme.startsWith('*')) aliases += 1;
    if (lexemes > limits.lexemes)
      return stop(`the text has more than ${limits.lexemes} words and signs; apply it in smaller parts`);
    if (aliases > limits.aliases) return stop(`the text has more than ${limits.aliases} aliases`);
    for (const token of parser.next(lexeme)) for (const document of composer.next(token)) keep(document);
    if (parser.stack.length > limits.depth) return stop(`nested deeper than ${limits.depth} levels`);
    if (documents.length > limits.documents)
      return stop(`the text has more than ${limits.documents} documents; apply it in smaller parts`);
    if (!STRUCTURE.has(lexeme)) offset += lexeme.length;
  }
  for (const token of parser.end()) for (const document of composer.next(token)) keep(document);
  for (const document of composer.end()) keep(document);
  return { documents };
}

/** Nothing between two dashes, or only a comment: kubectl passes over it. */
function isEmpty({ contents }: ParsedDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}
