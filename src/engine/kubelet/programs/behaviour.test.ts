import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScript } from './shell/parse.ts';
import { runCommand } from './shell/run.ts';
import { BEHAVIOUR, behaviourOf, readBehaviours } from './behaviour.ts';
import { readPlain } from './plain-yaml.ts';

describe('plain data', () => {
  test.each<[string, unknown]>([
    ['{"a": [1, true, null, "x\\n"], "b": {"c": -1.5}}', { a: [1, true, null, 'x\n'], b: { c: -1.5 } }],
    [
      'a: 1\nb:\n  c: text with spaces # a comment\n  "d e": "#no comment"\n',
      { a: 1, b: { c: 'text with spaces', 'd e': '#no comment' } },
    ],
    ['list:\n- a: 1\n  b: 2\n- {a: 3}\n-\n  a: 4\nend: []', { list: [{ a: 1, b: 2 }, { a: 3 }, { a: 4 }], end: [] }],
    ['- one\n- [two, three]', ['one', ['two', 'three']]],
    ['', null],
  ])('%s', (text, value) => {
    expect(readPlain(text)).toEqual({ value });
  });

  test.each(['{', '[1', 'a: {b}', 'a: 1\n   b: 2', 'a: "x', '{"a" 1}'])('%s is refused', (text) => {
    expect(readPlain(text)).toHaveProperty('problem');
  });
});

describe('the annotation', () => {
  test('says what a container does; one of its own wins over what is said for all', () => {
    const text = 'exitAfterSeconds: 5\nreadiness: fail\ncontainers:\n  web: {exitCode: 2}';
    const annotations = { [BEHAVIOUR]: text };
    const probes = { readiness: [{ fromMs: 0, result: 'fail' }] };
    expect(behaviourOf(annotations, 'other')).toEqual({ exitAfterMs: 5000, probes });
    expect(behaviourOf(annotations, 'web')).toEqual({ exitAfterMs: 5000, exitCode: 2, probes });
    expect(behaviourOf(undefined, 'web')).toBeUndefined();
  });

  test.each([
    ['exitCode: 300', 'exitCode: must be a whole number from 0 to 255'],
    ['containers: {web: {exitAfterSeconds: soon}}', 'containers.web.exitAfterSeconds: must be a number of seconds'],
    ['explode: true', 'explode: is not known'],
    ['memory: lots', 'memory: must be a quantity such as 64Mi'],
    ['readiness: [{fromSeconds: 9, result: ok}, {fromSeconds: 1, result: ok}]', 'readiness: must be in order of time'],
    ['liveness: maybe', 'liveness: must say ok, fail, timeout or an HTTP code'],
    ['[1, 2]', 'must be a map'],
  ])('%s: %s', (text, problem) => {
    expect(readBehaviours(text)).toEqual({ problem });
  });
});

test('no text brings the readers down (seed 41)', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '-',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '#',
    '1',
    '$(',
    '&&',
    ';',
    'do',
    'while',
    '|',
    '>',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      readBehaviours(text);
      parseScript(text);
      const { endMs = 0 } = runCommand(['sh', '-c', text], { exists: () => false, env: {}, serves: true });
      expect(endMs).toBeGreaterThanOrEqual(0);
    }),
    { seed: 41, numRuns: 3_000 },
  );
});
