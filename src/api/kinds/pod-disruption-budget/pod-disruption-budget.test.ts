import { describe, expect, test } from 'vitest';
import { createErrors, created, updated } from '../testing/check.ts';
import { podDisruptionBudgetDef as def } from './def.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from './pod-disruption-budget.ts';

const budget = (spec: PodDisruptionBudgetSpec): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'default' },
  spec,
});

describe('a PodDisruptionBudget', () => {
  test.each<[PodDisruptionBudgetSpec, readonly string[]]>([
    [{ minAvailable: 1 }, []],
    [{ minAvailable: '50%', selector: {} }, []],
    [
      { minAvailable: 1, maxUnavailable: '50%' },
      [
        'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":"50%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    [{ maxUnavailable: -1 }, ['spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0']],
    [{ minAvailable: '101%' }, ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%']],
    [
      { unhealthyPodEvictionPolicy: 'Never' },
      [
        'spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"',
      ],
    ],
  ])('of %j has the mistakes %j', (spec, errors) => {
    expect(createErrors(def, budget(spec))).toEqual(errors);
  });

  test('begins with an account of nothing', () => {
    expect(created(def, budget({ minAvailable: 1 })).status).toEqual({
      currentHealthy: 0,
      desiredHealthy: 0,
      disruptionsAllowed: 0,
      expectedPods: 0,
    });
  });

  test('without a difference stays the stored object', () => {
    const stored = created(def, budget({ minAvailable: 1 }));
    expect(updated(def, stored, stored)).toBe(stored);
  });

  test.each<[PodDisruptionBudgetSpec, readonly unknown[]]>([
    [{ minAvailable: 3 }, ['web', '3', 'N/A', 2, '<unknown>']],
    [{ maxUnavailable: '25%' }, ['web', 'N/A', '25%', 2, '<unknown>']],
  ])('of %j prints %j', (spec, cells) => {
    const status = { currentHealthy: 3, desiredHealthy: 1, disruptionsAllowed: 2, expectedPods: 3 };
    expect(def.tableRow({ ...budget(spec), status }, 0).cells).toEqual(cells);
  });
});
