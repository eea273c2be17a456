import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { deepEqual } from './equal.ts';
import { deepFreeze, enableFreezing } from './freeze.ts';
import { mergePatch } from './merge.ts';

describe('merge patch', () => {
  const target = deepFreeze({ a: { b: 1, c: [1, 2] }, d: 'x', e: { f: true } });

  test('changes what it names and shares the rest', () => {
    const result = mergePatch(target, { a: { b: 2 } });
    expect(result).toEqual({ a: { b: 2, c: [1, 2] }, d: 'x', e: { f: true } });
    expect(result.e).toBe(target.e);
    expect(result.a.c).toBe(target.a.c);
  });

  test('gives the target itself when nothing changes', () => {
    for (const patch of [{}, { d: 'x' }, { a: { c: [1, 2] } }, { missing: null }, { a: undefined }, { e: {} }])
      expect(mergePatch(target, patch)).toBe(target);
  });

  test('null deletes, also inside what is new', () => {
    expect(mergePatch(target, { d: null, g: { h: null, i: { j: null }, k: 1 } })).toEqual({
      a: { b: 1, c: [1, 2] },
      e: { f: true },
      g: { i: {}, k: 1 },
    });
  });

  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j merged with %j is %j (RFC 7386, appendix A)', (from, patch, want) => {
    expect(mergePatch<unknown>(from, patch)).toEqual(want);
  });

  test('a key named __proto__ is a key like any other', () => {
    const result = mergePatch({ a: 1 }, JSON.parse('{"__proto__":{"b":2}}'));
    expect(JSON.stringify(result)).toBe('{"a":1,"__proto__":{"b":2}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  test('a patch applied twice is a patch applied once, and nothing is changed in place (seed 20260702)', () => {
    enableFreezing(true);
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (from, patch) => {
        const once = mergePatch<unknown>(deepFreeze(from), deepFreeze(patch));
        expect(mergePatch(once, patch)).toBe(once);
        expect(deepEqual(once, structuredClone(once))).toBe(true);
      }),
      { seed: 20260702 },
    );
    enableFreezing(false);
  });
});

describe('deep equality', () => {
  test('compares data, not the order of keys', () => {
    expect(deepEqual({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
    expect([
      deepEqual([], {}),
      deepEqual({}, []),
      deepEqual({ a: undefined }, { b: undefined }),
      deepEqual(1, '1'),
      deepEqual(null, {}),
    ]).toEqual([false, false, false, false, false]);
    expect([deepEqual([1, 2], [1]), deepEqual([1, 2], [2, 1]), deepEqual({ a: 1 }, { a: 1, b: 2 })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
