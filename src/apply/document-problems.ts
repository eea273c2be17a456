import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';
import type { ParsedDocument } from './parse-documents.ts';

/** A mistake of form at a place in the text. */
export interface Problem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a document as YAML, and as something that could be an object. Empty for a good one. */
export function documentProblems(document: ParsedDocument): Problem[] {
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      message: `yaml: ${firstLine(error.message)}`,
      from: error.pos[0],
      to: error.pos[1],
    }));
  }
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents)) {
    const [from, to] = contents.range;
    return [
      { message: `a document must be an object (fields with values), and this is ${nounOf(contents)}`, from, to },
    ];
  }
  return duplicateKeys(contents);
}

/** Keys that stand twice in one map. The second one would silently win; `kubectl` in strict mode refuses it too. */
function duplicateKeys(root: ParsedNode): Problem[] {
  const problems: Problem[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (isSeq(node)) open.push(...node.items);
    if (!isMap(node)) continue;
    const seen = new Set<string>();
    for (const { key, value } of (node as YAMLMap.Parsed).items) {
      open.push(value);
      if (!isScalar(key)) {
        problems.push(badKey(key));
        continue;
      }
      const name = String(key.value);
      const [from, to] = key.range;
      if (seen.has(name) && name !== '<<')
        problems.push({ message: `key ${JSON.stringify(name)} already set in map`, from, to });
      seen.add(name);
    }
  }
  return problems.sort((a, b) => a.from - b.from);
}

function badKey(key: ParsedNode): Problem {
  const [from, to] = key.range;
  return { message: `a key must be a plain word, and this is ${nounOf(key)}`, from, to };
}

function nounOf(node: ParsedNode): string {
  if (isSeq(node)) return 'a list';
  if (isMap(node)) return 'a map';
  if (isAlias(node)) return 'an alias';
  return 'a single value';
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
