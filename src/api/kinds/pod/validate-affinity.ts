import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, forbiddenField, indexPath, invalid, invalidEach, required } from '../../machinery/field-error.ts';
import {
  checkDns1123Label,
  checkDns1123Subdomain,
  checkQualifiedName,
  checkLabelValue,
} from '../../machinery/names.ts';
import { validateLabelSelector } from '../shared/validate-labels.ts';
import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from './affinity.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const WRONG_OPERATOR = 'not a valid selector operator';

/** affinity of a pod spec. Source: pkg/apis/core/validation validateAffinity. */
export function validateAffinity(affinity: Unchecked<Affinity> | undefined, field: string): FieldError[] {
  if (affinity === undefined) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...(nodeAffinity === undefined ? [] : validateNodeAffinity(nodeAffinity, childPath(field, 'nodeAffinity'))),
    ...(podAffinity === undefined ? [] : validatePodAffinity(podAffinity, childPath(field, 'podAffinity'))),
    ...(podAntiAffinity === undefined ? [] : validatePodAffinity(podAntiAffinity, childPath(field, 'podAntiAffinity'))),
  ];
}

function validateNodeAffinity(affinity: Unchecked<NodeAffinity>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const needed = affinity[REQUIRED];
  if (needed !== undefined) {
    const path = childPath(childPath(field, REQUIRED), 'nodeSelectorTerms');
    errors.push(...validateRequiredTerms(needed.nodeSelectorTerms ?? [], path));
  }
  const path = childPath(field, PREFERRED);
  (affinity[PREFERRED] ?? []).forEach(({ weight = 0, preference }, i) => {
    errors.push(
      ...checkWeight(weight, indexPath(path, i)),
      ...validateTerm(preference, false, childPath(indexPath(path, i), 'preference')),
    );
  });
  return errors;
}

/** The terms of a node selector: at least one. Source: pkg/apis/core/validation ValidateNodeSelector. */
export function validateRequiredTerms(terms: readonly Unchecked<NodeSelectorTerm>[], field: string): FieldError[] {
  if (terms.length === 0) return [required(field, 'must have at least one node selector term')];
  return terms.flatMap((term, i) => validateTerm(term, true, indexPath(field, i)));
}

/** A preference may name values that no label can have; a requirement may not. */
function validateTerm(
  term: Unchecked<NodeSelectorTerm> | undefined,
  checkValues: boolean,
  field: string,
): FieldError[] {
  const expressions = childPath(field, 'matchExpressions');
  const fields = childPath(field, 'matchFields');
  return [
    ...(term?.matchExpressions ?? []).flatMap((requirement, i) =>
      validateRequirement(requirement, checkValues, indexPath(expressions, i)),
    ),
    ...(term?.matchFields ?? []).flatMap((requirement, i) =>
      validateFieldRequirement(requirement, indexPath(fields, i)),
    ),
  ];
}

function validateRequirement(
  { key = '', operator = '', values = [] }: Unchecked<NodeSelectorRequirement>,
  checkValues: boolean,
  field: string,
): FieldError[] {
  const path = childPath(field, 'values');
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(required(path, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(forbiddenField(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1)
      errors.push(required(path, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else {
    errors.push(invalid(childPath(field, 'operator'), operator, WRONG_OPERATOR));
  }
  errors.push(...invalidEach(childPath(field, 'key'), key, checkQualifiedName(key)));
  if (checkValues)
    values.forEach((value, i) => errors.push(...invalidEach(indexPath(path, i), value, checkLabelValue(value))));
  return errors;
}

function validateFieldRequirement(
  { key = '', operator = '', values = [] }: Unchecked<NodeSelectorRequirement>,
  field: string,
): FieldError[] {
  const path = childPath(field, 'values');
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn')
    errors.push(invalid(childPath(field, 'operator'), operator, WRONG_OPERATOR));
  else if (values.length !== 1) {
    errors.push(required(path, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (key !== 'metadata.name')
    return [...errors, invalid(childPath(field, 'key'), key, 'not a valid field selector key')];
  values.forEach((value, i) => errors.push(...invalidEach(indexPath(path, i), value, checkDns1123Subdomain(value))));
  return errors;
}

function validatePodAffinity(affinity: Unchecked<PodAffinity>, field: string): FieldError[] {
  const needed = childPath(field, REQUIRED);
  const liked = childPath(field, PREFERRED);
  return [
    ...(affinity[REQUIRED] ?? []).flatMap((term, i) => validatePodTerm(term, indexPath(needed, i))),
    ...(affinity[PREFERRED] ?? []).flatMap(({ weight = 0, podAffinityTerm = {} }, i) => {
      const path = indexPath(liked, i);
      return [...checkWeight(weight, path), ...validatePodTerm(podAffinityTerm, childPath(path, 'podAffinityTerm'))];
    }),
  ];
}

function validatePodTerm(term: Unchecked<PodAffinityTerm>, field: string): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  const key = childPath(field, 'topologyKey');
  return [
    ...validateLabelSelector(labelSelector, childPath(field, 'labelSelector')),
    ...validateLabelSelector(namespaceSelector, childPath(field, 'namespaceSelector')),
    ...namespaces.flatMap((name) => invalidEach(childPath(field, 'namespace'), name, checkDns1123Label(name))),
    ...(topologyKey === '' ? [required(key, 'can not be empty')] : []),
    ...invalidEach(key, topologyKey, checkQualifiedName(topologyKey)),
  ];
}

function checkWeight(weight: number, path: string): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalid(childPath(path, 'weight'), weight, 'must be in the range 1-100')];
}
