import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateFields } from './json-duplicates.ts';

test('fields that stand twice are told once, by their path', () => {
  const text = '{"a": 1, "b": {"c": "x\\"}", "c": [1, {"d": null, "d": [], "d" : {}}]}, "a" :{"e":true}, "\\u0062": 2}';
  expect(duplicateFields(text)).toEqual(['b.c', 'b.c[1].d', 'a', 'b']);
});

test('what JavaScript writes has none, whatever is in it (seed 20260105)', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(duplicateFields(JSON.stringify(JSON.parse(text), null, 1))).toEqual([]);
    }),
    { seed: 20_260_105, numRuns: 300 },
  );
});
