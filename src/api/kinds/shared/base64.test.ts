import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Length, encodeBase64 } from './base64.ts';

describe('base64', () => {
  test('is what Node makes of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const expected = Buffer.from(text, 'utf8').toString('base64');
        expect(encodeBase64(text)).toBe(expected);
        expect(base64Length(expected)).toBe(Buffer.byteLength(text, 'utf8'));
      }),
      { seed: 20260701 },
    );
  });

  test('is known when seen', () => {
    expect(
      ['', 'aHVudGVyMg==', 'aHVu\ndGVyMg==', 'a', 'abc', 'ab=c', 'ab===', 'a-_b', 'a b='].map(base64Length),
    ).toEqual([0, 7, 7, undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
