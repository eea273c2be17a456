/** How many equal lines a diff shows around a change. */
const CONTEXT = 3;

/**
 * What upstream appends to "is immutable": the unified diff of two values printed as JSON with an indent of one blank,
 * "" for equal ones. Keys come as they stand, so give them in the order of the internal Go type.
 * Source: apimachinery pkg/util/diff.
 */
export function jsonDiff(previous: unknown, next: unknown): string {
  const before = linesOf(previous);
  const after = linesOf(next);
  const edits = editsOf(before, after);
  const shown = edits.map(
    (edit, i) =>
      edit[0] !== ' ' || edits.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(([mark]) => mark !== ' '),
  );
  let text = '';
  let [old, now] = [1, 1];
  for (let i = 0; i < edits.length;) {
    if (shown[i] !== true) {
      old++;
      now++;
      i++;
      continue;
    }
    let end = i;
    while (shown[end] === true) end++;
    const hunk = edits.slice(i, end);
    const oldCount = hunk.filter(([mark]) => mark !== '+').length;
    const nowCount = hunk.filter(([mark]) => mark !== '-').length;
    text += `@@ -${old},${oldCount} +${now},${nowCount} @@\n${hunk.map((line) => `${line}\n`).join('')}`;
    old += oldCount;
    now += nowCount;
    i = end;
  }
  return text;
}

function linesOf(value: unknown): readonly string[] {
  return JSON.stringify(value, undefined, 1).split('\n');
}

/** Lines with a mark in front: kept, removed or added, by longest common subsequence. Specs have a few dozen lines. */
function editsOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const best: number[][] = Array.from({ length: before.length + 1 }, () => []);
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--)
      (best[i] as number[])[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const edits: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push(` ${before[i] ?? ''}`);
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1)))
      edits.push(`-${before[i++] ?? ''}`);
    else edits.push(`+${after[j++] ?? ''}`);
  }
  return edits;
}
