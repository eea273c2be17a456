import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../shared/table.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';
import { podDisruptionBudgets } from './pod-disruption-budget.ts';
import { budgetNameErrors, validateBudget, validateBudgetStatus, validateBudgetUpdate } from './validate.ts';

const NOT_SET = 'N/A';
const NO_STATUS = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };

/** Everything that the API needs to know of PodDisruptionBudgets. Source: pkg/registry/policy/poddisruptionbudget/strategy.go. */
export const podDisruptionBudgetDef: KindDef = defineKind<PodDisruptionBudget>(podDisruptionBudgets, {
  shortNames: ['pdb'],
  hasStatus: true,
  hasGeneration: true,
  unconditionalUpdate: false,
  nameErrors: budgetNameErrors,
  defaults: (budget) => (budget.spec === undefined ? { ...budget, spec: {} } : budget),
  prepareForCreate: (budget) => ({ ...budget, status: NO_STATUS }),
  validate: validateBudget,
  validateUpdate: validateBudgetUpdate,
  validateStatusUpdate: validateBudgetStatus,
  indexes: [],
  columns: [
    NAME_COLUMN,
    column('Min Available'),
    column('Max Unavailable'),
    column('Allowed Disruptions', 'integer'),
    AGE_COLUMN,
  ],
  tableRow: ({ metadata, spec, status }, nowMs) => ({
    cells: [
      metadata.name ?? '',
      String(spec.minAvailable ?? NOT_SET),
      String(spec.maxUnavailable ?? NOT_SET),
      status?.disruptionsAllowed ?? 0,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  }),
  example: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'default' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
  },
});
