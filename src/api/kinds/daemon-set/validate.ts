import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, invalid, notSupported, required } from '../../machinery/field-error.ts';
import {
  checkNotMoreThan100Percent,
  checkPositiveIntOrPercent,
  type IntOrPercent,
} from '../../machinery/int-or-percent.ts';
import { validateTemplate } from '../pod/validate-template.ts';
import { checkNonNegative, rawJson } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { checkTemplateLabels } from '../shared/template-labels.ts';
import { isEmptySelector, validateLabelSelector } from '../shared/validate-labels.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { checkSameSelector } from '../shared/validate-replicated.ts';
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from './daemon-set.ts';

/** A defaulted DaemonSet, in upstream's order. Source: pkg/apis/apps/validation ValidateDaemonSetSpec. */
export function validateDaemonSet({ metadata, spec }: DaemonSet): FieldError[] {
  const { selector, template } = spec;
  const errors = [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...validateLabelSelector(selector, 'spec.selector'),
    ...checkTemplateLabels(template.metadata?.labels, selector, 'spec.template'),
  ];
  if (selector !== undefined && isEmptySelector(selector))
    errors.push(invalid('spec.selector', selector, 'empty selector is invalid for daemonset'));
  errors.push(...validateTemplate(template, 'spec.template'));
  const { restartPolicy = '', activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== 'Always')
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    const field = 'spec.template.spec.activeDeadlineSeconds';
    errors.push(forbiddenField(field, 'activeDeadlineSeconds in DaemonSet is not Supported'));
  }
  return [
    ...errors,
    ...checkNonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
    ...checkNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

/** Source: pkg/registry/apps/daemonset/strategy.go ValidateUpdate. */
export function validateDaemonSetUpdate(next: DaemonSet, previous: DaemonSet): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkSameSelector(next.spec.selector, previous.spec.selector),
  ];
}

/** Source: ValidateDaemonSetStatusUpdate. */
export function validateDaemonSetStatusUpdate(next: DaemonSet, previous: DaemonSet): FieldError[] {
  const errors = STATUS_NUMBERS.flatMap((name) => checkNonNegative(next.status?.[name], `status.${name}`));
  const count = next.status?.collisionCount ?? 0;
  if (count < (previous.status?.collisionCount ?? 0))
    errors.push(invalid('status.collisionCount', count, 'cannot be decremented'));
  return errors;
}

const STATUS_NUMBERS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const;

/** An unknown type is shown as the internal struct, hence the capital letters. */
function validateStrategy({ type = '', rollingUpdate }: DaemonSetUpdateStrategy, field: string): FieldError[] {
  const path = childPath(field, 'rollingUpdate');
  switch (type) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return rollingUpdate === undefined ? [required(path)] : validateRollingUpdate(rollingUpdate, path);
    default:
      return [
        notSupported(field, rawJson({ Type: type, RollingUpdate: rollingUpdate ?? null }), [
          'RollingUpdate',
          'OnDelete',
        ]),
      ];
  }
}

/** Source: ValidateRollingUpdateDaemonSet: either Pods may be missing, or there may be more. */
function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
  field: string,
): FieldError[] {
  const [unavailable, surge] = [childPath(field, 'maxUnavailable'), childPath(field, 'maxSurge')];
  const errors = [
    ...checkPositiveIntOrPercent(maxUnavailable, unavailable),
    ...checkPositiveIntOrPercent(maxSurge, surge),
    ...checkNotMoreThan100Percent(maxUnavailable, unavailable),
    ...checkNotMoreThan100Percent(maxSurge, surge),
  ];
  if (!isNone(maxUnavailable) && !isNone(maxSurge))
    errors.push(invalid(surge, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (isNone(maxUnavailable) && isNone(maxSurge)) errors.push(required(unavailable, 'cannot be 0 when maxSurge is 0'));
  return errors;
}

/** 0, 0% and texts that are no number count as none. Source: getIntOrPercentValue. */
function isNone(value: IntOrPercent): boolean {
  return (typeof value === 'number' ? value : Number.parseInt(value, 10) || 0) === 0;
}
