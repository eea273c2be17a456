import type { JsonObject } from '../api/machinery/json.ts';
import type { Problem } from './document-problems.ts';
import type { TextLimits } from './limits.ts';
import type { ParsedDocument } from './parse-documents.ts';

const EXCESSIVE_ALIASING = 'yaml: document contains excessive aliasing';

/**
 * The document's object as JSON. Aliases are unfolded only in number, not in memory, until they are known to be
 * few; so a small text that stands for billions of values is refused before it costs anything. `budget` is what is
 * left for the whole text.
 */
export function plainJson(
  document: ParsedDocument,
  limits: TextLimits,
  budget: { values: number },
): { readonly object: JsonObject } | { readonly problem: Problem } {
  const [from, to] = document.contents?.range ?? [0, 0];
  const refuse = (message: string): { readonly problem: Problem } => ({ problem: { message, from, to } });
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: limits.aliasUnfolding });
  } catch (error) {
    // The library throws on aliases that unfold too often and on aliases without an anchor.
    const message = error instanceof Error ? error.message : String(error);
    return refuse(message.startsWith('Excessive alias') ? EXCESSIVE_ALIASING : `yaml: ${message}`);
  }
  const wrong = walk(value, limits, budget);
  return wrong === undefined ? { object: value as JsonObject } : refuse(wrong);
}

function walk(root: unknown, limits: TextLimits, budget: { values: number }): string | undefined {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  while (open.length > 0) {
    const { value, depth } = open.pop() ?? { value: null, depth: 0 };
    budget.values -= 1;
    if (budget.values < 0) return `the text stands for more than ${limits.values} values; apply it in smaller parts`;
    if (depth > limits.depth) return `nested deeper than ${limits.depth} levels`;
    if (Array.isArray(value)) {
      for (const child of value) open.push({ value: child, depth: depth + 1 });
    } else if (typeof value === 'object' && value !== null) {
      if (Object.getPrototypeOf(value) !== Object.prototype) return 'a value has a type that JSON does not know';
      for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      return `json: unsupported value: ${value}`;
    } else if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'undefined') {
      return 'a value has a type that JSON does not know';
    }
  }
  return undefined;
}
