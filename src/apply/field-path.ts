/** One step of a field path: a field or a key by its text, a list item by its number. */
export type PathStep = string | number;

/**
 * Takes a field path apart as Kubernetes writes it: `spec.ports[0].port`, `data[app.conf]`, `metadata.labels[a/b]`.
 * A key with dots that is written without brackets comes out in pieces; whoever walks the path puts them together
 * again.
 */
export function parseFieldPath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let word = '';
  let index = 0;
  const endWord = (): void => {
    if (word !== '') steps.push(word);
    word = '';
  };
  while (index < path.length) {
    const sign = path.charAt(index);
    const close = sign === '[' ? path.indexOf(']', index) : -1;
    if (close > 0) {
      endWord();
      const inside = path.slice(index + 1, close);
      steps.push(/^\d+$/.test(inside) ? Number(inside) : inside.replace(/^"(.*)"$/, '$1'));
      index = close + 1;
      continue;
    }
    if (sign === '.') endWord();
    else word += sign;
    index += 1;
  }
  endWord();
  return steps;
}
