import { LineCounter, isMap } from 'yaml';
import type { YAMLMap } from 'yaml';
import type { JsonObject } from '../api/machinery/json.ts';
import { documentProblems } from './document-problems.ts';
import type { Problem } from './document-problems.ts';
import { TEXT_LIMITS, byteLength, sizeProblem } from './limits.ts';
import type { TextLimits } from './limits.ts';
import { parseDocuments } from './parse-documents.ts';
import type { ParsedDocument } from './parse-documents.ts';
import { plainJson } from './plain-json.ts';
import type { Mark } from './result.ts';
import { spanOf } from './span.ts';
import { unfoldList } from './unfold-list.ts';

/** One object of the text, with what is needed to find its fields' places again. */
export interface Manifest {
  readonly object: JsonObject;
  readonly node: YAMLMap.Parsed;
  readonly document: ParsedDocument;
}

/** A text that could be read as a whole. */
export interface ManifestText {
  readonly text: string;
  readonly lines: LineCounter;
  /** At least one. */
  readonly manifests: readonly Manifest[];
}

/** Nothing of the text may be used; `problems` is never empty. */
export interface UnreadableText {
  readonly problems: readonly Mark[];
}

/**
 * Reads YAML or JSON, any number of documents, `kind: List` unfolded. All or nothing: one mistake of form anywhere
 * and no object is given. Empty documents are passed over, as kubectl does.
 */
export function readText(text: string, limits: TextLimits = TEXT_LIMITS): ManifestText | UnreadableText {
  const lines = new LineCounter();
  const unreadable = (problems: readonly Problem[]): UnreadableText => ({
    problems: problems
      .slice(0, limits.problems)
      .map((it) => ({ message: it.message, field: '', span: spanOf(text, lines, it.from, it.to) })),
  });

  const tooLarge = sizeProblem(byteLength(text, limits), limits);
  if (tooLarge !== undefined) return unreadable([{ message: tooLarge, from: 0, to: 0 }]);
  const parsed = parseDocuments(text, lines, limits);
  if ('problem' in parsed) return unreadable([parsed.problem]);

  const problems: Problem[] = [];
  const manifests: Manifest[] = [];
  const budget = { values: limits.values };
  for (const document of parsed.documents) {
    if (problems.length >= limits.problems) break;
    const wrong = documentProblems(document);
    if (wrong.length === 0 && isMap(document.contents)) {
      const plain = plainJson(document, limits, budget);
      if ('problem' in plain) wrong.push(plain.problem);
      else manifests.push(...unfoldList({ object: plain.object, node: document.contents, document }));
    }
    problems.push(...wrong);
  }
  if (problems.length > 0) return unreadable(problems);
  if (manifests.length === 0) return unreadable([{ message: 'no objects passed to apply', from: 0, to: 0 }]);
  if (manifests.length > limits.documents) return unreadable([tooMany(manifests.length, limits)]);
  return { text, lines, manifests };
}

function tooMany(count: number, limits: TextLimits): Problem {
  return {
    message: `the text has ${count} objects and the limit is ${limits.documents}; apply it in smaller parts`,
    from: 0,
    to: 0,
  };
}
