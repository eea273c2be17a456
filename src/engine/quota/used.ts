import type { Resource } from '../../api/kind-def.ts';
import { pods } from '../../api/kinds/pod/pod.ts';
import type { ResourceQuota } from '../../api/kinds/resource-quota/resource-quota.ts';
import { matchesScopes } from '../../api/kinds/resource-quota/scopes.ts';
import { countName, evaluatorOf, type Usage } from '../../api/kinds/resource-quota/usage.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { PodCharges } from './pod-charges.ts';

/** The stored objects of a namespace, as admission and controllers see them. */
export interface Stock {
  readonly resources: readonly Resource[];
  readonly count: (resource: Resource) => number;
  readonly list: (resource: Resource) => Iterable<KubeObject>;
  readonly charges: () => PodCharges;
}

/**
 * What a quota's namespace uses of the named amounts; 0 for those that nobody uses. Source: pkg/quota/v1/resources.go
 * CalculateUsage.
 */
export function usedOf(
  quota: ResourceQuota,
  names: readonly string[],
  stock: Stock,
  nowMs: number,
): { readonly usage: Usage; readonly untilMs: number } {
  const usage: Record<string, number> = {};
  let untilMs = Infinity;
  for (const name of names) usage[name] = 0;
  for (const resource of stock.resources) {
    const own = ownNames(resource, names);
    if (own.length === 0) continue;
    const counted = countName(resource);
    if (own.includes(counted) && !isScoped(quota)) usage[counted] = stock.count(resource);
    if (own.length === 1 && own[0] === counted) continue;
    if (resource === pods.resource) {
      const used = stock.charges().usedBy(quota, nowMs);
      untilMs = Math.min(untilMs, used.untilMs);
      charge(usage, own, used.usage);
    } else {
      const { usage: usageOf } = evaluatorOf(resource);
      for (const object of stock.list(resource))
        if (matchesScopes(quota, resource, object)) charge(usage, own, usageOf(object));
    }
  }
  return { usage, untilMs };
}

/** The names of a quota that an object of this resource is charged to. */
export function ownNames(resource: Resource, names: readonly string[]): readonly string[] {
  const { covers } = evaluatorOf(resource);
  const counted = countName(resource);
  return names.filter((name) => name === counted || covers(name));
}

function isScoped({ spec }: ResourceQuota): boolean {
  return (spec.scopes?.length ?? 0) + (spec.scopeSelector?.matchExpressions?.length ?? 0) > 0;
}

function charge(usage: Record<string, number>, names: readonly string[], more: Usage): void {
  for (const name of names) usage[name] = (usage[name] ?? 0) + (more[name] ?? 0);
}
