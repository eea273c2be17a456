import { isFailure } from '../../machinery/failure.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  keyPath,
  required,
} from '../../machinery/field-error.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import { compareQuantity, milliOf, parseQuantity, type Quantity } from '../../machinery/quantity.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import type { ResourceList } from '../shared/meta-types.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata } from '../shared/validate-metadata.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

/** As it came: even the type may be missing. */
type Item = Unchecked<LimitRangeItem>;

const PLAIN_TYPES: ReadonlySet<string> = new Set(['Container', 'Pod', 'PersistentVolumeClaim']);

/** Pairs that must be in order, and how upstream tells it. */
const ORDERED = [
  ['min', 'max', 'min', 'min', 'min', 'max'],
  ['min', 'defaultRequest', 'defaultRequest', 'defaultRequest', 'min', 'default request'],
  ['defaultRequest', 'max', 'defaultRequest', 'defaultRequest', 'default request', 'max'],
  ['defaultRequest', 'default', 'defaultRequest', 'defaultRequest', 'default request', 'default limit'],
  ['min', 'default', 'default', 'min', 'min', 'default'],
  ['default', 'max', 'default', 'max', 'default', 'max'],
] as const;

/** Source: pkg/apis/core/validation ValidateLimitRange. */
export function validateLimitRange({ metadata, spec }: LimitRange): FieldError[] {
  const errors = validateMetadata(metadata, true, nameIsDnsSubdomain);
  const seen = new Set<string>();
  (spec.limits ?? []).forEach((item, i) => {
    const path = indexPath('spec.limits', i);
    errors.push(...validateItem(item, path, seen));
    seen.add(item.type);
  });
  return errors;
}

function validateItem(item: Item, path: string, seen: ReadonlySet<string>): FieldError[] {
  const { type = '' } = item;
  const typePath = childPath(path, 'type');
  const errors = invalidEach(typePath, type, checkQualifiedName(type));
  if (errors.length === 0 && !type.includes('/') && !PLAIN_TYPES.has(type))
    errors.push(invalid(typePath, type, 'must be a standard limit type or fully qualified'));
  if (seen.has(type)) errors.push(duplicate(typePath, type));
  for (const list of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const) {
    const isDefault = list === 'default' || list === 'defaultRequest';
    const listPath = childPath(path, list);
    if (type === 'Pod' && isDefault) {
      if (Object.keys(item[list] ?? {}).length > 0)
        errors.push(forbiddenField(listPath, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    for (const name of Object.keys(item[list] ?? {}))
      errors.push(...invalidEach(keyPath(listPath, name), name, checkQualifiedName(name)));
  }
  if (type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) {
    const why = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(childPath(path, 'limits'), why));
  }
  for (const name of namesOf(item)) errors.push(...checkOrder(item, name, path), ...checkRatio(item, name, path));
  return errors;
}

function namesOf({ max, min, default: limits, defaultRequest, maxLimitRequestRatio }: Item): string[] {
  return Object.keys({ ...max, ...min, ...limits, ...defaultRequest, ...maxLimitRequestRatio }).sort();
}

function checkOrder(item: Item, name: string, path: string): FieldError[] {
  return ORDERED.flatMap(([low, high, field, shown, lowText, highText]) => {
    const [a, b] = [amount(item[low], name), amount(item[high], name)];
    if (a === undefined || b === undefined || compareQuantity(a, b) <= 0) return [];
    const value = formatQuantity(shown === low ? a : b);
    const detail = `${lowText} value ${formatQuantity(a)} is greater than ${highText} value ${formatQuantity(b)}`;
    return [invalid(keyPath(childPath(path, field), name), value, detail)];
  });
}

function checkRatio({ min, max, maxLimitRequestRatio }: Item, name: string, path: string): FieldError[] {
  const ratio = amount(maxLimitRequestRatio, name);
  if (ratio === undefined) return [];
  const field = keyPath(childPath(path, 'maxLimitRequestRatio'), name);
  const text = formatQuantity(ratio);
  const errors = milliOf(ratio) < 1000 ? [invalid(field, text, `ratio ${text} is less than 1`)] : [];
  const [low, high] = [amount(min, name), amount(max, name)];
  if (low === undefined || high === undefined || low.nanos === 0n) return errors;
  const most = Number(high.nanos) / Number(low.nanos);
  if (milliOf(ratio) > most * 1000)
    errors.push(invalid(field, text, `ratio ${text} is greater than max/min = ${most.toFixed(6)}`));
  return errors;
}

function amount(list: ResourceList | undefined, name: string): Quantity | undefined {
  const text = list?.[name];
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity === undefined || isFailure(quantity) ? undefined : quantity;
}
