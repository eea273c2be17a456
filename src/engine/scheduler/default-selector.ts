import type { Pod } from '../../api/kinds/pod/pod.ts';
import { replicaSets } from '../../api/kinds/replica-set/replica-set.ts';
import { services } from '../../api/kinds/service/service.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../api/machinery/label-selector.ts';
import { hasAllLabels, selectorFromMap, sortRequirements, type Selector } from '../../api/machinery/labels.ts';
import { controllerOf, type KubeObject, type LabelSelector } from '../../api/machinery/object.ts';
import type { ResourceRef } from '../../api/resource-ref.ts';
import type { World } from '../world.ts';

interface Owner extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/** Owners whose selector counts, by API version and kind. */
const OWNERS: ReadonlyMap<string, ResourceRef<Owner>> = new Map([['apps/v1 ReplicaSet', replicaSets]]);

/**
 * What a pod is spread by when it says nothing: the selectors of the Services that select it and of its controller,
 * together. Undefined when there are none. Source: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector.
 */
export function defaultSelector(world: World, pod: Pod): Selector | undefined {
  const { namespace = '', labels } = pod.metadata;
  let pairs: Record<string, string> | undefined;
  for (const { spec } of world.list(services, namespace)) {
    if (spec.selector !== undefined && hasAllLabels(spec.selector, labels))
      pairs = Object.assign(pairs ?? {}, spec.selector);
  }
  const own = selectorOfOwner(world, pod);
  if (pairs === undefined) return own === undefined || own.requirements.length === 0 ? undefined : own;
  const requirements = [...selectorFromMap(pairs).requirements];
  if (own !== undefined)
    requirements.push(...own.requirements.filter(({ key, op }) => op !== '=' || pairs[key] === undefined));
  return requirements.length === 0 ? undefined : { requirements: sortRequirements(requirements), never: false };
}

function selectorOfOwner(world: World, pod: Pod): Selector | undefined {
  const owner = controllerOf(pod.metadata);
  const ref = owner && OWNERS.get(`${owner.apiVersion} ${owner.kind}`);
  if (owner === undefined || ref === undefined) return undefined;
  const selector = compileLabelSelector(world.get(ref, pod.metadata.namespace ?? '', owner.name)?.spec.selector);
  return isFailure(selector) || selector.never ? undefined : selector;
}
