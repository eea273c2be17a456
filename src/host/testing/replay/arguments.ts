/** kubectl's command line, as far as the recorded scenarios use it. */
export interface Arguments {
  readonly verb: string;
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  /** What follows `--`. */
  readonly command: readonly string[];
}

const SHORT: Readonly<Record<string, string>> = {
  n: 'namespace',
  l: 'selector',
  o: 'output',
  p: 'patch',
  f: 'filename',
  A: 'all-namespaces',
  L: 'label-columns',
  c: 'containers',
};
/** Flags whose value is the next word. */
const WITH_VALUE = new Set([
  'namespace',
  'selector',
  'output',
  'patch',
  'filename',
  'label-columns',
  'containers',
  'image',
  'replicas',
  'field-selector',
  'port',
  'type',
]);

/** Takes a command line apart. */
export function readArguments(args: readonly string[]): Arguments {
  const [verb = '', ...rest] = args;
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i] as string;
    if (arg === '--') return { verb, words, flags, command: rest.slice(i + 1) };
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    const [raw, given] = splitOnce(arg.replace(/^--?/, ''), '=');
    const name = arg.startsWith('--') ? raw : (SHORT[raw] ?? raw);
    const value = given ?? (WITH_VALUE.has(name) ? rest[++i] : 'true');
    const known = flags.get(name);
    flags.set(name, known === undefined ? (value ?? '') : `${known}\n${value ?? ''}`);
  }
  return { verb, words, flags, command: [] };
}

/** `a=b=c` is `a` and `b=c`. */
export function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + by.length)];
}
