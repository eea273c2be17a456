import type { FieldError } from '../../machinery/field-error.ts';
import { indexPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import { checkSubdomainField, rawJson } from '../shared/field-checks.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import type { Ingress, IngressBackend, IngressPath, IngressRule } from './ingress.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** Source: pkg/apis/networking/validation ValidateIngressSpec. */
export function validateIngress({ spec = {} }: Ingress): FieldError[] {
  const { rules = [], defaultBackend } = spec;
  const errors: FieldError[] = [];
  if (rules.length === 0 && defaultBackend === undefined)
    errors.push(invalid('spec', rawJson(rules), 'either `defaultBackend` or `rules` must be specified'));
  if (defaultBackend !== undefined) errors.push(...validateBackend(defaultBackend, 'spec.defaultBackend'));
  rules.forEach((rule, i) => errors.push(...validateRule(rule, indexPath('spec.rules', i))));
  return errors;
}

function validateRule({ host = '', http }: IngressRule, field: string): FieldError[] {
  const errors = host === '' || host.startsWith('*') ? [] : checkSubdomainField(host, `${field}.host`);
  if (http === undefined) return errors;
  const paths = `${field}.http.paths`;
  if ((http.paths ?? []).length === 0) return [...errors, required(paths)];
  return [...errors, ...http.paths.flatMap((path, i) => validatePath(path, indexPath(paths, i)))];
}

function validatePath({ path = '', pathType, backend }: Unchecked<IngressPath>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (pathType === undefined) errors.push(required(`${field}.pathType`, 'pathType must be specified'));
  else if (!PATH_TYPES.includes(pathType)) errors.push(notSupported(`${field}.pathType`, pathType, PATH_TYPES));
  else if (pathType !== 'ImplementationSpecific' && !path.startsWith('/'))
    errors.push(invalid(`${field}.path`, path, 'must be an absolute path'));
  return [...errors, ...validateBackend(backend ?? {}, `${field}.backend`)];
}

function validateBackend({ service, resource }: Unchecked<IngressBackend>, field: string): FieldError[] {
  if (service === undefined)
    return resource === undefined ? [required(field, 'must specify either resource or service')] : [];
  if (resource !== undefined) return [invalid(field, '', 'cannot set both resource and service backends')];
  const errors: FieldError[] = [];
  if ((service.name ?? '') === '') errors.push(required(`${field}.service.name`));
  const { name = '', number = 0 } = service.port ?? {};
  if (name === '' && number === 0) errors.push(required(field, 'port name or number is required'));
  return errors;
}
