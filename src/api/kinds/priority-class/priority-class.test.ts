import { describe, expect, test } from 'vitest';
import { created, createErrors, updateErrors } from '../testing/check.ts';
import { priorityClassDef } from './def.ts';
import { defaultPriorityClassOf, SYSTEM_CLASSES, type PriorityClass } from './priority-class.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 0, 10);

function classWith(more: Partial<PriorityClass>, name = 'important'): PriorityClass {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 1000, ...more };
}

describe('a PriorityClass', () => {
  test('preempts unless it says otherwise', () => {
    expect(created(priorityClassDef, classWith({}))).toMatchObject({
      value: 1000,
      preemptionPolicy: 'PreemptLowerPriority',
    });
    expect(created(priorityClassDef, classWith({ preemptionPolicy: 'Never' }))).toMatchObject({
      preemptionPolicy: 'Never',
    });
  });

  test.each<[string, PriorityClass, string[]]>([
    ['the highest value', classWith({ value: 1_000_000_000 }), []],
    [
      'a higher one',
      classWith({ value: 1_000_000_001 }),
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    [
      'a name of the system',
      classWith({}, 'system-mine'),
      [
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
      ],
    ],
    [
      'a class of the system with another value',
      classWith({}, 'system-node-critical'),
      [
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-node-critical PriorityClass must be 2000001000",
      ],
    ],
    [
      'an unknown policy',
      classWith({ preemptionPolicy: 'Maybe' }),
      ['preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"'],
    ],
  ])('%s', (_what, given, errors) => {
    expect(createErrors(priorityClassDef, given)).toEqual(errors);
  });

  test('keeps its value and policy', () => {
    const stored = created(priorityClassDef, classWith({}));
    expect(updateErrors(priorityClassDef, classWith({ value: 1, preemptionPolicy: 'Never' }), stored)).toEqual([
      'value: Forbidden: may not be changed in an update.',
      'preemptionPolicy: Invalid value: "Never": field is immutable',
    ]);
  });

  test('prints its value and policy', () => {
    const stored = created(priorityClassDef, classWith({ globalDefault: true }));
    const metadata = { ...stored.metadata, creationTimestamp: '2026-01-01T00:00:00Z' };
    expect(priorityClassDef.columns.map(({ name }) => name.toUpperCase())).toEqual([
      'NAME',
      'VALUE',
      'GLOBAL-DEFAULT',
      'AGE',
      'PREEMPTIONPOLICY',
    ]);
    expect(priorityClassDef.tableRow({ ...stored, metadata }, NOW_MS).cells).toEqual([
      'important',
      1000,
      true,
      '10m',
      'PreemptLowerPriority',
    ]);
  });

  test('of several default ones the lowest counts', () => {
    const classes = [
      classWith({ globalDefault: true }, 'a'),
      classWith({ globalDefault: true, value: 5 }, 'b'),
      classWith({ value: 1 }, 'c'),
    ];
    expect(defaultPriorityClassOf(classes)?.metadata.name).toBe('b');
    expect(defaultPriorityClassOf(SYSTEM_CLASSES)).toBeUndefined();
  });
});
