import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, invalid } from '../../machinery/field-error.ts';
import { isFailure } from '../../machinery/failure.ts';
import { sortKeys } from '../../machinery/go-format.ts';
import { compileLabelSelector } from '../../machinery/label-selector.ts';
import { matchesSelector } from '../../machinery/labels.ts';
import type { LabelSelector, StringMap } from '../../machinery/object.ts';

/** A workload's selector must match the labels of its template. `field` is the template's path. */
export function checkTemplateLabels(
  labels: StringMap | undefined,
  selector: LabelSelector | undefined,
  field: string,
): FieldError[] {
  const compiled = compileLabelSelector(selector);
  if (isFailure(compiled) || matchesSelector(compiled, labels)) return [];
  const value = labels === undefined ? null : sortKeys(labels);
  return [invalid(childPath(field, 'metadata.labels'), value, '`selector` does not match template `labels`')];
}
