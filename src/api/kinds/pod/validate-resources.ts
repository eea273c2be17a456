import { isFailure } from '../../machinery/failure.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  invalid,
  invalidEach,
  keyPath,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import type { Quantity } from '../../machinery/quantity.ts';
import { compareQuantity, parseQuantity } from '../../machinery/quantity.ts';
import { formatQuantity } from '../../machinery/quantity-format.ts';
import { NEGATIVE_MESSAGE } from '../shared/field-checks.ts';
import type { ResourceRequirements } from './container.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const HUGE_PAGES = 'hugepages-';
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const OTHER_STANDARD: readonly string[] = [
  'storage',
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
];
const POD_LEVEL: readonly string[] = ['cpu', 'memory'];
const NANOS_PER_UNIT = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;

type NameCheck = (name: string, field: string) => readonly FieldError[];

/** Requests and limits of a container. Source: pkg/apis/core/validation validateResourceRequirements. */
export function validateContainerResources(
  resources: Unchecked<ResourceRequirements> | undefined,
  field: string,
): FieldError[] {
  return resources === undefined ? [] : validateRequirements(resources, field, checkContainerResourceName);
}

/** Requests and limits of the whole Pod. */
export function validatePodResources(
  resources: Unchecked<ResourceRequirements> | undefined,
  field: string,
): FieldError[] {
  return resources === undefined ? [] : validateRequirements(resources, field, checkPodResourceName);
}

/** A quantity of a named resource: not negative, and whole where halves make no sense. Source: ValidateResourceQuantityValue. */
export function validateQuantity(name: string, text: string, field: string): FieldError[] {
  const quantity = parseQuantity(text);
  if (isFailure(quantity)) return [invalid(field, text, quantity.error)];
  const errors: FieldError[] = [];
  if (quantity.nanos < 0n) errors.push(invalid(field, formatQuantity(quantity), NEGATIVE_MESSAGE));
  if (isIntegerResource(name) && !isWhole(quantity))
    errors.push(invalid(field, formatQuantity(quantity), 'must be an integer'));
  return errors;
}

/** Native resources have no prefix, or one of Kubernetes' own. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function validateRequirements(
  { limits = {}, requests = {} }: Unchecked<ResourceRequirements>,
  field: string,
  checkName: NameCheck,
): FieldError[] {
  const errors: FieldError[] = [];
  const limitsPath = childPath(field, 'limits');
  const requestsPath = childPath(field, 'requests');
  for (const name of Object.keys(limits)) {
    const path = keyPath(limitsPath, name);
    errors.push(
      ...checkName(name, path),
      ...validateQuantity(name, limits[name] as string, path),
      ...checkHugePages(name, limits[name] as string, path),
    );
  }
  for (const name of Object.keys(requests)) {
    const path = keyPath(requestsPath, name);
    const request = requests[name] as string;
    errors.push(...checkName(name, path), ...validateQuantity(name, request, path));
    errors.push(
      ...checkAgainstLimit(name, request, limits[name], requestsPath, limitsPath),
      ...checkHugePages(name, request, path),
    );
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbiddenField(field, 'HugePages require cpu or memory'));
  }
  return errors;
}

function checkAgainstLimit(
  name: string,
  request: string,
  limit: string | undefined,
  requestsPath: string,
  limitsPath: string,
): FieldError[] {
  const mayOvercommit = isNativeResource(name) && !isHugePages(name);
  if (limit === undefined)
    return mayOvercommit ? [] : [required(limitsPath, 'Limit must be set for non overcommitable resources')];
  const asked = parseQuantity(request);
  const most = parseQuantity(limit);
  if (isFailure(asked) || isFailure(most)) return [];
  const order = compareQuantity(asked, most);
  if (order !== 0 && !mayOvercommit) {
    return [invalid(requestsPath, formatQuantity(asked), `must be equal to ${name} limit of ${formatQuantity(most)}`)];
  }
  return order > 0
    ? [
        invalid(
          requestsPath,
          formatQuantity(asked),
          `must be less than or equal to ${name} limit of ${formatQuantity(most)}`,
        ),
      ]
    : [];
}

function checkContainerResourceName(name: string, field: string): FieldError[] {
  const messages = checkQualifiedName(name);
  const errors = invalidEach(field, name, messages);
  if (!name.includes('/')) {
    const isForContainers = CONTAINER_RESOURCES.has(name) || isHugePages(name);
    if (messages.length === 0 && !isForContainers && !OTHER_STANDARD.includes(name)) {
      errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
    }
    if (!isForContainers) errors.push(invalid(field, name, 'must be a standard resource for containers'));
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(invalid(field, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

function checkPodResourceName(name: string, field: string): FieldError[] {
  const messages = checkQualifiedName(name);
  if (messages.length > 0) return invalidEach(field, name, messages);
  return POD_LEVEL.includes(name) || isHugePages(name) ? [] : [notSupported(field, name, POD_LEVEL)];
}

function isExtendedResource(name: string): boolean {
  return (
    !isNativeResource(name) && !name.startsWith('requests.') && checkQualifiedName(`requests.${name}`).length === 0
  );
}

function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

function isIntegerResource(name: string): boolean {
  return OTHER_STANDARD.slice(1).includes(name) || isExtendedResource(name);
}

function isWhole(quantity: Quantity): boolean {
  return (quantity.nanos / NANOS_PER_MILLI) % 1000n === 0n;
}

function checkHugePages(name: string, text: string, field: string): FieldError[] {
  if (!isHugePages(name)) return [];
  const page = parseQuantity(name.slice(HUGE_PAGES.length));
  const amount = parseQuantity(text);
  if (isFailure(page) || isFailure(amount) || page.nanos < NANOS_PER_UNIT || amount.nanos % page.nanos === 0n)
    return [];
  return [
    invalid(field, formatQuantity(amount), `${formatQuantity(amount)} is not positive integer multiple of ${name}`),
  ];
}
