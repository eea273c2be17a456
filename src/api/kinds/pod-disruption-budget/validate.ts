import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, notSupported } from '../../machinery/field-error.ts';
import { checkNotMoreThan100Percent, checkPositiveIntOrPercent } from '../../machinery/int-or-percent.ts';
import { checkPathSegmentName } from '../../machinery/names.ts';
import { checkNonNegative, rawJson } from '../shared/field-checks.ts';
import type { NameRule } from '../shared/name-rules.ts';
import { validateLabelSelector } from '../shared/validate-labels.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from './pod-disruption-budget.ts';

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** Upstream asks no more of a budget's name than that it fits into a path. */
export const budgetNameErrors: NameRule = (name) => checkPathSegmentName(name);

/** Source: pkg/apis/policy/validation ValidatePodDisruptionBudgetSpec. */
export function validateBudget({ metadata, spec }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors = validateMetadata(metadata, true, budgetNameErrors);
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    errors.push(invalid('spec', internalSpec(spec), 'minAvailable and maxUnavailable cannot be both set'));
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const value = spec[field];
    if (value === undefined) continue;
    const path = `spec.${field}`;
    errors.push(...checkPositiveIntOrPercent(value, path), ...checkNotMoreThan100Percent(value, path));
  }
  errors.push(...validateLabelSelector(selector, 'spec.selector'));
  if (policy !== undefined && !POLICIES.includes(policy))
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES));
  return errors;
}

export function validateBudgetUpdate(next: PodDisruptionBudget, previous: PodDisruptionBudget): FieldError[] {
  return validateMetadataUpdate(next.metadata, previous.metadata);
}

/** Source: ValidatePodDisruptionBudgetStatusUpdate. */
export function validateBudgetStatus({ status }: PodDisruptionBudget): FieldError[] {
  const numbers = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const;
  return numbers.flatMap((field) => checkNonNegative(status?.[field], `status.${field}`));
}

/** The spec as the internal Go type prints it. */
function internalSpec({
  minAvailable,
  selector,
  maxUnavailable,
  unhealthyPodEvictionPolicy,
}: PodDisruptionBudgetSpec): {
  readonly raw: string;
} {
  return rawJson({
    MinAvailable: minAvailable ?? null,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  });
}
