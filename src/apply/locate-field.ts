import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { LineCounter, ParsedNode } from 'yaml';
import type { PathStep } from './field-path.ts';
import { parseFieldPath } from './field-path.ts';
import type { Manifest, ManifestText } from './read-text.ts';
import { spanOf } from './span.ts';
import type { Span } from './span.ts';

/** The deepest part of a path that stands in the text. */
interface Found {
  readonly from: number;
  readonly to: number;
  /** The node there, for a path that was found as a whole. */
  readonly node: unknown;
  readonly complete: boolean;
}

/**
 * Where a field of an object stands in the text. A field that is missing (a required one, or one that only the
 * server has) is shown at the nearest field around it. `accept` chooses among list items when the path names none,
 * as Go's decoding errors do.
 */
export function locateField(
  source: ManifestText,
  manifest: Manifest,
  path: string,
  accept?: (node: unknown) => boolean,
): Span {
  const found = walk(manifest, manifest.node, parseFieldPath(path), startOf(manifest), accept);
  return spanOf(source.text, source.lines, found.from, found.to);
}

/** Where the object begins: its `kind` line, or its first line. */
export function locateObject(text: string, lines: LineCounter, manifest: Manifest): Span {
  const kind = pairOf(manifest.node, 'kind');
  if (kind !== undefined) return spanOf(text, lines, kind.from, kind.to);
  const { from, to } = startOf(manifest);
  return spanOf(text, lines, from, to);
}

function startOf(manifest: Manifest): Found {
  const [from, to] = manifest.node.range;
  return { from, to, node: manifest.node, complete: false };
}

function walk(
  manifest: Manifest,
  start: unknown,
  steps: readonly PathStep[],
  nearest: Found,
  accept?: (node: unknown) => boolean,
): Found {
  const node = isAlias(start) ? start.resolve(manifest.document) : start;
  const [step] = steps;
  if (step === undefined) return { ...nearest, node, complete: true };
  if (isSeq(node)) {
    if (typeof step !== 'number') return walkAnyItem(manifest, node.items, steps, nearest, accept);
    const item = rangeOf(node.items[step]);
    return item === undefined ? nearest : walk(manifest, node.items[step], steps.slice(1), item, accept);
  }
  if (!isMap(node)) return nearest;
  for (let taken = steps.length; taken > 0; taken -= 1) {
    const pair =
      pairOf(node, steps.slice(0, taken).join('.')) ??
      (taken === 1 ? pairOf(node, String(step).replace(/s$/, '')) : undefined);
    if (pair !== undefined)
      return walk(manifest, pair.value, steps.slice(taken), { ...pair, node: pair.value, complete: false }, accept);
  }
  return nearest;
}

function walkAnyItem(
  manifest: Manifest,
  items: readonly unknown[],
  steps: readonly PathStep[],
  nearest: Found,
  accept?: (node: unknown) => boolean,
): Found {
  let best = nearest;
  for (const item of items) {
    const found = walk(manifest, item, steps, rangeOf(item) ?? nearest, accept);
    if (found.complete && (accept === undefined || accept(found.node))) return found;
    if (found.complete && !best.complete) best = found;
  }
  return best;
}

/** A field of a map: from its key to the end of its value. */
function pairOf(
  map: unknown,
  key: string,
): { readonly from: number; readonly to: number; readonly value: unknown } | undefined {
  if (!isMap(map)) return undefined;
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key) || String(pair.key.value) !== key) continue;
    const keyRange = rangeOf(pair.key);
    if (keyRange === undefined) return undefined;
    return { from: keyRange.from, to: rangeOf(pair.value)?.to ?? keyRange.to, value: pair.value };
  }
  return undefined;
}

function rangeOf(node: unknown): Found | undefined {
  const range = (node as ParsedNode | undefined | null)?.range;
  return range === undefined || range === null ? undefined : { from: range[0], to: range[1], node, complete: false };
}
