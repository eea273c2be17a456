import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { jsonSyntaxError } from './json-syntax-error.ts';
import { parseJsonText } from './json-text.ts';

test('good JSON is read', () => {
  expect(parseJsonText(' {"a":[1,"x\\u0041]}",null,true,-1.5e3]} ')).toEqual({ a: [1, 'xA]}', null, true, -1500] });
});

test.each([
  ['{bad', "invalid character 'b' looking for beginning of object key string"],
  ['', 'unexpected end of JSON input'],
  ['{"a":', 'unexpected end of JSON input'],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ["'a'", "invalid character '\\'' looking for beginning of value"],
  ['nul', 'unexpected end of JSON input'],
  ['trux', "invalid character 'x' in literal true (expecting 'e')"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['01', "invalid character '1' after top-level value"],
])('%j is refused with the text of Go', (text, error) => {
  expect(parseJsonText(text)).toEqual({ error });
});

test('nesting has a limit', () => {
  expect(parseJsonText('['.repeat(1001) + ']'.repeat(1001))).toEqual({ error: 'exceeded max depth' });
  expect(parseJsonText(JSON.stringify({ a: '['.repeat(2000) }))).toEqual({ a: '['.repeat(2000) });
});

test('every text that JSON.parse refuses gets an error (seed 20260706)', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '1',
    '-',
    '.',
    'e',
    'true',
    'nul',
    '\\',
    'u',
    ' ',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const result = parseJsonText(text) as { error?: string } | null;
      const isRefused = typeof result === 'object' && result !== null && 'error' in result;
      expect(isRefused).toBe(jsonSyntaxError(text) !== 'invalid JSON');
    }),
    { seed: 20260706, numRuns: 2000 },
  );
});
