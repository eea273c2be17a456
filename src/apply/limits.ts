/**
 * How much a pasted text may be. Each limit stands against one way to make a page hang: size, many small documents,
 * deep nesting, aliases that unfold. The API server has its own limit for each object (3 MiB); these are for the
 * text as a whole.
 */
export interface TextLimits {
  readonly bytes: number;
  readonly documents: number;
  /** Words, brackets, spaces, line ends: what the lexer hands to the parser. */
  readonly lexemes: number;
  readonly aliases: number;
  readonly depth: number;
  /** Values after aliases are unfolded, in the whole text. */
  readonly values: number;
  /** How often one anchor may be unfolded, counted through anchors within anchors. */
  readonly aliasUnfolding: number;
  /** Mistakes that are reported of one text. */
  readonly problems: number;
}

export const TEXT_LIMITS: TextLimits = {
  bytes: 10_000_000,
  documents: 1_000,
  lexemes: 2_000_000,
  aliases: 10_000,
  depth: 100,
  values: 500_000,
  aliasUnfolding: 1_000,
  problems: 20,
};

/**
 * Why a text of this size is not even looked at; undefined when it is small enough. Cheap enough to ask before a
 * text enters an editor.
 */
export function sizeProblem(byteLength: number, limits: TextLimits = TEXT_LIMITS): string | undefined {
  if (byteLength < limits.bytes) return undefined;
  return `the text has ${megabytes(byteLength)} and the limit is ${megabytes(limits.bytes)}; apply it in smaller parts`;
}

/** Length of a text in UTF-8. Counted only when that could decide; else the number of UTF-16 units will do. */
export function byteLength(text: string, limits: TextLimits = TEXT_LIMITS): number {
  if (text.length * 3 < limits.bytes || text.length >= limits.bytes || !/[^\0-\x7f]/.test(text)) return text.length;
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // A surrogate pair is two units and four bytes: two for each unit.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/**
 * Why a text is not even shown to an editor: too large, or brackets within brackets so deep that a highlighter
 * would run out of stack. Linear, and cheap beside what the editor does with the text.
 */
export function entryProblem(text: string, limits: TextLimits = TEXT_LIMITS): string | undefined {
  const tooLarge = sizeProblem(byteLength(text, limits), limits);
  if (tooLarge !== undefined) return tooLarge;
  let open = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    open = sign === '[' || sign === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > EDITOR_BRACKETS) return `nested deeper than ${limits.depth} levels`;
  }
  return undefined;
}

/** Open brackets that an editor bears; texts in manifests may have some that never close. */
const EDITOR_BRACKETS = 500;

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes % 1_000_000 === 0 ? 0 : 1)} MB`;
}
