import type { Failure } from './failure.ts';
import { fail, isFailure } from './failure.ts';
import type { FieldError } from './field-error.ts';
import { invalid } from './field-error.ts';
import { checkPercent } from './names.ts';

/** A number or a text such as "25%". */
export type IntOrPercent = number | string;

/** Which way a percentage is rounded: surge up, unavailable down. */
export type Rounding = 'up' | 'down';

/**
 * The number that a value stands for: itself, or a percentage of `total`. Texts that are no percentage are a failure.
 * Source: apimachinery pkg/util/intstr GetScaledValueFromIntOrPercent.
 */
export function resolveIntOrPercent(value: IntOrPercent, total: number, rounding: Rounding): number | Failure {
  if (typeof value === 'number') return value;
  const percent = percentOf(value);
  if (isFailure(percent)) return percent;
  const exact = (percent * total) / 100;
  return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** Refuses negative numbers and texts that are no percentage. Source: pkg/apis/apps/validation ValidatePositiveIntOrPercent. */
export function checkPositiveIntOrPercent(value: IntOrPercent, field: string): readonly FieldError[] {
  if (typeof value === 'number') return value >= 0 ? [] : [invalid(field, value, 'must be greater than or equal to 0')];
  return checkPercent(value).map((message) => invalid(field, value, message));
}

/** Refuses percentages above 100. Source: pkg/apis/apps/validation IsNotMoreThan100Percent. */
export function checkNotMoreThan100Percent(value: IntOrPercent, field: string): readonly FieldError[] {
  const percent = typeof value === 'number' ? undefined : percentOf(value);
  if (percent === undefined || isFailure(percent) || percent <= 100) return [];
  return [invalid(field, value, 'must not be greater than 100%')];
}

function percentOf(text: string): number | Failure {
  if (!text.endsWith('%')) return fail('invalid value for IntOrString: invalid type: string is not a percentage');
  const digits = text.slice(0, -1);
  if (!/^[-+]?\d+$/.test(digits))
    return fail(
      `invalid value for IntOrString: invalid value "${text}": strconv.Atoi: parsing "${digits}": invalid syntax`,
    );
  return Number(digits);
}
