import type { FieldError } from '../../machinery/field-error.ts';
import { invalid, required } from '../../machinery/field-error.ts';
import { sortKeys } from '../../machinery/go-format.ts';
import type { LabelSelector } from '../../machinery/object.ts';
import { IMMUTABLE_MESSAGE, sameJson } from './field-checks.ts';
import { isEmptySelector, validateLabelSelector } from './validate-labels.ts';

const FIELD = 'spec.selector';

/** The selector of a ReplicaSet or a Deployment; upstream's text says "deployment" for both. Source: pkg/apis/apps/validation. */
export function validateOwnSelector(selector: LabelSelector | undefined): FieldError[] {
  if (selector === undefined) return [required(FIELD)];
  const errors = validateLabelSelector(selector, FIELD);
  if (isEmptySelector(selector)) errors.push(invalid(FIELD, selector, 'empty selector is invalid for deployment'));
  return errors;
}

/** A selector stays what it is for life. */
export function checkSameSelector(next: LabelSelector | undefined, previous: LabelSelector | undefined): FieldError[] {
  return sameJson(next, previous) ? [] : [invalid(FIELD, printable(next), IMMUTABLE_MESSAGE)];
}

/** Labels in key order, as Go prints a map. */
function printable(selector: LabelSelector | undefined): unknown {
  return selector?.matchLabels === undefined ? selector : { ...selector, matchLabels: sortKeys(selector.matchLabels) };
}
