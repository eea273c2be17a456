import { expect, test } from 'vitest';
import { present, withFields } from './present.ts';

test('what is undefined is left out, what is null or empty stays', () => {
  const made = present({ a: 1, b: undefined, c: null, d: '' });
  expect([made, Object.keys(made)]).toEqual([{ a: 1, c: null, d: '' }, ['a', 'c', 'd']]);
});

test('a change goes into a copy', () => {
  const base: { readonly a: number; readonly b?: number } = Object.freeze({ a: 1 });
  expect([withFields(base, { b: 2 }), base]).toEqual([{ a: 1, b: 2 }, { a: 1 }]);
});
