/** Most duplicates told of one text. */
const DUPLICATES_MAX = 100;

/**
 * Paths of fields that stand twice in one object (`spec.replicas`, `items[0].name`), each once, in a text that is valid JSON. JavaScript's
 * parser takes the last of them in silence; strict field validation must know. Source: sigs.k8s.io/json.
 */
export function duplicateFields(text: string): readonly string[] {
  const found = new Set<string>();
  const path: string[] = [];
  let at = 0;

  const skipTo = (): string => {
    while (/[\s:,]/.test(text.charAt(at))) at++;
    return text.charAt(at);
  };
  const readString = (): string => {
    const start = at++;
    while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
    at++;
    return text.slice(start, at);
  };
  const readObject = (): void => {
    const seen = new Set<string>();
    at++;
    while (skipTo() !== '}') {
      const raw = readString();
      const key = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
      path.push(path.length === 0 ? key : `.${key}`);
      if (seen.has(key) && found.size < DUPLICATES_MAX) found.add(path.join(''));
      seen.add(key);
      readValue();
      path.pop();
    }
    at++;
  };
  const readList = (): void => {
    at++;
    for (let i = 0; skipTo() !== ']'; i++) {
      path.push(`[${i}]`);
      readValue();
      path.pop();
    }
    at++;
  };
  const readValue = (): void => {
    const char = skipTo();
    if (char === '{') readObject();
    else if (char === '[') readList();
    else if (char === '"') readString();
    else while (at < text.length && !/[\s,}\]]/.test(text.charAt(at))) at++;
  };

  readValue();
  return [...found];
}
