import { describe, expect, test } from 'vitest';
import { byteLength, goJson, goPlain, goQuote, sortKeys } from './go-format.ts';

describe('texts in the form of Go', () => {
  test('a string is quoted as %q does', () => {
    expect(['web', 'a"b\\c', 'a\nb\tc\u0007\u0001', 'rā <&>', 'a\u00a0b\u200b'].map(goQuote)).toEqual([
      '"web"',
      '"a\\"b\\\\c"',
      '"a\\nb\\tc\\a\\x01"',
      '"rā <&>"',
      '"a\\u00a0b\\u200b"',
    ]);
  });

  test('a value is compact JSON with angle brackets escaped', () => {
    expect(goJson({ app: '<b>', list: [1, null] })).toBe('{"app":"\\u003cb\\u003e","list":[1,null]}');
    expect(goJson(undefined)).toBe('null');
  });

  test('decoded JSON is printed as %v prints maps', () => {
    expect(goPlain({ spec: { replicas: 'many', a: [1, 'x', null, true] } })).toBe(
      'map[spec:map[a:[1 x <nil> true] replicas:many]]',
    );
  });

  test('maps are written in key order', () => {
    expect(Object.keys(sortKeys({ tier: 'a', app: 'b' }))).toEqual(['app', 'tier']);
  });

  test('length counts UTF-8 bytes', () => {
    expect(['abc', 'rā', '日本', '😀', ''].map(byteLength)).toEqual([3, 3, 6, 4, 0]);
  });
});
