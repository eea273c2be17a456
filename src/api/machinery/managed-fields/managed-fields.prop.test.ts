import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeStruct } from '../../schema/decode.ts';
import { isFailure } from '../failure.ts';
import type { JsonObject } from '../json.ts';
import { applyConfig, type ApplyInput } from './apply-config.ts';
import { compareFields } from './compare.ts';
import { emptyObject } from './empty-object.ts';
import { difference, intersection, isEmptySet, pathsOf, union, type FieldSet } from './field-set.ts';
import { fieldsOf } from './fields-of.ts';
import { makeEntry, managerId, ownable, readManagers, setOf, writeManagers, type Managers } from './managers.ts';
import { mergeApplied } from './merge-applied.ts';
import { removeFields } from './remove-fields.ts';
import { applier, configs, STRUCT, TYPE, updater } from './testing/configs.ts';
import { trackUpdate } from './track-update.ts';

const RUNS = { seed: 20_260_105, numRuns: 300 };
const [T1, T2] = ['2026-01-05T09:00:00Z', '2026-01-05T09:00:01Z'];
const EMPTY = emptyObject(STRUCT);
const sets = configs.map((config) => fieldsOf(TYPE, config));

interface State {
  readonly object: JsonObject;
  readonly managers: Managers;
}

function apply(
  { object, managers }: State,
  manager: string,
  config: JsonObject,
  more: Partial<ApplyInput> = {},
): State {
  const input = { type: TYPE, live: object, config, managers, self: applier(manager), force: true, time: T1, ...more };
  const applied = applyConfig(input);
  if ('conflicts' in applied) throw new Error(`conflicts: ${applied.conflicts.map(({ path }) => path).join(' ')}`);
  const decoded = decodeStruct(STRUCT, applied.object);
  if (isFailure(decoded)) throw new Error(decoded.error);
  return { object: decoded.value, managers: applied.managers };
}

const START: State = { object: EMPTY, managers: new Map() };
const ownedBy = ({ managers }: State, manager: string): FieldSet => setOf(managers.get(managerId(applier(manager))));

test('union, difference and intersection obey the laws of sets', () => {
  fc.assert(
    fc.property(sets, sets, sets, (a, b, c) => {
      expect(union(a, b)).toEqual(union(b, a));
      expect(union(a, union(b, c))).toEqual(union(union(a, b), c));
      expect(intersection(a, b)).toEqual(intersection(b, a));
      expect(union(difference(a, b), intersection(a, b))).toEqual(a);
      expect(isEmptySet(intersection(difference(a, b), b))).toBe(true);
      expect(difference(union(a, b), b)).toEqual(difference(a, b));
      expect([union(a, a), difference(a, a), intersection(a, a)]).toEqual([a, {}, a]);
    }),
    RUNS,
  );
});

test('a comparison is the other way round when the objects are', () => {
  fc.assert(
    fc.property(configs, configs, (a, b) => {
      const there = compareFields(TYPE, a, b);
      const back = compareFields(TYPE, b, a);
      const modified = intersection(there.changed, back.changed);
      expect(difference(there.changed, modified)).toEqual(back.removed);
      expect(difference(back.changed, modified)).toEqual(there.removed);
      expect(compareFields(TYPE, a, structuredClone(a))).toEqual({ changed: {}, removed: {} });
    }),
    RUNS,
  );
});

test('merging a configuration twice is merging it once, and removing all its fields leaves none of them', () => {
  fc.assert(
    fc.property(configs, configs, (live, config) => {
      const once = mergeApplied(TYPE, live, config) as JsonObject;
      expect(mergeApplied(TYPE, once, structuredClone(config))).toBe(once);
      expect(isEmptySet(difference(fieldsOf(TYPE, config), fieldsOf(TYPE, once)))).toBe(true);
      const fields = fieldsOf(TYPE, once);
      expect(isEmptySet(intersection(fieldsOf(TYPE, removeFields(TYPE, once, fields)), fields))).toBe(true);
    }),
    RUNS,
  );
});

