import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkPercent } from '../../machinery/names.ts';
import { validateReplicatedTemplate } from '../pod/validate-template.ts';
import { checkNonNegative, rawJson } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { checkSameSelector, validateOwnSelector } from '../shared/validate-replicated.ts';
import type { Deployment, DeploymentStrategy, RollingUpdateDeployment } from './deployment.ts';

const STRATEGIES: readonly string[] = ['Recreate', 'RollingUpdate'];

/** A defaulted Deployment, in upstream's order. Source: pkg/apis/apps/validation ValidateDeploymentSpec. */
export function validateDeployment({ metadata, spec }: Deployment): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...checkNonNegative(spec.replicas, 'spec.replicas'),
    ...validateOwnSelector(spec.selector),
    ...validateReplicatedTemplate(spec.template, spec.selector, 'spec.template'),
    ...validateStrategy(spec.strategy ?? {}),
    ...checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...checkNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...checkDeadline(spec.progressDeadlineSeconds, spec.minReadySeconds ?? 0),
  ];
}

/** Source: pkg/registry/apps/deployment/strategy.go ValidateUpdate. */
export function validateDeploymentUpdate(next: Deployment, previous: Deployment): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkSameSelector(next.spec.selector, previous.spec.selector),
  ];
}

function checkDeadline(seconds: number | undefined, minReadySeconds: number): FieldError[] {
  if (seconds === undefined) return [];
  const field = 'spec.progressDeadlineSeconds';
  const errors = checkNonNegative(seconds, field);
  if (seconds <= minReadySeconds) errors.push(invalid(field, seconds, 'must be greater than minReadySeconds'));
  return errors;
}

/** An unknown type is shown as the internal struct, hence the capital letters. Source: ValidateDeploymentStrategy. */
function validateStrategy({ type = '', rollingUpdate }: DeploymentStrategy): FieldError[] {
  const field = 'spec.strategy.rollingUpdate';
  switch (type) {
    case 'Recreate':
      return rollingUpdate === undefined
        ? []
        : [forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      return rollingUpdate === undefined
        ? [required(field, 'this should be defaulted and never be nil')]
        : validateRollingUpdate(rollingUpdate, field);
    default:
      return [notSupported('spec.strategy', rawJson({ Type: type, RollingUpdate: rollingUpdate ?? null }), STRATEGIES)];
  }
}

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment,
  field: string,
): FieldError[] {
  const unavailable = childPath(field, 'maxUnavailable');
  const errors = [
    ...checkNumberOrPercent(maxUnavailable, unavailable),
    ...checkNumberOrPercent(maxSurge, childPath(field, 'maxSurge')),
  ];
  if (amount(maxUnavailable) === 0 && amount(maxSurge) === 0)
    errors.push(invalid(unavailable, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  if (typeof maxUnavailable === 'string' && amount(maxUnavailable) > 100)
    errors.push(invalid(unavailable, maxUnavailable, 'must not be greater than 100%'));
  return errors;
}

function checkNumberOrPercent(value: number | string, field: string): FieldError[] {
  return typeof value === 'number' ? checkNonNegative(value, field) : invalidEach(field, value, checkPercent(value));
}

/** The number, or that before the percent sign; 0 for other texts. */
function amount(value: number | string): number {
  return typeof value === 'number' ? value : checkPercent(value).length === 0 ? Number(value.slice(0, -1)) : 0;
}
