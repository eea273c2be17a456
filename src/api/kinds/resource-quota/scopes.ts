import type { Resource } from '../../kind-def.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Affinity } from '../pod/affinity.ts';
import { pods, type Pod } from '../pod/pod.ts';
import { qosClassOf } from '../pod/qos.ts';
import type { ResourceQuota, ScopeRequirement } from './resource-quota.ts';

/** What scopes ask about a Pod: Pods with the same traits are charged to the same quotas. */
export interface Traits {
  readonly terminating: boolean;
  readonly bestEffort: boolean;
  readonly crossNamespace: boolean;
  readonly priorityClass: string;
}

/** Source: pkg/quota/v1/evaluator/core/pods.go isTerminating, isBestEffort, usesCrossNamespacePodAffinity. */
export function traitsOf({ spec }: Pod): Traits {
  return {
    terminating: (spec.activeDeadlineSeconds ?? -1) >= 0,
    bestEffort: qosClassOf(spec) === 'BestEffort',
    crossNamespace: spec.affinity !== undefined && crossesNamespaces(spec.affinity),
    priorityClass: spec.priorityClassName ?? '',
  };
}

/** Do all scopes of a quota hold? Only Pods and claims have any. */
export function matchesScopes(quota: ResourceQuota, resource: Resource, object: KubeObject): boolean {
  const requirements = requirementsOf(quota);
  if (requirements.length === 0) return true;
  if (resource === pods.resource) return hasTraits(quota, traitsOf(object as Pod));
  const name = (object.spec as { readonly volumeAttributesClassName?: string } | undefined)?.volumeAttributesClassName;
  return requirements.every((each) => each.scopeName === 'VolumeAttributesClass' && selects(each, name ?? ''));
}

/** Is a Pod with these traits charged to the quota? */
export function hasTraits(quota: ResourceQuota, traits: Traits): boolean {
  return requirementsOf(quota).every((requirement) => holds(requirement, traits));
}

function requirementsOf({ spec }: ResourceQuota): readonly ScopeRequirement[] {
  const named = (spec.scopes ?? []).map((scopeName): ScopeRequirement => ({ scopeName, operator: 'Exists' }));
  return [...named, ...(spec.scopeSelector?.matchExpressions ?? [])];
}

function holds(requirement: ScopeRequirement, traits: Traits): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return traits.terminating;
    case 'NotTerminating':
      return !traits.terminating;
    case 'BestEffort':
      return traits.bestEffort;
    case 'NotBestEffort':
      return !traits.bestEffort;
    case 'CrossNamespacePodAffinity':
      return traits.crossNamespace;
    case 'PriorityClass':
      return selects(requirement, traits.priorityClass);
    default:
      return false;
  }
}

function selects({ operator, values = [] }: ScopeRequirement, name: string): boolean {
  if (operator === 'Exists') return name !== '';
  if (operator === 'DoesNotExist') return name === '';
  return operator === 'In' ? values.includes(name) : name === '' || !values.includes(name);
}

function crossesNamespaces({ podAffinity, podAntiAffinity }: Affinity): boolean {
  const terms = [podAffinity, podAntiAffinity].flatMap((part) => [
    ...(part?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(part?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
  return terms.some(
    ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
  );
}
