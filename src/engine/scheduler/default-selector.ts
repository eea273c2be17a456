import type { Pod } from '../../api/kinds/pod/pod.ts';
import { replicationControllers } from '../../api/kinds/replication-controller/replication-controller.ts';
import { replicaSets } from '../../api/kinds/replica-set/replica-set.ts';
import { services } from '../../api/kinds/service/service.ts';
import { statefulSets } from '../../api/kinds/stateful-set/stateful-set.ts';
import { isFailure } from '../../api/machinery/failure.ts';
import { compileLabelSelector } from '../../api/machinery/label-selector.ts';
import { hasAllLabels, selectorFromMap, sortRequirements, type Selector } from '../../api/machinery/labels.ts';
import { controllerOf, type KubeObject, type LabelSelector, type StringMap } from '../../api/machinery/object.ts';
import type { ResourceRef } from '../../api/resource-ref.ts';
import type { Change } from '../store/change-log.ts';
import type { Derived } from '../store/store.ts';
import type { World } from '../world.ts';

interface Owner extends KubeObject {
  readonly spec: { readonly selector: LabelSelector };
}

/** Owners whose selector counts, by API version and kind. */
const OWNERS: ReadonlyMap<string, ResourceRef<Owner>> = new Map([
  ['apps/v1 ReplicaSet', replicaSets],
  ['apps/v1 StatefulSet', statefulSets],
]);
const SELECTING: readonly string[] = [services, replicationControllers, replicaSets, statefulSets].map(
  ({ resource }) => resource,
);

/** Counts the changes of selectors in the cluster: while there is none, every pod has the selector that it had. */
class SelectorChanges implements Derived {
  readonly resources = SELECTING;
  version = 0;

  apply({ resource, prev, next }: Pick<Change, 'resource' | 'prev' | 'next'>): void {
    if (SELECTING.includes(resource) && selectorIn(prev) !== selectorIn(next)) this.version++;
  }
}

function selectorIn(object: KubeObject | undefined): unknown {
  return (object?.spec as { readonly selector?: unknown } | undefined)?.selector;
}

interface Known {
  readonly changes: SelectorChanges;
  readonly version: number;
  readonly owner: string | undefined;
  readonly selector: Selector | undefined;
}

/** By labels: the pods of one template share them. */
const known = new WeakMap<StringMap, Known>();

/**
 * What a pod is spread by when it says nothing: the selectors of the Services that select it and of its controller,
 * together. Undefined when there are none. Source: pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector.
 */
export function defaultSelector(world: World, pod: Pod): Selector | undefined {
  const { labels } = pod.metadata;
  if (labels === undefined) return selectorOf(world, pod);
  const changes = world.derived('scheduler/selectors', () => new SelectorChanges());
  const owner = controllerOf(pod.metadata)?.uid;
  const hit = known.get(labels);
  if (hit?.changes === changes && hit.version === changes.version && hit.owner === owner) return hit.selector;
  const selector = selectorOf(world, pod);
  known.set(labels, { changes, version: changes.version, owner, selector });
  return selector;
}

function selectorOf(world: World, pod: Pod): Selector | undefined {
  const { namespace = '', labels } = pod.metadata;
  let pairs: Record<string, string> | undefined;
  for (const { spec } of world.list(services, namespace)) {
    if (spec.selector !== undefined && hasAllLabels(spec.selector, labels))
      pairs = Object.assign(pairs ?? {}, spec.selector);
  }
  const fromController = pairsOfController(world, pod);
  if (fromController !== undefined) pairs = Object.assign(pairs ?? {}, fromController);
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

/** A ReplicationController's selector is a plain map. */
function pairsOfController(world: World, pod: Pod): StringMap | undefined {
  const owner = controllerOf(pod.metadata);
  if (owner?.kind !== replicationControllers.kind || owner.apiVersion !== 'v1') return undefined;
  return world.get(replicationControllers, pod.metadata.namespace ?? '', owner.name)?.spec.selector;
}
