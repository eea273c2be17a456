import type { Failure } from './failure.ts';
import { fail } from './failure.ts';
import type { FieldError } from './field-error.ts';
import { invalid, notSupported, renderAggregate } from './field-error.ts';
import type { Operator, Requirement } from './labels.ts';
import { isInteger } from './labels.ts';
import { checkLabelKey, checkLabelValue } from './names.ts';

const OPERATORS: readonly string[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt', 'exists', '!'];

/**
 * Makes a requirement, or gives upstream's error text (an aggregate over key, operator and values).
 * Source: labels.NewRequirement. `path` is the field that the selector stands in, "" for a selector from a query.
 */
export function newRequirement(key: string, op: string, values: readonly string[], path = ''): Requirement | Failure {
  const prefix = path === '' ? '' : `${path}.`;
  const errors: FieldError[] = [];
  const keyMessages = checkLabelKey(key);
  if (keyMessages.length > 0) errors.push(invalid(`${prefix}key`, key, keyMessages.join('; ')));
  errors.push(...checkValueCount(op, values, prefix));
  values.forEach((value, i) => {
    const messages = checkLabelValue(value);
    if (messages.length > 0) errors.push(invalid(`${prefix}values[${i}][${key}]`, value, messages.join('; ')));
  });
  return errors.length > 0 ? fail(renderAggregate(errors)) : { key, op: op as Operator, values };
}

function checkValueCount(op: string, values: readonly string[], prefix: string): FieldError[] {
  const path = `${prefix}values`;
  switch (op) {
    case 'in':
    case 'notin':
      return values.length > 0 ? [] : [invalid(path, values, "for 'in', 'notin' operators, values set can't be empty")];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : [invalid(path, values, 'exact-match compatibility requires one single value')];
    case 'exists':
    case '!':
      return values.length === 0
        ? []
        : [invalid(path, values, 'values set must be empty for exists and does not exist')];
    case 'gt':
    case 'lt': {
      const errors =
        values.length === 1 ? [] : [invalid(path, values, "for 'Gt', 'Lt' operators, exactly one value is required")];
      values.forEach((value, i) => {
        if (!isInteger(value))
          errors.push(invalid(`${path}[${i}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
      });
      return errors;
    }
    default:
      return [notSupported(`${prefix}operator`, op, OPERATORS)];
  }
}
