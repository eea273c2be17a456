import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { isFailure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { applyJsonPatch } from './json-patch.ts';
import { escapeStep, parsePointer } from './json-pointer.ts';
import { applyMergePatch, createMergePatch, createThreeWayMergePatch } from './merge-patch.ts';

const DOCUMENT: JsonObject = {
  spec: { replicas: 3, list: [1, 2, 3], map: { 'a/b': 1, 'c~d': 2 } },
  other: { kept: true },
};

describe('JSON patch', () => {
  test.each<[string, Json[], Json]>([
    [
      'adds a key',
      [{ op: 'add', path: '/spec/new', value: null }],
      { ...DOCUMENT, spec: { ...(DOCUMENT['spec'] as JsonObject), new: null } },
    ],
    ['replaces the whole', [{ op: 'replace', path: '', value: 1 }], 1],
    [
      'adds the whole',
      [
        { op: 'add', path: '/other', value: 1 },
        { op: 'remove', path: '/spec' },
      ],
      { other: 1 },
    ],
    [
      'inserts into a list',
      [
        { op: 'add', path: '/spec/list/1', value: 9 },
        { op: 'copy', from: '/spec/list', path: '/l' },
        { op: 'remove', path: '/spec' },
        { op: 'remove', path: '/other' },
      ],
      { l: [1, 9, 2, 3] },
    ],
    [
      'appends to a list',
      [
        { op: 'add', path: '/spec/list/-', value: 9 },
        { op: 'move', from: '/spec/list', path: '/l' },
        { op: 'remove', path: '/spec' },
        { op: 'remove', path: '/other' },
      ],
      { l: [1, 2, 3, 9] },
    ],
    [
      'removes from a list, also from its end',
      [
        { op: 'remove', path: '/spec/list/0' },
        { op: 'remove', path: '/spec/list/-1' },
        { op: 'move', from: '/spec/list', path: '/spec' },
      ],
      { ...DOCUMENT, spec: [2] },
    ],
    [
      'reads escaped keys',
      [
        { op: 'remove', path: '/spec/map/a~1b' },
        { op: 'replace', path: '/spec/map/c~0d', value: 5 },
        { op: 'move', from: '/spec/map', path: '/spec' },
      ],
      { ...DOCUMENT, spec: { 'c~d': 5 } },
    ],
  ])('%s', (_, operations, want) => {
    expect(applyJsonPatch(DOCUMENT, operations)).toEqual(want);
  });

  test('shares what does not change, and gives the document itself when nothing does', () => {
    const changed = applyJsonPatch(DOCUMENT, [{ op: 'replace', path: '/spec/replicas', value: 4 }]) as JsonObject;
    expect(changed['other']).toBe(DOCUMENT['other']);
    expect((changed['spec'] as JsonObject)['list']).toBe((DOCUMENT['spec'] as JsonObject)['list']);
    const same = [
      { op: 'test', path: '/spec/replicas', value: 3 },
      { op: 'replace', path: '/spec/replicas', value: 3 },
      { op: 'test', path: '/no', value: null },
    ];
    expect(applyJsonPatch(DOCUMENT, same)).toBe(DOCUMENT);
  });

  test.each<[Json, string]>([
    [{ op: 'test', path: '/spec/replicas', value: 7 }, 'testing value /spec/replicas failed: test failed'],
    [{ op: 'remove', path: '/spec/no' }, 'Unable to remove nonexistent key: no: missing value'],
    [{ op: 'remove', path: '/no/no' }, 'remove operation does not apply: doc is missing path: "/no/no": missing value'],
    [
      { op: 'replace', path: '/spec/no', value: 1 },
      'replace operation does not apply: doc is missing key: no: missing value',
    ],
    [
      { op: 'add', path: '/no/no', value: 1 },
      'add operation does not apply: doc is missing path: "/no/no": missing value',
    ],
    [
      { op: 'add', path: '/spec/replicas/no', value: 1 },
      'add operation does not apply: doc is missing path: "/spec/replicas/no": missing value',
    ],
    [
      { op: 'add', path: '/spec/list/4', value: 1 },
      'error in add for path: Unable to access invalid index: 4: invalid index referenced',
    ],
    [{ op: 'remove', path: '/spec/list/01' }, 'Unable to access invalid index: 01: invalid index referenced'],
    [{ op: 'move', from: '/no', path: '/a' }, 'move operation does not apply: doc is missing from path: /no'],
    [{ op: 'burn', path: '/a' }, 'Unexpected kind: burn'],
    [{ op: 'add', path: 'a' }, 'Unable to decode path: add operation does not apply'],
    [{ op: 'remove', path: '' }, 'remove operation does not apply: doc is missing path: "": missing value'],
    ['x', 'json: cannot unmarshal into Go value of type jsonpatch.Operation'],
  ])('%j does not apply', (operation, error) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual({ error });
  });

  test('has a limit', () => {
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/no', value: null }));
    expect(applyJsonPatch(DOCUMENT, operations)).toEqual({
      error: 'The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
  });

  test('pointers are read and written', () => {
    expect([parsePointer(''), parsePointer('/a~1b/~01'), parsePointer('a'), escapeStep('a/b~1')]).toEqual([
      [],
      ['a/b', '~1'],
      undefined,
      'a~1b~01',
    ]);
  });
});

describe('merge patch of objects', () => {
  test('a diff applied gives what it was made from (seed 20260703)', () => {
    const object = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((value) => dropNulls(JSON.parse(JSON.stringify(value)) as JsonObject) as JsonObject);
    fc.assert(
      fc.property(object, object, (a, b) => {
        expect(applyMergePatch(a, createMergePatch(a, b))).toEqual(b);
        expect(createMergePatch(a, a)).toEqual({});
      }),
      { seed: 20260703 },
    );
  });

  test('three ways keep what others changed, and delete what the author took away', () => {
    const original = { a: 1, b: { c: 1, d: 2 }, gone: { x: 1 } };
    const modified = { a: 2, b: { c: 1 } };
    const current = { a: 1, b: { c: 1, d: 2, server: 3 }, gone: { x: 1 }, status: 1 };
    const patch = createThreeWayMergePatch(original, modified, current);
    expect(patch).toEqual({ a: 2, b: { d: null }, gone: null });
    expect(applyMergePatch(current, patch)).toEqual({ a: 2, b: { c: 1, server: 3 }, status: 1 });
    expect(isFailure(patch)).toBe(false);
  });
});

/** A merge patch cannot say null, so the property leaves nulls out of objects. */
function dropNulls(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, dropNulls(child)]),
  );
}
