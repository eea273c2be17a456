import { expect, test } from 'vitest';
import { TEXT_LIMITS, byteLength, entryProblem, sizeProblem } from './limits.ts';
import { readText } from './read-text.ts';

/** Objects, or problems as `line:column message`. */
function read(text: string, limits = TEXT_LIMITS): unknown {
  const source = readText(text, limits);
  if ('problems' in source) return source.problems.map(({ message, span }) => `${span.line}:${span.column} ${message}`);
  return source.manifests.map((manifest) => manifest.object);
}

test('several documents, comments, empty ones and windows line ends are read', () => {
  expect(read('\ufeff# first\r\na: 1\r\n---\r\n# nothing\r\n---\r\nb: [x, "y"]\r\n...\r\n---\r\n')).toEqual([
    { a: 1 },
    { b: ['x', 'y'] },
  ]);
});

test('scalars mean what they mean to kubectl', () => {
  expect(
    read(
      'a: yes\nb: "yes"\nc: 0644\nd: 1e3\ne: 2026-01-05\nf: ~\ng: 1.10\nh: 0x1F\ni: 22:22\nj: on\n"on": off\n1: one\n',
    ),
  ).toEqual([
    {
      a: true,
      b: 'yes',
      c: 420,
      d: 1000,
      e: '2026-01-05',
      f: null,
      g: 1.1,
      h: 31,
      i: '22:22',
      j: true,
      on: false,
      '1': 'one',
    },
  ]);
});

test('anchors and merge keys are unfolded', () => {
  expect(read('base: &base {a: 1, b: 2}\nmore:\n  <<: *base\n  b: 3\nagain: *base\n')).toEqual([
    { base: { a: 1, b: 2 }, more: { a: 1, b: 3 }, again: { a: 1, b: 2 } },
  ]);
});

test('broken YAML is told with its line and column, and nothing of the text is given', () => {
  expect(read('kind: Pod\n---\na: [b\n')).toEqual([
    '4:1 yaml: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ]);
  expect(read('a: b: c\n')).toEqual(['1:4 yaml: Nested mappings are not allowed in compact mappings']);
  expect(read('a:\n\t- b\n')).toEqual(['2:1 yaml: Tabs are not allowed as indentation']);
  expect(read('{"a": 1,\n"b" 2}')).toEqual([expect.stringMatching(/^2:\d+ yaml: /)]);
});

test('a key that stands twice is told where it stands the second time', () => {
  expect(read('metadata:\n  name: a\n  labels: {x: 1, x: 2}\n  name: b\n')).toEqual([
    '3:18 key "x" already set in map',
    '4:3 key "name" already set in map',
  ]);
});

test('what is no object, or no text at all, is told', () => {
  expect(read('just words\n')).toEqual([
    '1:1 a document must be an object (fields with values), and this is a single value',
  ]);
  expect(read('- a\n- b\n')).toEqual(['1:1 a document must be an object (fields with values), and this is a list']);
  expect(read('? [a]\n: b\n')).toEqual(['1:3 a key must be a plain word, and this is a list']);
  expect(read('')).toEqual(['1:1 no objects passed to apply']);
  expect(read('# only a comment\n---\n')).toEqual(['1:1 no objects passed to apply']);
  expect(read('a: .inf\n')).toEqual(['1:1 json: unsupported value: Infinity']);
  expect(read('a: *nowhere\n')).toEqual([expect.stringMatching(/nowhere/)]);
});

test('dangerous keys are ordinary data', () => {
  const source = readText('__proto__: {polluted: true}\nconstructor: x\n');
  expect('manifests' in source && Object.keys(source.manifests[0]?.object ?? {})).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('ten megabytes are refused by their size alone', () => {
  const startMs = performance.now();
  expect(read('a'.repeat(10_000_000))).toEqual([
    '1:1 the text has 10 MB and the limit is 10 MB; apply it in smaller parts',
  ]);
  expect(read(`a: "${'\u20ac'.repeat(3_400_000)}"`)).toEqual([
    '1:1 the text has 10.2 MB and the limit is 10 MB; apply it in smaller parts',
  ]);
  expect(performance.now() - startMs).toBeLessThan(2_000);
  expect(byteLength('a\u00e9\u20ac\u{1f600}', { ...TEXT_LIMITS, bytes: 6 })).toBe(10);
  expect(sizeProblem(9_999_999)).toBeUndefined();
});

test('an alias bomb is refused before it unfolds', () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `l${i + 1}: &l${i + 1} [${Array.from({ length: 10 }, () => `*l${i}`).join(', ')}]`,
  );
  expect(read(`l0: &l0 [x, x]\n${levels.join('\n')}\n`)).toEqual(['1:1 yaml: document contains excessive aliasing']);
  const wide = `base: &b {${Array.from({ length: 900 }, (_, i) => `k${i}: v`).join(', ')}}\nlist:\n${'- *b\n'.repeat(900)}`;
  expect(read(wide)).toEqual(['1:1 the text stands for more than 500000 values; apply it in smaller parts']);
  expect(read(`a: &a [${'*a, '.repeat(3)}]`)).toEqual([expect.stringMatching(/^1:\d+ /)]);
  expect(read(`a: &a x\nb: [${'*a, '.repeat(10_001)}]`)).toEqual([expect.stringMatching(/more than 10000 aliases/)]);
});

test('deep nesting is refused, whatever the brackets', () => {
  expect(read(`a: ${'['.repeat(5_000)}`)).toEqual([expect.stringMatching(/^1:\d+ nested deeper than 100 levels$/)]);
  expect(read(`a: ${'{b: '.repeat(5_000)}`)).toEqual([expect.stringMatching(/nested deeper/)]);
  expect(read(Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))).toEqual([
    expect.stringMatching(/nested deeper/),
  ]);
});

test('a thousand documents are read, and one more is refused', () => {
  const documents = (count: number): string => Array.from({ length: count }, (_, i) => `kind: A${i}\n`).join('---\n');
  expect(read(documents(1_000))).toHaveLength(1_000);
  expect(read(documents(1_001))).toEqual([expect.stringMatching(/the limit is 1000; apply it in smaller parts$/)]);
  const list = `kind: List\nitems:\n${'- kind: A\n'.repeat(1_001)}`;
  expect(read(list)).toEqual(['1:1 the text has 1001 objects and the limit is 1000; apply it in smaller parts']);
});

test('maps with very many keys are read in linear time', () => {
  const startMs = performance.now();
  const big = `data:\n${Array.from({ length: 60_000 }, (_, i) => `  key-${i}: v\n`).join('')}`;
  expect(read(big)).toHaveLength(1);
  expect(performance.now() - startMs).toBeLessThan(8_000);
});

test('no more than twenty problems are told of one text', () => {
  expect(read(`a: 1\n${'a: 1\n'.repeat(50)}`)).toHaveLength(20);
});

test('a text that an editor could not bear is refused before it enters', () => {
  expect([
    entryProblem('a: [[]]'),
    entryProblem(`a: ${'['.repeat(501)}`),
    entryProblem('x'.repeat(10_000_000)),
  ]).toEqual([
    undefined,
    'nested deeper than 100 levels',
    'the text has 10 MB and the limit is 10 MB; apply it in smaller parts',
  ]);
});
