import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, indexPath, invalid, invalidEach, keyPath, required } from '../../machinery/field-error.ts';
import { checkQualifiedName } from '../../machinery/names.ts';
import { validateQuantity } from '../pod/validate-resources.ts';
import { checkImmutable } from '../shared/field-checks.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Unchecked } from '../shared/unchecked.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopeRequirement } from './resource-quota.ts';

const AMOUNTS = ['cpu', 'memory', 'ephemeral-storage'];
const COMPUTE = new Set([
  ...AMOUNTS,
  ...['requests.', 'limits.'].flatMap((head) => AMOUNTS.map((name) => head + name)),
]);
/** Objects that are counted by their bare name. Source: pkg/apis/core/helper standardQuotaResources. */
const COUNTED =
  'pods resourcequotas services replicationcontrollers secrets persistentvolumeclaims configmaps services.nodeports services.loadbalancers requests.storage'.split(
    ' ',
  );
const PLAIN: ReadonlySet<string> = new Set([...COMPUTE, ...COUNTED]);
const POD_SCOPES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];
const SCOPES: ReadonlySet<string> = new Set([...POD_SCOPES, 'PriorityClass', 'VolumeAttributesClass']);
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

/** Source: pkg/apis/core/validation ValidateResourceQuota. */
export function validateQuota({ metadata, spec }: ResourceQuota): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...Object.entries(spec.hard ?? {}).flatMap(([name, text]) => {
      const path = keyPath('spec.hard', name);
      return [...checkName(name, path), ...validateQuantity(name, text, path)];
    }),
    ...checkScopes(spec),
    ...(spec.scopeSelector?.matchExpressions ?? []).flatMap((requirement, i) =>
      checkRequirement(requirement, indexPath('spec.scopeSelector.matchExpressions', i), spec),
    ),
  ];
}

/** Source: ValidateResourceQuotaUpdate: what a quota is about stays. */
export function validateQuotaUpdate(next: ResourceQuota, previous: ResourceQuota): FieldError[] {
  const sorted = (quota: ResourceQuota): readonly string[] => [...(quota.spec.scopes ?? [])].sort();
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutable(sorted(next), sorted(previous), 'spec.scopes'),
  ];
}

function checkName(name: string, path: string): FieldError[] {
  const errors = invalidEach(path, name, checkQualifiedName(name));
  if (errors.length > 0 || name.includes('/')) return errors;
  const isPlain = PLAIN.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
  if (isPlain) return [];
  return [
    invalid(path, name, 'must be a standard resource type or fully qualified'),
    invalid(path, name, 'must be a standard resource for quota'),
  ];
}

/** Source: validateResourceQuotaScopes. */
function checkScopes({ scopes = [], hard = {} }: ResourceQuotaSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const scope of scopes) {
    if (!SCOPES.has(scope)) errors.push(invalid('spec.scopes', scopes, 'unsupported scope'));
    for (const name of Object.keys(hard).sort()) {
      if (PLAIN.has(name) && !covers(scope, name))
        errors.push(invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
    }
  }
  for (const [one, other] of CONFLICTS) {
    if (scopes.includes(one) && scopes.includes(other))
      errors.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
  }
  return errors;
}

function checkRequirement(
  requirement: Unchecked<ScopeRequirement>,
  path: string,
  { hard = {} }: ResourceQuotaSpec,
): FieldError[] {
  const { scopeName = '', operator = '', values = [] } = requirement;
  const errors: FieldError[] = [];
  if (!SCOPES.has(scopeName)) errors.push(invalid(childPath(path, 'scopeName'), scopeName, 'unsupported scope'));
  for (const name of Object.keys(hard).sort()) {
    if (PLAIN.has(name) && !covers(scopeName, name))
      errors.push(invalid('spec.scopeSelector', requirement, 'unsupported scope applied to resource'));
  }
  if (POD_SCOPES.includes(scopeName) && operator !== 'Exists') {
    const why =
      "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
    errors.push(invalid(childPath(path, 'operator'), operator, why));
  }
  const valuesPath = childPath(path, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) errors.push(required(valuesPath, why));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) errors.push(invalid(valuesPath, values, why));
  } else {
    errors.push(invalid(childPath(path, 'operator'), operator, 'not a valid selector operator'));
  }
  return errors;
}

/** Source: pkg/apis/core/helper IsResourceQuotaScopeValidForResource. */
function covers(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return name === 'pods' || COMPUTE.has(name);
}
