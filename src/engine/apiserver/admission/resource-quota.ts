import type { KindDef, Resource } from '../../../api/kind-def.ts';
import { resourceOf } from '../../../api/kind-def.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { resourceQuotas, type ResourceQuota } from '../../../api/kinds/resource-quota/resource-quota.ts';
import { matchesScopes } from '../../../api/kinds/resource-quota/scopes.ts';
import {
  amountText,
  countName,
  evaluatorOf,
  hardAmounts,
  missingAmounts,
  type Usage,
} from '../../../api/kinds/resource-quota/usage.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { forbidden } from '../../../api/machinery/status.ts';
import { PodCharges } from '../../quota/pod-charges.ts';
import { ownNames, usedOf, type Stock } from '../../quota/used.ts';
import type { Store } from '../../store/store.ts';
import { groupResource, type AdmissionPlugin, type Core, type Refusal } from '../core.ts';

/**
 * Refuses what no quota of the namespace has room for. Usage is read from the stored objects at this moment, so a burst
 * is judged one by one; upstream writes it into the quota's status before each create, here the quota controller does
 * so after. Source: AS/admission/plugin/resourcequota/controller.go CheckRequest.
 */
export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(core, def, object, previous) {
    if (!def.namespaced) return undefined;
    const collection = core.store.collection(resourceQuotas.resource);
    const keys = collection.index('namespace').keys(object.metadata.namespace ?? '');
    if (keys.size === 0) return undefined;
    const resource = resourceOf(def);
    if (previous !== undefined && !evaluatorOf(resource).onUpdate) return undefined;
    const delta = chargeOf(resource, object, previous);
    for (const key of keys) {
      const why = objection(core, collection.objects.get(key) as ResourceQuota, resource, object, delta);
      if (why !== undefined) return refusal(def, object, why);
    }
    return undefined;
  },
};

function refusal(def: KindDef, { metadata }: KubeObject, why: string): Refusal {
  return { refused: forbidden(groupResource(def), metadata.name ?? '', why) };
}

function objection(
  core: Core,
  quota: ResourceQuota,
  resource: Resource,
  object: KubeObject,
  delta: Usage,
): string | undefined {
  const hard = quota.status?.hard ?? {};
  const names = ownNames(resource, Object.keys(hard));
  if (names.length === 0 || !matchesScopes(quota, resource, object)) return undefined;
  const name = quota.metadata.name ?? '';
  const missing = resource === pods.resource ? missingAmounts((object as Pod).spec, names) : '';
  if (missing !== '') return `failed quota: ${name}: ${missing}`;
  const asked = names.filter((each) => (delta[each] ?? 0) !== 0);
  if (asked.length === 0) return undefined;
  const { usage } = usedOf(quota, asked, stockOf(core, object.metadata.namespace ?? '', resource), core.nowMs());
  const limits = hardAmounts(hard);
  const exceeded = asked.filter((each) => (usage[each] ?? 0) + (delta[each] ?? 0) > (limits[each] ?? 0)).sort();
  if (exceeded.length === 0) return undefined;
  const told = (amounts: Usage): string =>
    exceeded.map((each) => `${each}=${amountText(each, amounts[each] ?? 0, hard[each] ?? '0')}`).join(',');
  return `exceeded quota: ${name}, requested: ${told(delta)}, used: ${told(usage)}, limited: ${told(limits)}`;
}

/** What a request adds; an update is charged for what it adds to its object, and gives nothing back here. */
function chargeOf(resource: Resource, object: KubeObject, previous: KubeObject | undefined): Usage {
  const { usage } = evaluatorOf(resource);
  const own = usage(object);
  if (previous === undefined) return { ...own, [countName(resource)]: 1 };
  const before = usage(previous);
  return Object.fromEntries(
    Object.keys(own).map((name) => [name, Math.max(0, (own[name] ?? 0) - (before[name] ?? 0))]),
  );
}

const chargesOf = new WeakMap<Store, PodCharges>();

function stockOf({ store }: Core, namespace: string, resource: Resource): Stock {
  const keysOf = (each: Resource): ReadonlySet<string> => store.collection(each).index('namespace').keys(namespace);
  return {
    resources: [resource],
    count: (each) => keysOf(each).size,
    list: function* list(each) {
      const { objects } = store.collection(each);
      for (const key of store.collection(each).index('namespace').keys(namespace)) yield objects.get(key) as KubeObject;
    },
    charges: () => {
      let charges = chargesOf.get(store);
      if (charges === undefined) {
        charges = store.derive(new PodCharges());
        chargesOf.set(store, charges);
      }
      return charges;
    },
  };
}
