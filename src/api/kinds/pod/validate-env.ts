import type { FieldError } from '../../machinery/field-error.ts';
import { checkRelaxedEnvName } from '../../machinery/env-names.ts';
import { childPath, indexPath, invalid, invalidEach, notSupported, required } from '../../machinery/field-error.ts';
import { checkConfigMapKey, checkDns1123Subdomain, checkQualifiedName } from '../../machinery/names.ts';
import type { EnvFromSource, EnvVar, KeySelector, ObjectFieldSelector, ResourceFieldSelector } from './container.ts';
import type { Unchecked } from '../shared/unchecked.ts';

/** What env may read of the Pod, in the order that upstream prints. */
const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** What a downward API volume may read of the Pod. */
export const VOLUME_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
const CONVERTIBLE: ReadonlySet<string> = new Set([
  ...ENV_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const RESOURCE_FIELDS: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const CPU_DIVISORS: ReadonlySet<string> = new Set(['1m', '1']);
const BYTE_DIVISORS: readonly string[] = [
  '1',
  '1k',
  '1M',
  '1G',
  '1T',
  '1P',
  '1E',
  '1Ki',
  '1Mi',
  '1Gi',
  '1Ti',
  '1Pi',
  '1Ei',
];

/** Environment variables. Source: pkg/apis/core/validation ValidateEnv. */
export function validateEnv(env: readonly Unchecked<EnvVar>[] | undefined, field: string): FieldError[] {
  if (env === undefined) return [];
  return env.flatMap((variable, i) => {
    const path = indexPath(field, i);
    const name = childPath(path, 'name');
    const errors =
      variable.name === '' || variable.name === undefined
        ? [required(name)]
        : invalidEach(name, variable.name, checkRelaxedEnvName(variable.name));
    errors.push(...validateValueFrom(variable, childPath(path, 'valueFrom')));
    return errors;
  });
}

/** Whole ConfigMaps and Secrets as environment. Source: ValidateEnvFrom. */
export function validateEnvFrom(sources: readonly Unchecked<EnvFromSource>[] | undefined, field: string): FieldError[] {
  if (sources === undefined) return [];
  return sources.flatMap((source, i) => {
    const path = indexPath(field, i);
    const { prefix = '', configMapRef, secretRef } = source;
    const errors = prefix === '' ? [] : invalidEach(childPath(path, 'prefix'), prefix, checkRelaxedEnvName(prefix));
    if (configMapRef !== undefined)
      errors.push(...checkReference(configMapRef.name, childPath(path, 'configMapRef.name')));
    if (secretRef !== undefined) errors.push(...checkReference(secretRef.name, childPath(path, 'secretRef.name')));
    if (configMapRef === undefined && secretRef === undefined) {
      errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}

/** A reference to a field of the Pod. Source: validateObjectFieldSelector. */
export function validateFieldRef(
  ref: Unchecked<ObjectFieldSelector>,
  allowed: readonly string[],
  field: string,
): FieldError[] {
  const { apiVersion = '', fieldPath = '' } = ref;
  const path = childPath(field, 'fieldPath');
  if (apiVersion === '') return [required(childPath(field, 'apiVersion'))];
  if (fieldPath === '') return [required(path)];
  if (apiVersion !== 'v1')
    return [invalid(path, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`)];
  const subscripted = splitSubscript(fieldPath);
  if (subscripted !== undefined) return checkSubscript(subscripted, field);
  const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!CONVERTIBLE.has(internal))
    return [invalid(path, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  return allowed.includes(internal) ? [] : [notSupported(path, internal, allowed)];
}

/** A reference to a request or limit. Volumes must name the container. Source: validateContainerResourceFieldSelector. */
export function validateResourceRef(
  ref: Unchecked<ResourceFieldSelector>,
  inVolume: boolean,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const { containerName = '', resource = '', divisor = '0' } = ref;
  if (inVolume && containerName === '') errors.push(required(childPath(field, 'containerName')));
  else if (resource === '') errors.push(required(childPath(field, 'resource')));
  else if (!RESOURCE_FIELDS.includes(resource) && !isHugePages(resource)) {
    errors.push(notSupported(childPath(field, 'resource'), resource, RESOURCE_FIELDS));
  }
  return [...errors, ...checkDivisor(resource, divisor, childPath(field, 'divisor'))];
}

function validateValueFrom({ value = '', valueFrom }: Unchecked<EnvVar>, field: string): FieldError[] {
  if (valueFrom === undefined) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef !== undefined) errors.push(...validateFieldRef(fieldRef, ENV_FIELDS, childPath(field, 'fieldRef')));
  if (resourceFieldRef !== undefined)
    errors.push(...validateResourceRef(resourceFieldRef, false, childPath(field, 'resourceFieldRef')));
  if (configMapKeyRef !== undefined)
    errors.push(...validateKeyRef(configMapKeyRef, childPath(field, 'configMapKeyRef')));
  if (secretKeyRef !== undefined) errors.push(...validateKeyRef(secretKeyRef, childPath(field, 'secretKeyRef')));
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(
    (source) => source !== undefined,
  ).length;
  if (sources === 0)
    errors.push(
      invalid(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'),
    );
  else if (value !== '') errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  return errors;
}

function validateKeyRef({ name = '', key = '' }: Unchecked<KeySelector>, field: string): FieldError[] {
  const errors = invalidEach(childPath(field, 'name'), name, checkDns1123Subdomain(name));
  const path = childPath(field, 'key');
  if (key === '') errors.push(required(path));
  else errors.push(...invalidEach(path, key, checkConfigMapKey(key)));
  return errors;
}

/** A name that may be a prefix: a trailing hyphen passes, as upstream lets it here. */
function checkReference(name: string | undefined, field: string): FieldError[] {
  if (name === undefined || name === '') return [required(field)];
  return invalidEach(field, name, checkDns1123Subdomain(name.endsWith('-') ? `${name.slice(0, -1)}a` : name));
}

/** `metadata.labels['key']` -> path and key. */
function splitSubscript(path: string): { readonly path: string; readonly key: string } | undefined {
  if (!path.endsWith("']")) return undefined;
  const start = path.indexOf("['");
  return start <= 0 ? undefined : { path: path.slice(0, start), key: path.slice(start + 2, -2) };
}

function checkSubscript({ path, key }: { readonly path: string; readonly key: string }, field: string): FieldError[] {
  if (path === 'metadata.annotations')
    return invalidEach(field, key.toLowerCase(), checkQualifiedName(key.toLowerCase()));
  if (path === 'metadata.labels') return invalidEach(field, key, checkQualifiedName(key));
  return [invalid(field, path, 'does not support subscript')];
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('requests.hugepages-') || resource.startsWith('limits.hugepages-');
}

function checkDivisor(resource: string, divisor: string, field: string): FieldError[] {
  if (divisor === '0' || divisor === '') return [];
  const kind = resource.slice(resource.indexOf('.') + 1);
  if (kind === 'cpu') {
    return CPU_DIVISORS.has(divisor)
      ? []
      : [invalid(field, resource, "only divisor's values 1m and 1 are supported with the cpu resource")];
  }
  const words: Readonly<Record<string, string>> = { memory: 'memory', 'ephemeral-storage': 'local ephemeral storage' };
  const word = kind.startsWith('hugepages-') ? 'hugepages' : words[kind];
  if (word === undefined || BYTE_DIVISORS.includes(divisor)) return [];
  return [
    invalid(
      field,
      resource,
      `only divisor's values ${BYTE_DIVISORS.join(', ')} are supported with the ${word} resource`,
    ),
  ];
}
