import { describe, expect, test } from 'vitest';
import { fail, isFailure } from './failure.ts';
import type { FieldSelector } from './fields.ts';
import { exactFieldValue, formatFieldSelector, matchesFields, parseFieldSelector } from './fields.ts';
import table from './testing/label-selectors.json' with { type: 'json' };

describe('field selectors', () => {
  test.each(table.fieldSelectorParse.good)('"%s" survives a round trip', (text) => {
    expect(formatFieldSelector(parseFieldSelector(text) as FieldSelector)).toBe(text);
  });

  test.each(table.fieldSelectorParse.bad)('"%s" is refused', (text) => {
    expect(isFailure(parseFieldSelector(text))).toBe(true);
  });

  test('errors have the texts of upstream', () => {
    expect(parseFieldSelector('x=a,b')).toEqual(fail("invalid selector: 'x=a,b'; can't understand 'b'"));
    expect(parseFieldSelector('x=a=b')).toEqual(fail('invalid field selector: unescaped character in value: 61'));
    expect(parseFieldSelector(String.raw`x=a\b`)).toEqual(
      fail(String.raw`invalid field selector: invalid escape sequence: \b`),
    );
    expect(parseFieldSelector('spec.color=red', (field) => field === 'metadata.name')).toEqual(
      fail('field label not supported: spec.color'),
    );
  });

  test('terms match by equality, and an absent field is empty', () => {
    const selector = parseFieldSelector('spec.nodeName=,status.phase!=Running') as FieldSelector;
    expect(matchesFields(selector, { 'status.phase': 'Pending' })).toBe(true);
    expect(matchesFields(selector, { 'status.phase': 'Running' })).toBe(false);
    expect(matchesFields(selector, { 'spec.nodeName': 'node-1' })).toBe(false);
    expect(exactFieldValue(selector, 'spec.nodeName')).toBe('');
  });
});
