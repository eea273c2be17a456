import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkDns1123Label } from '../../machinery/names.ts';
import { quantityOf } from '../../machinery/quantity.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import type {
  ContainerResourceMetricSource,
  CrossVersionObjectReference,
  CustomMetricSource,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  ResourceMetricSource,
} from './horizontal-pod-autoscaler.ts';

const TYPES: readonly string[] = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES: ReadonlySet<string> = new Set(['Utilization', 'Value', 'AverageValue']);
/** In the order in which upstream looks at them. */
const SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;

/** Source: pkg/apis/autoscaling/validation validateMetricSpec. */
export function validateMetric(spec: Unchecked<MetricSpec>, field: string): FieldError[] {
  const { type = '' } = spec;
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(childPath(field, 'type'), 'must specify a metric source type'));
  const unknown = notSupported(childPath(field, 'type'), type, TYPES);
  if (!TYPES.includes(type)) errors.push(unknown);
  const present = SOURCES.filter((name) => spec[name] !== undefined);
  const [first] = present;
  if (first !== undefined) errors.push(...validateSource(spec, first, childPath(field, first)));
  const expected = SOURCES.find((name) => name.toLowerCase() === type.toLowerCase());
  if (expected === undefined) errors.push(unknown);
  else if (spec[expected] === undefined)
    errors.push(required(childPath(field, expected), 'must populate information for the given metric source'));
  if (present.length !== 1) {
    for (const name of present)
      if (name !== expected)
        errors.push(forbiddenField(childPath(field, name), 'must populate the given metric source only'));
  }
  return errors;
}

/** Source: ValidateCrossVersionObjectReference. */
export function validateReference(
  { kind = '', name = '' }: Partial<CrossVersionObjectReference>,
  field: string,
): FieldError[] {
  return [
    ...(kind === '' ? [required(childPath(field, 'kind'))] : segment(kind, childPath(field, 'kind'))),
    ...(name === '' ? [required(childPath(field, 'name'))] : segment(name, childPath(field, 'name'))),
  ];
}

function validateSource(spec: Unchecked<MetricSpec>, name: (typeof SOURCES)[number], field: string): FieldError[] {
  switch (name) {
    case 'object':
      return validateObject(spec.object ?? {}, field);
    case 'external':
      return validateExternal(spec.external ?? {}, field);
    case 'pods':
      return validatePods(spec.pods ?? {}, field);
    case 'resource':
      return [...validateName(spec.resource ?? {}, field), ...validateResourceTarget(spec.resource ?? {}, field)];
    case 'containerResource':
      return validateContainerResource(spec.containerResource ?? {}, field);
  }
}

function validateObject(source: Unchecked<ObjectMetricSource>, field: string): FieldError[] {
  const { target = {} } = source;
  const errors = [
    ...validateReference(source.describedObject ?? {}, childPath(field, 'describedObject')),
    ...validateCustom(source, field),
  ];
  if (target.value === undefined && target.averageValue === undefined)
    errors.push(required(childPath(field, 'target.averageValue'), 'must set either a target value or averageValue'));
  return errors;
}

function validateExternal(source: Unchecked<CustomMetricSource>, field: string): FieldError[] {
  const { value, averageValue } = source.target ?? {};
  const errors = validateCustom(source, field);
  if (value === undefined && averageValue === undefined) {
    const text = 'must set either a target value for metric or a per-pod target';
    errors.push(required(childPath(field, 'target.averageValue'), text));
  }
  if (value !== undefined && averageValue !== undefined) {
    const text = 'may not set both a target value for metric and a per-pod target';
    errors.push(forbiddenField(childPath(field, 'target.value'), text));
  }
  return errors;
}

function validatePods(source: Unchecked<CustomMetricSource>, field: string): FieldError[] {
  const errors = validateCustom(source, field);
  if (source.target?.averageValue === undefined)
    errors.push(required(childPath(field, 'target.averageValue'), 'must specify a positive target averageValue'));
  return errors;
}

function validateContainerResource(source: Unchecked<ContainerResourceMetricSource>, field: string): FieldError[] {
  const { container = '' } = source;
  const path = childPath(field, 'container');
  return [
    ...validateName(source, field),
    ...(container === ''
      ? [required(path, 'must specify a container')]
      : invalidEach(path, container, checkDns1123Label(container))),
    ...validateResourceTarget(source, field),
  ];
}

function validateName({ name = '' }: Unchecked<ResourceMetricSource>, field: string): FieldError[] {
  return name === '' ? [required(childPath(field, 'name'), 'must specify a resource name')] : [];
}

function validateResourceTarget({ target = {} }: Unchecked<ResourceMetricSource>, field: string): FieldError[] {
  const path = childPath(field, 'target');
  const errors = validateTarget(target, path);
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined) {
    const text = 'must set either a target raw value or a target utilization';
    errors.push(required(childPath(path, 'averageUtilization'), text));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const text = 'may not set both a target raw value and a target utilization';
    errors.push(forbiddenField(childPath(path, 'averageValue'), text));
  }
  return errors;
}

function validateCustom({ metric, target }: Unchecked<CustomMetricSource>, field: string): FieldError[] {
  const path = childPath(field, 'metric.name');
  const { name = '' } = metric ?? {};
  return [
    ...(name === '' ? [required(path, 'must specify a metric name')] : segment(name, path)),
    ...validateTarget(target ?? {}, childPath(field, 'target')),
  ];
}

function validateTarget(target: Unchecked<MetricTarget>, field: string): FieldError[] {
  const { type = '', averageUtilization } = target;
  const path = childPath(field, 'type');
  const errors = type === '' ? [required(path, 'must specify a metric target type')] : [];
  if (!TARGET_TYPES.has(type)) errors.push(invalid(path, type, 'must be either Utilization, Value, or AverageValue'));
  for (const name of ['value', 'averageValue'] as const) {
    const value = target[name];
    if (value !== undefined && quantityOf(value).nanos <= 0n)
      errors.push(invalid(childPath(field, name), value, 'must be positive'));
  }
  if (averageUtilization !== undefined && averageUtilization < 1)
    errors.push(invalid(childPath(field, 'averageUtilization'), averageUtilization, 'must be greater than 0'));
  return errors;
}

/** Source: apimachinery pkg/api/validation/path IsValidPathSegmentName. */
function segment(name: string, field: string): FieldError[] {
  if (name === '.' || name === '..') return [invalid(field, name, `may not be '${name}'`)];
  const wrong = ['/', '%'].filter((char) => name.includes(char));
  return invalidEach(
    field,
    name,
    wrong.map((char) => `may not contain '${char}'`),
  );
}
