import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  indexPath,
  invalid,
  invalidEach,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../machinery/field-error.ts';
import { isFailure } from '../../machinery/failure.ts';
import { byteLength, goQuote } from '../../machinery/go-format.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import { checkNonNegative } from '../shared/field-checks.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import { countIndexes, parseIndexes } from './indexes.ts';
import type {
  ExitCodesRequirement,
  JobSpec,
  PodConditionPattern,
  PodFailurePolicyRule,
  SuccessPolicyRule,
} from './job.ts';

const ACTIONS: readonly string[] = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS: readonly string[] = ['In', 'NotIn'];
const STATUSES: readonly string[] = ['False', 'True', 'Unknown'];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_PATTERNS = 20;
const MAX_INDEXES_BYTES = 65_536;

/** Source: pkg/apis/batch/validation validatePodFailurePolicy. */
export function validatePodFailurePolicy(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const path = childPath(field, 'rules');
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  const errors = rules.length > MAX_RULES ? [tooMany(path, rules.length, MAX_RULES)] : [];
  rules.forEach((rule, i) => errors.push(...validateRule(spec, rule, indexPath(path, i), names)));
  return errors;
}

/** Source: pkg/apis/batch/validation validateSuccessPolicy. */
export function validateSuccessPolicy(spec: Unchecked<JobSpec>, field: string): FieldError[] {
  if (spec.completionMode !== 'Indexed')
    return [invalid(field, spec.successPolicy, 'requires indexed completion mode')];
  const rules = spec.successPolicy?.rules ?? [];
  const path = childPath(field, 'rules');
  const errors: FieldError[] = [];
  if (rules.length === 0)
    errors.push(required(path, 'at least one rules must be specified when the successPolicy is specified'));
  if (rules.length > MAX_RULES) errors.push(tooMany(path, rules.length, MAX_RULES));
  rules.forEach((rule, i) => errors.push(...validateSuccessRule(rule, spec.completions ?? 0, indexPath(path, i))));
  return errors;
}

function validateRule(
  spec: Unchecked<JobSpec>,
  rule: Unchecked<PodFailurePolicyRule>,
  field: string,
  names: ReadonlySet<string | undefined>,
): FieldError[] {
  const { action = '', onExitCodes, onPodConditions = [] } = rule;
  const errors = oneOf(action, ACTIONS, childPath(field, 'action'));
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined)
    errors.push(invalid(childPath(field, 'action'), action, 'requires the backoffLimitPerIndex to be set'));
  if (onExitCodes !== undefined) errors.push(...validateExitCodes(onExitCodes, childPath(field, 'onExitCodes'), names));
  if (onPodConditions.length > 0)
    errors.push(...validatePatterns(onPodConditions, childPath(field, 'onPodConditions')));
  if (onExitCodes !== undefined && onPodConditions.length > 0)
    errors.push(withoutValue(field, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (onExitCodes === undefined && onPodConditions.length === 0)
    errors.push(withoutValue(field, 'specifying one of OnExitCodes and OnPodConditions is required'));
  return errors;
}

function validateExitCodes(
  { operator = '', containerName, values = [] }: Unchecked<ExitCodesRequirement>,
  field: string,
  names: ReadonlySet<string | undefined>,
): FieldError[] {
  const errors = oneOf(operator, OPERATORS, childPath(field, 'operator'));
  if (containerName !== undefined && !names.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalid(childPath(field, 'containerName'), containerName, detail));
  }
  const path = childPath(field, 'values');
  if (values.length === 0) errors.push(invalid(path, values, 'at least one value is required'));
  else if (values.length > MAX_EXIT_CODES) errors.push(tooMany(path, values.length, MAX_EXIT_CODES));
  const seen = new Set<number>();
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0)
      errors.push(invalid(indexPath(path, i), value, 'must not be 0 for the In operator'));
    if (seen.has(value)) errors.push(duplicate(indexPath(path, i), value));
    seen.add(value);
  });
  if (values.some((value, i) => i > 0 && (values[i - 1] ?? value) > value))
    errors.push(invalid(path, values, 'must be ordered'));
  return errors;
}

function validatePatterns(patterns: readonly Unchecked<PodConditionPattern>[], field: string): FieldError[] {
  const errors = patterns.length > MAX_PATTERNS ? [tooMany(field, patterns.length, MAX_PATTERNS)] : [];
  patterns.forEach(({ type = '', status = '' }, i) => {
    const path = indexPath(field, i);
    errors.push(...invalidEach(childPath(path, 'type'), type, checkQualifiedName(type)));
    errors.push(...oneOf(status, STATUSES, childPath(path, 'status')));
  });
  return errors;
}

function validateSuccessRule(
  { succeededIndexes, succeededCount }: Unchecked<SuccessPolicyRule>,
  completions: number,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (succeededIndexes === undefined && succeededCount === undefined)
    errors.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  let total = 0;
  if (succeededIndexes !== undefined) {
    const path = childPath(field, 'succeededIndexes');
    if (byteLength(succeededIndexes) > MAX_INDEXES_BYTES) errors.push(tooLong(path, MAX_INDEXES_BYTES));
    const parsed = parseIndexes(succeededIndexes, completions);
    if (isFailure(parsed))
      errors.push(invalid(path, succeededIndexes, `error parsing succeededIndexes: ${parsed.error}`));
    else total = countIndexes(parsed);
  }
  if (succeededCount === undefined) return errors;
  const path = childPath(field, 'succeededCount');
  const limit = (most: number, what: string): void => {
    if (succeededCount > most)
      errors.push(invalid(path, succeededCount, `must be less than or equal to ${most} (the number of ${what})`));
  };
  errors.push(...checkNonNegative(succeededCount, path));
  limit(completions, 'specified completions');
  if (succeededIndexes !== undefined) limit(total, 'indexes in the specified succeededIndexes field');
  return errors;
}

function oneOf(value: string, supported: readonly string[], field: string): FieldError[] {
  if (value === '') return [required(field, `valid values: [${supported.map(goQuote).join(' ')}]`)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** `Invalid value: <detail>`: upstream leaves the value out. */
function withoutValue(field: string, detail: string): FieldError {
  return { type: 'FieldValueInvalid', field, body: `Invalid value: ${detail}` };
}
