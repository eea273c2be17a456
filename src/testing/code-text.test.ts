import { expect, test } from 'vitest';
import { codeText } from './code-text.ts';

test('comments and strings are blanked, line breaks stay', () => {
  expect(codeText("const a = 'x'; // y\n/* z\n */ b();")).toBe('const a =    ;     \n    \n    b();');
});

test('strings can be kept', () => {
  expect(codeText("a === 'x' // y", { keepStrings: true })).toBe("a === 'x'     ");
});

test('code inside a template stays code, also where it holds braces and another template', () => {
  expect(codeText('f(`a ${ g({ b: `c` }) } d`, h)')).toBe('f(      g({ b:     })     , h)');
});

test('quotes in a regular expression and slashes in a division confuse nothing', () => {
  expect(codeText('x.replace(/[\'"/]/g, y); // z')).toBe('x.replace(       g, y);     ');
  expect(codeText("const r = a / b; // 'c'")).toBe('const r = a / b;       ');
});