test('applying twice is a no-op: same object, same owners, same time', () => {
  fc.assert(
    fc.property(configs, configs, (first, second) => {
      const before = apply(apply(START, 'one', first), 'two', second);
      const after = apply(before, 'two', structuredClone(second), { time: T2, force: false });
      expect(after.object).toBe(before.object);
      expect(writeManagers(after.managers)).toEqual(writeManagers(before.managers));
    }),
    RUNS,
  );
});

test('a forced apply owns all that it sent, and what it took belongs to no one else with another value', () => {
  fc.assert(
    fc.property(configs, configs, (first, second) => {
      const before = apply(START, 'one', first);
      const after = apply(before, 'two', second);
      expect(ownedBy(after, 'two')).toEqual(ownable(fieldsOf(TYPE, second)));
      const { changed } = compareFields(TYPE, before.object, after.object);
      expect(isEmptySet(intersection(ownedBy(after, 'one'), changed))).toBe(true);
      expect(isEmptySet(difference(fieldsOf(TYPE, second), fieldsOf(TYPE, after.object)))).toBe(true);
    }),
    RUNS,
  );
});

test('what is refused without force is what force takes away', () => {
  fc.assert(
    fc.property(configs, configs, (first, second) => {
      const before = apply(START, 'one', first);
      const input = { type: TYPE, live: before.object, config: second, managers: before.managers, force: false };
      const tried = applyConfig({ ...input, self: applier('two'), time: T2 });
      const forced = apply(before, 'two', second);
      const lost = difference(ownedBy(before, 'one'), ownedBy(forced, 'one'));
      const isRight =
        'conflicts' in tried
          ? isEmptySet(difference(tried.fields, lost)) && tried.conflicts.length > 0
          : isEmptySet(compareFields(TYPE, tried.object, forced.object).changed);
      expect(isRight).toBe(true);
    }),
    RUNS,
  );
});

test('what the applier alone owned and leaves out goes away; what another owns stays', () => {
  fc.assert(
    fc.property(configs, configs, configs, (first, second, other) => {
      const before = apply(apply(START, 'one', first), 'two', other);
      const after = apply(before, 'one', second);
      const left = fieldsOf(TYPE, after.object);
      expect(isEmptySet(difference(ownedBy(after, 'two'), left))).toBe(true);
      const alone = difference(ownedBy(before, 'one'), union(ownedBy(before, 'two'), fieldsOf(TYPE, second)));
      const others = pathsOf(ownedBy(after, 'two'));
      const held = pathsOf(intersection(alone, left)).filter((path) => !others.some((each) => each.startsWith(path)));
      expect(held).toEqual([]);
    }),
    RUNS,
  );
});

test('after any updates each field that differs from the start has an owner, and no one owns what is gone', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('x', 'y'), configs), { maxLength: 5 }), (writes) => {
      let state: State = START;
      for (const [manager, config] of writes) {
        const next = { ...EMPTY, ...config };
        const managers = trackUpdate(state.managers, compareFields(TYPE, state.object, next), updater(manager), T1);
        state = { object: next, managers };
      }
      const owned = [...state.managers.values()].reduce((set, entry) => union(set, setOf(entry)), {} as FieldSet);
      const { changed } = compareFields(TYPE, EMPTY, state.object);
      expect(isEmptySet(difference(ownable(changed), owned))).toBe(true);
      expect(isEmptySet(compareFields(TYPE, state.object, state.object).removed)).toBe(true);
      expect(readManagers(writeManagers(state.managers))).toEqual(state.managers);
    }),
    RUNS,
  );
});

test('an entry of nothing but names vanishes', () => {
  const config = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } };
  expect(makeEntry(applier('one'), fieldsOf(TYPE, config), T1)).toBeUndefined();
});
