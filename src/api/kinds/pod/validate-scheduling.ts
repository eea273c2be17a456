import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkQualifiedName, checkLabelValue } from '../../machinery/names.ts';
import type { LabelSelector } from '../../machinery/object.ts';
import { checkQualifiedField } from '../shared/field-checks.ts';
import type { Toleration, TopologySpreadConstraint } from './affinity.ts';
import type { PodSpec } from './pod-spec.ts';
import { validateLabelSelector } from '../shared/validate-labels.ts';
import type { Unchecked } from '../shared/unchecked.ts';

export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const SPREAD_ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];
const NODE_POLICIES: readonly string[] = ['Honor', 'Ignore'];
const NOT_POSITIVE = 'must be greater than zero';

/** tolerations. Source: pkg/apis/core/validation ValidateTolerations. */
export function validateTolerations(
  tolerations: readonly Unchecked<Toleration>[] | undefined,
  field: string,
): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => {
    const path = indexPath(field, i);
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    const operatorPath = childPath(path, 'operator');
    const effectPath = childPath(path, 'effect');
    const errors = key === '' ? [] : invalidEach(childPath(path, 'key'), key, checkQualifiedName(key));
    if (key === '' && operator !== 'Exists') {
      errors.push(
        invalid(
          operatorPath,
          operator,
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(effectPath, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    errors.push(...checkTolerationValue(operator, value, operatorPath));
    if (effect !== '' && !TAINT_EFFECTS.includes(effect)) errors.push(notSupported(effectPath, effect, TAINT_EFFECTS));
    return errors;
  });
}

/** Gates that keep a Pod from being scheduled, and gates of its readiness. */
export function validateGates(spec: Unchecked<PodSpec>, specPath: string): FieldError[] {
  const readiness = childPath(specPath, 'readinessGates');
  const scheduling = childPath(specPath, 'schedulingGates');
  const seen = new Set<string>();
  return [
    ...(spec.readinessGates ?? []).flatMap((gate, i) =>
      checkQualifiedField(gate.conditionType ?? '', childPath(indexPath(readiness, i), 'conditionType')),
    ),
    ...(spec.schedulingGates ?? []).flatMap(({ name = '' }, i) => {
      const path = indexPath(scheduling, i);
      const errors = checkQualifiedField(name, path);
      if (seen.has(name)) errors.push(duplicate(path, name));
      seen.add(name);
      return errors;
    }),
  ];
}

/** topologySpreadConstraints. Source: validateTopologySpreadConstraints. */
export function validateSpread(
  constraints: readonly Unchecked<TopologySpreadConstraint>[] | undefined,
  field: string,
): FieldError[] {
  const all = constraints ?? [];
  return all.flatMap((constraint, i) => {
    const path = indexPath(field, i);
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable = '' } = constraint;
    const errors: FieldError[] = [];
    if (maxSkew <= 0) errors.push(invalid(childPath(path, 'maxSkew'), maxSkew, NOT_POSITIVE));
    if (topologyKey === '') errors.push(required(childPath(path, 'topologyKey'), 'can not be empty'));
    if (!SPREAD_ACTIONS.includes(whenUnsatisfiable))
      errors.push(notSupported(childPath(path, 'whenUnsatisfiable'), whenUnsatisfiable, SPREAD_ACTIONS));
    if (
      all
        .slice(i + 1)
        .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)
    ) {
      errors.push(
        duplicate(childPath(path, '{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`),
      );
    }
    return [...errors, ...checkSpreadDetails(constraint, path)];
  });
}

function checkSpreadDetails(constraint: Unchecked<TopologySpreadConstraint>, path: string): FieldError[] {
  const { minDomains, whenUnsatisfiable, labelSelector, matchLabelKeys = [] } = constraint;
  const errors: FieldError[] = [];
  if (minDomains !== undefined) {
    const field = childPath(path, 'minDomains');
    if (minDomains <= 0) errors.push(invalid(field, minDomains, NOT_POSITIVE));
    if (whenUnsatisfiable !== 'DoNotSchedule') {
      errors.push(
        invalid(
          field,
          minDomains,
          `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`,
        ),
      );
    }
  }
  for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
    const policy = constraint[name];
    if (policy !== undefined && !NODE_POLICIES.includes(policy))
      errors.push(notSupported(childPath(path, name), policy, NODE_POLICIES));
  }
  errors.push(...checkMatchLabelKeys(matchLabelKeys, labelSelector, childPath(path, 'matchLabelKeys')));
  return [...errors, ...validateLabelSelector(labelSelector, childPath(path, 'labelSelector'))];
}

function checkMatchLabelKeys(
  keys: readonly string[],
  selector: Unchecked<LabelSelector> | undefined,
  field: string,
): FieldError[] {
  if (keys.length === 0) return [];
  const errors =
    selector === undefined ? [forbiddenField(field, 'must not be specified when labelSelector is not set')] : [];
  // The API has put one requirement of its own there for each key of a new Pod.
  const times = (key: string): number =>
    (Object.hasOwn(selector?.matchLabels ?? {}, key) ? 2 : 0) +
    (selector?.matchExpressions ?? []).filter((own) => own.key === key).length +
    ((selector?.matchExpressions ?? []).some((own) => own.key === key && own.operator !== 'In') ? 1 : 0);
  keys.forEach((key, i) => {
    const path = indexPath(field, i);
    errors.push(...invalidEach(path, key, checkQualifiedName(key)));
    if (times(key) > 1) errors.push(invalid(path, key, 'exists in both matchLabelKeys and labelSelector'));
  });
  return errors;
}

function checkTolerationValue(operator: string, value: string, field: string): FieldError[] {
  if (operator === 'Exists')
    return value === '' ? [] : [invalid(field, value, "value must be empty when `operator` is 'Exists'")];
  if (operator !== 'Equal' && operator !== '') return [notSupported(field, operator, ['Equal', 'Exists'])];
  const messages = checkLabelValue(value);
  return messages.length === 0 ? [] : [invalid(field, value, messages.join(';'))];
}
