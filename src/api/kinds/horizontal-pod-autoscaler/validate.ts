import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, indexPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { HorizontalPodAutoscaler, HpaSpec, ScalingPolicy, ScalingRules } from './horizontal-pod-autoscaler.ts';
import { validateMetric, validateReference } from './validate-metric.ts';

const SELECT_POLICIES: readonly string[] = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES: readonly string[] = ['Percent', 'Pods'];
const MAX_PERIOD_SECONDS = 1800;
const MAX_WINDOW_SECONDS = 3600;

/** A defaulted HorizontalPodAutoscaler, in upstream's order. Source: pkg/apis/autoscaling/validation. */
export function validateHpa({ metadata, spec }: HorizontalPodAutoscaler): FieldError[] {
  return [...validateMetadata(metadata, true, nameIsDnsSubdomain), ...validateSpec(spec)];
}

/** The spec is validated as on create. */
export function validateHpaUpdate(next: HorizontalPodAutoscaler, previous: HorizontalPodAutoscaler): FieldError[] {
  return validateMetadataUpdate(next.metadata, previous.metadata);
}

function validateSpec(spec: Unchecked<HpaSpec>): FieldError[] {
  const { minReplicas = 1, maxReplicas = 0, metrics = [], behavior } = spec;
  const errors: FieldError[] = [];
  if (minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  errors.push(...validateReference(spec.scaleTargetRef ?? {}, 'spec.scaleTargetRef'));
  metrics.forEach((metric, i) => errors.push(...validateMetric(metric, indexPath('spec.metrics', i))));
  for (const name of ['scaleUp', 'scaleDown'] as const) {
    const rules = behavior?.[name];
    if (rules !== undefined) errors.push(...validateRules(rules, childPath('spec.behavior', name)));
  }
  return errors;
}

function validateRules(
  { stabilizationWindowSeconds: seconds, selectPolicy, policies = [] }: Unchecked<ScalingRules>,
  field: string,
): FieldError[] {
  const window = childPath(field, 'stabilizationWindowSeconds');
  const errors: FieldError[] = [];
  if (seconds !== undefined && seconds < 0)
    errors.push(invalid(window, seconds, 'must be greater than or equal to zero'));
  if (seconds !== undefined && seconds > MAX_WINDOW_SECONDS)
    errors.push(invalid(window, seconds, `must be less than or equal to ${MAX_WINDOW_SECONDS}`));
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy))
    errors.push(notSupported(childPath(field, 'selectPolicy'), selectPolicy, SELECT_POLICIES));
  const path = childPath(field, 'policies');
  if (policies.length === 0) errors.push(required(path, 'must specify at least one Policy'));
  policies.forEach((policy, i) => errors.push(...validatePolicy(policy, indexPath(path, i))));
  return errors;
}

function validatePolicy(
  { type = '', value = 0, periodSeconds = 0 }: Unchecked<ScalingPolicy>,
  field: string,
): FieldError[] {
  const period = childPath(field, 'periodSeconds');
  const errors = POLICY_TYPES.includes(type) ? [] : [notSupported(childPath(field, 'type'), type, POLICY_TYPES)];
  if (value <= 0) errors.push(invalid(childPath(field, 'value'), value, 'must be greater than zero'));
  if (periodSeconds <= 0) errors.push(invalid(period, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS)
    errors.push(invalid(period, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
  return errors;
}
