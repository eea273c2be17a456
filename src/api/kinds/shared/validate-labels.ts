import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  required,
  tooLong,
} from '../../machinery/field-error.ts';
import { byteLength } from '../../machinery/go-format.ts';
import { checkLabelValue, checkQualifiedName } from '../../machinery/names.ts';
import type { LabelSelector, LabelSelectorRequirement, StringMap } from '../../machinery/object.ts';
import type { Unchecked } from './unchecked.ts';

const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** Keys and values of a label map. Source: apimachinery pkg/apis/meta/v1/validation ValidateLabels. */
export function validateLabels(labels: StringMap | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key in labels) {
    const value = labels[key] as string;
    const keyMessages = checkQualifiedName(key);
    if (keyMessages.length > 0) errors.push(...invalidEach(field, key, keyMessages));
    const valueMessages = checkLabelValue(value);
    if (valueMessages.length > 0) errors.push(...invalidEach(field, value, valueMessages));
  }
  return errors;
}

/** Keys of annotations (case does not matter) and their size in total. Source: apimachinery pkg/api/validation/objectmeta.go. */
export function validateAnnotations(annotations: StringMap | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key in annotations) {
    const messages = checkQualifiedName(key.toLowerCase());
    if (messages.length > 0) errors.push(...invalidEach(field, key, messages));
    bytes += byteLength(key) + byteLength(annotations[key] as string);
  }
  if (bytes > MAX_ANNOTATIONS_BYTES) errors.push(tooLong(field, MAX_ANNOTATIONS_BYTES));
  return errors;
}

/** A LabelSelector. Source: apimachinery pkg/apis/meta/v1/validation ValidateLabelSelector. */
export function validateLabelSelector(selector: Unchecked<LabelSelector> | undefined, field: string): FieldError[] {
  if (selector === undefined) return [];
  const errors = validateLabels(selector.matchLabels, childPath(field, 'matchLabels'));
  const path = childPath(field, 'matchExpressions');
  (selector.matchExpressions ?? []).forEach((requirement, i) =>
    errors.push(...validateRequirement(requirement, indexPath(path, i))),
  );
  return errors;
}

/** True for a selector that selects by nothing. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function validateRequirement(
  { key = '', operator, values = [] }: Unchecked<LabelSelectorRequirement>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const valuesPath = childPath(field, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(forbiddenField(valuesPath, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else {
    errors.push(invalid(childPath(field, 'operator'), operator ?? '', 'not a valid selector operator'));
  }
  errors.push(...invalidEach(childPath(field, 'key'), key, checkQualifiedName(key)));
  values.forEach((value, i) => errors.push(...invalidEach(indexPath(valuesPath, i), value, checkLabelValue(value))));
  return errors;
}
