import type { ObjectKey } from '../../../api/machinery/key.ts';
import { matchesSelector, selectorFromMap, type Selector } from '../../../api/machinery/labels.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { podLabelValue } from '../../../api/kinds/pod/def.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { SelectorTable } from './selector-table.ts';

type Members = Map<string, Pod>;
const NOBODY: ReadonlyMap<string, Pod> = new Map();

/**
 * Which Pods each Service selects, kept up to date with every change, so that a look at a Service of a hundred Pods
 * costs the same in a namespace of a hundred and of a hundred thousand.
 */
export class ServicePods implements Derived {
  readonly resources = [pods.resource, services.resource];
  readonly #selectors = new SelectorTable(services.resource, selectorOf);
  readonly #members = new Map<ObjectKey, Members>();
  readonly #candidates: (namespace: string, selector: Selector) => Iterable<Pod>;

  /** `candidates` gives at least the stored Pods of a namespace that a selector matches. */
  constructor(candidates: (namespace: string, selector: Selector) => Iterable<Pod>) {
    this.#candidates = candidates;
  }

  apply(change: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (change.resource === pods.resource)
      this.#applyPod(change.prev as Pod | undefined, change.next as Pod | undefined);
    else if (change.resource === services.resource) this.#applyService(change);
  }

  /** Keys of the Services that select a Pod, in order of key. */
  selecting(pod: Pod): readonly ObjectKey[] {
    return this.#selectors.matching(pod.metadata.namespace ?? '', pod.metadata.labels);
  }

  /** The Pods that a Service selects, by uid. Their order says nothing. */
  of(service: string): ReadonlyMap<string, Pod> {
    return this.#members.get(service as ObjectKey) ?? NOBODY;
  }

  #applyPod(prev: Pod | undefined, next: Pod | undefined): void {
    const now = next === undefined ? [] : this.selecting(next);
    if (prev !== undefined && prev.metadata.labels !== next?.metadata.labels) {
      for (const key of this.selecting(prev))
        if (!now.includes(key)) this.#members.get(key)?.delete(prev.metadata.uid ?? '');
    }
    if (next === undefined) return;
    for (const key of now) this.#members.get(key)?.set(next.metadata.uid ?? '', next);
  }

  #applyService(change: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    const { key, prev, next } = change;
    if (prev !== undefined && next !== undefined && prev.spec === next.spec) return;
    this.#selectors.apply(change);
    const selector = this.#selectors.selectorOf(key);
    this.#members.delete(key);
    if (next === undefined || selector === undefined) return;
    const members: Members = new Map();
    for (const pod of this.#candidates(next.metadata.namespace ?? '', selector)) {
      if (matchesSelector(selector, pod.metadata.labels)) members.set(pod.metadata.uid ?? '', pod);
    }
    this.#members.set(key, members);
  }
}

/** The table of a world, made at the first question. */
export function servicePods(world: World): ServicePods {
  return world.derived(
    'service-pods',
    () => new ServicePods((namespace, selector) => candidates(world, namespace, selector)),
  );
}

function candidates(world: World, namespace: string, { requirements }: Selector): Iterable<Pod> {
  const [first] = requirements;
  return first === undefined
    ? world.list(pods, namespace)
    : world.indexed(pods, 'label', podLabelValue(namespace, first.key, first.values[0] ?? ''));
}

/** True when a controller keeps this Service's endpoints: it selects Pods. Source: endpointslice_controller.go syncService. */
export function hasManagedEndpoints(service: Service): boolean {
  return service.spec.selector !== undefined && service.spec.type !== 'ExternalName';
}

function selectorOf(object: KubeObject): Selector | undefined {
  const service = object as Service;
  return hasManagedEndpoints(service) ? selectorFromMap(service.spec.selector) : undefined;
}
