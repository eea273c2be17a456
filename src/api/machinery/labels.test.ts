import { describe, expect, test } from 'vitest';
import { fail, isFailure } from './failure.ts';
import { parseSelector } from './label-parser.ts';
import { newRequirement } from './label-requirement.ts';
import { compileLabelSelector, formatLabelSelector, matchesLabelSelector } from './label-selector.ts';
import type { Requirement, Selector } from './labels.ts';
import {
  EVERYTHING,
  exactValue,
  formatSelector,
  hasAllLabels,
  matchesRequirement,
  matchesSelector,
  NOTHING,
  selectorFromMap,
} from './labels.ts';
import type { StringMap } from './object.ts';
import table from './testing/label-selectors.json' with { type: 'json' };

function parsed(text: string): Selector {
  const selector = parseSelector(text);
  if (isFailure(selector)) throw new Error(selector.error);
  return selector;
}

describe('label selectors, against upstream tables', () => {
  test.each(table.parseRoundTrip.good)('"$in" is written "$want"', ({ in: text, want }) => {
    expect(formatSelector(parsed(text))).toBe(want);
  });

  test.each(table.parseRoundTrip.bad)('"%s" is refused', (text) => {
    expect(isFailure(parseSelector(text))).toBe(true);
  });

  test.each(table.matches.cases)('"$selector" on $labels: $want', ({ selector, labels, want }) => {
    expect(matchesSelector(parsed(selector), labels as unknown as StringMap)).toBe(want);
  });

  test.each(table.parseSets.cases)('"$in" is parsed into requirements', ({ in: text, want, equalsWant, valid }) => {
    const selector = parseSelector(text);
    expect(isFailure(selector)).toBe(!valid);
    const requirements = isFailure(selector) ? null : selector.requirements;
    expect(JSON.stringify(requirements) === JSON.stringify(want)).toBe(valid ? equalsWant : want === null);
  });

  test.each(table.toString.cases)('requirements are written "$want"', ({ requirements, want }) => {
    expect(formatSelector({ requirements: requirements as Requirement[], never: false })).toBe(want);
  });

  test.each(table.requirementMatching.cases)('$requirements on $labels: $want', ({ requirements, labels, want }) => {
    expect(
      (requirements as Requirement[]).every((requirement) =>
        matchesRequirement(requirement, labels as unknown as StringMap),
      ),
    ).toBe(want);
  });

  test.each(table.requirementValidation.cases)(
    '$key $op $values is an error: $wantError',
    ({ key, op, values, wantError }) => {
      expect(isFailure(newRequirement(key, op, values ?? []))).toBe(wantError);
    },
  );
});

describe('label selectors', () => {
  test.each([
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['x,,y', "found ',', expected: identifier after ','"],
    [',x', "found ',', expected: !, identifier, or 'end of string'"],
    ['x nottin (y)', "unable to parse requirement: found 'nottin', expected: in, notin, =, ==, !=, gt, lt"],
    ['x in y', "unable to parse requirement: found 'y' expected: '('"],
    ['x in (a b)', "unable to parse requirement: found 'b', expected: ',' or ')'"],
    ['x in (=', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ['x==', undefined],
    ['x==(', "unable to parse requirement: found '(', expected: identifier"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    [
      '_a=b',
      "unable to parse requirement: <nil>: Invalid value: \"_a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
    [
      'x<a',
      "unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])('"%s" is refused with the text of upstream', (text, error) => {
    expect(error === undefined ? isFailure(parseSelector(text)) : parseSelector(text)).toEqual(
      error === undefined ? false : fail(error),
    );
  });

  test('equal texts give the same selector', () => {
    expect(parseSelector('app=web,tier in (a,b)')).toBe(parseSelector('app=web,tier in (a,b)'));
  });

  test('an absent LabelSelector matches nothing, an empty one everything', () => {
    expect([matchesLabelSelector(undefined, { a: 'b' }), matchesLabelSelector({}, undefined)]).toEqual([false, true]);
    expect([matchesSelector(NOTHING, {}), matchesSelector(EVERYTHING, {})]).toEqual([false, true]);
  });

  test('a LabelSelector is compiled once, and shown as kubectl shows it', () => {
    const selector = {
      matchLabels: { tier: 'back', app: 'web' },
      matchExpressions: [
        { key: 'env', operator: 'In', values: ['prod', 'dev'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'any', operator: 'Exists' },
        { key: 'zone', operator: 'NotIn', values: ['a'] },
      ],
    };
    expect(compileLabelSelector(selector)).toBe(compileLabelSelector(selector));
    expect(formatLabelSelector(selector)).toBe('any,app=web,env in (dev,prod),!old,tier=back,zone notin (a)');
    expect(matchesLabelSelector(selector, { tier: 'back', app: 'web', env: 'dev', any: '', zone: 'b' })).toBe(true);
    expect(matchesLabelSelector(selector, { tier: 'back', app: 'web', env: 'test', any: '' })).toBe(false);
    expect([
      formatLabelSelector({}),
      formatLabelSelector({ matchExpressions: [{ key: 'a', operator: 'Like' }] }),
    ]).toEqual(['<none>', '<error>']);
    expect(compileLabelSelector({ matchExpressions: [{ key: 'a', operator: 'Like' }] })).toEqual(
      fail('"Like" is not a valid label selector operator'),
    );
  });

  test('plain maps match by equality', () => {
    expect(formatSelector(selectorFromMap({ b: '2', a: '1' }))).toBe('a=1,b=2');
    expect([
      hasAllLabels({ a: '1' }, { a: '1', b: '2' }),
      hasAllLabels({ a: '1' }, undefined),
      hasAllLabels({}, undefined),
    ]).toEqual([true, false, true]);
    expect([
      exactValue(parsed('a=1,b in (x)'), 'b'),
      exactValue(parsed('a!=1'), 'a'),
      exactValue(parsed('a'), 'c'),
    ]).toEqual(['x', undefined, undefined]);
  });

  test('keys of the prototype are no labels', () => {
    expect(matchesSelector(parsed('toString'), {})).toBe(false);
  });
});
