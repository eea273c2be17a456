import {
  endpointSlices,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
  type Endpoint,
  type EndpointSlice,
} from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { nodes, type Node } from '../../../api/kinds/node/node.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { services, type Service } from '../../../api/kinds/service/service.ts';
import type { ObjectKey } from '../../../api/machinery/key.ts';
import { keyIn } from '../../../api/resource-ref.ts';
import type { Change } from '../../store/change-log.ts';
import type { Derived } from '../../store/store.ts';
import type { World } from '../../world.ts';
import { looksTheSame } from '../shared/endpoint-facts.ts';
import { PODS_BY_NODE } from '../shared/pod-facts.ts';
import { servicePods, type ServicePods } from '../shared/service-pods.ts';
import { isCurrent, isEndpointOf, isWanted } from './endpoint.ts';
import { MANAGED_BY } from './name.ts';
import { portsKey, portsOf } from './ports.ts';

/** Source: core/v1 LabelTopologyZone. */
export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Where an endpoint stands. */
interface Held {
  readonly endpoint: Endpoint;
  readonly slice: ObjectKey;
}

/** One Service's page. */
export interface Page {
  /** Its endpoints by the uid of their Pod. */
  readonly held: ReadonlyMap<string, Held>;
  readonly slices: ReadonlyMap<ObjectKey, EndpointSlice>;
  /** Pods that the slices do not show as they are, by uid. */
  readonly stale: ReadonlySet<string>;
}

interface OpenPage {
  readonly held: Map<string, Held>;
  readonly slices: Map<ObjectKey, EndpointSlice>;
  readonly stale: Set<string>;
}

const EMPTY: Page = { held: new Map(), slices: new Map(), stale: new Set() };
const NO_ENDPOINTS: readonly Endpoint[] = [];

/**
 * Knows at every moment which Pods' endpoints are not what they should be, so that a look at a Service of 5,000 Pods
 * costs what has changed and not what there is. For Services of one address family.
 */
export class SliceBook implements Derived {
  readonly resources = [pods.resource, endpointSlices.resource, services.resource, nodes.resource];
  readonly #world: World;
  readonly #members: ServicePods;
  readonly #pages = new Map<string, OpenPage>();
  /** Every node, with its zone. */
  readonly zones = new Map<string, string | undefined>();

  constructor(world: World, members: ServicePods) {
    this.#world = world;
    this.#members = members;
  }

  /** The page of a Service, by its key. */
  of(service: string): Page {
    return this.#pages.get(service) ?? EMPTY;
  }

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource === pods.resource) this.#applyPod(prev as Pod | undefined, next as Pod | undefined);
    else if (resource === endpointSlices.resource)
      this.#applySlice(key, prev as EndpointSlice | undefined, next as EndpointSlice | undefined);
    else if (resource === services.resource)
      this.#applyService(key, prev as Service | undefined, next as Service | undefined);
    else if (resource === nodes.resource) this.#applyNode(prev as Node | undefined, next as Node | undefined);
  }

  #applyPod(prev: Pod | undefined, next: Pod | undefined): void {
    // Most changes come before a Pod has an address, or do not show.
    if (!hasAddress(prev) && !hasAddress(next)) return;
    if (prev !== undefined && next !== undefined && looksTheSame(prev, next)) return;
    const uid = (next ?? prev)?.metadata.uid ?? '';
    if (next !== undefined) for (const key of this.#members.selecting(next)) this.#judge(key, uid);
    if (prev === undefined || prev.metadata.labels === next?.metadata.labels) return;
    for (const key of this.#members.selecting(prev)) this.#judge(key, uid);
  }

  #applySlice(key: ObjectKey, prev: EndpointSlice | undefined, next: EndpointSlice | undefined): void {
    const [before, after] = [serviceOf(prev), serviceOf(next)];
    if (before !== undefined && before !== after) this.#turn(before, key, prev, undefined);
    if (after !== undefined) this.#turn(after, key, before === after ? prev : undefined, next);
  }

  /** Brings a page up to date with one slice. Endpoints that stay where they are need no second thought. */
  #turn(service: string, key: ObjectKey, prev: EndpointSlice | undefined, next: EndpointSlice | undefined): void {
    const page = this.#page(service);
    const before = prev?.endpoints ?? NO_ENDPOINTS;
    const after = next?.endpoints ?? NO_ENDPOINTS;
    if (next === undefined) page.slices.delete(key);
    else page.slices.set(key, next);
    const concerned = new Set<string>();
    const gone = differing(before, after);
    for (const endpoint of differing(after, before)) {
      if (gone.delete(endpoint)) continue;
      page.held.set(uidOf(endpoint), { endpoint, slice: key });
      concerned.add(uidOf(endpoint));
    }
    for (const endpoint of gone) {
      const uid = uidOf(endpoint);
      if (page.held.get(uid)?.endpoint === endpoint) page.held.delete(uid);
      concerned.add(uid);
    }
    if (prev !== undefined && prev.ports !== next?.ports) for (const endpoint of after) concerned.add(uidOf(endpoint));
    for (const uid of concerned) this.#judge(service, uid);
    if (page.slices.size === 0 && this.#world.byKey(services, service) === undefined) this.#pages.delete(service);
  }

  #applyService(key: ObjectKey, prev: Service | undefined, next: Service | undefined): void {
    const isSame = prev?.spec === next?.spec && prev?.metadata.annotations === next?.metadata.annotations;
    if (prev !== undefined && next !== undefined && isSame) return;
    const page = this.#page(key);
    // Whoever it selected before may have a place in it no more.
    page.stale.clear();
    for (const uid of page.held.keys()) this.#judge(key, uid);
    for (const uid of this.#members.of(key).keys()) this.#judge(key, uid);
    if (next === undefined && page.slices.size === 0) this.#pages.delete(key);
  }

  #applyNode(prev: Node | undefined, next: Node | undefined): void {
    const isSameZone = prev?.metadata.labels?.[ZONE_LABEL] === next?.metadata.labels?.[ZONE_LABEL];
    if (prev !== undefined && next !== undefined && isSameZone) return;
    const name = (next ?? prev)?.metadata.name ?? '';
    if (next === undefined) this.zones.delete(name);
    else this.zones.set(name, next.metadata.labels?.[ZONE_LABEL]);
    for (const pod of this.#world.indexed(pods, PODS_BY_NODE, name)) {
      for (const key of this.#members.selecting(pod)) this.#judge(key, pod.metadata.uid ?? '');
    }
  }

  #judge(key: string, uid: string): void {
    const page = this.#page(key);
    const service = this.#world.byKey(services, key);
    if (service !== undefined && this.#isStale(service, this.#members.of(key).get(uid), page, page.held.get(uid)))
      page.stale.add(uid);
    else page.stale.delete(uid);
  }

  #isStale(service: Service, pod: Pod | undefined, page: OpenPage, held: Held | undefined): boolean {
    const isIPv6 = service.spec.ipFamilies?.[0] === 'IPv6';
    if (pod === undefined || !isWanted(pod, service, isIPv6, this.zones)) return held !== undefined;
    if (held === undefined || !isEndpointOf(held.endpoint, pod, service, isIPv6)) return true;
    const zone = this.zones.get(pod.spec.nodeName ?? '');
    return (
      !isCurrent(held.endpoint, pod, service, zone) ||
      portsKey(page.slices.get(held.slice)?.ports) !== portsOf(service, pod).key
    );
  }

  #page(key: string): OpenPage {
    let page = this.#pages.get(key);
    if (page === undefined) {
      page = { held: new Map(), slices: new Map(), stale: new Set() };
      this.#pages.set(key, page);
    }
    return page;
  }
}

/** The slices that hold an endpoint of a stale Pod. */
export function touchedBy({ held, slices, stale }: Page): ReadonlySet<EndpointSlice> {
  const touched = new Set<EndpointSlice>();
  for (const uid of stale) {
    const at = held.get(uid);
    const slice = at === undefined ? undefined : slices.get(at.slice);
    if (slice !== undefined) touched.add(slice);
  }
  return touched;
}

/** The table of a world, made at the first question. */
export function sliceBook(world: World): SliceBook {
  return world.derived('slice-book', () => new SliceBook(world, servicePods(world)));
}

function hasAddress(pod: Pod | undefined): boolean {
  return pod?.status?.podIP !== undefined && pod.status.podIP !== '';
}

function uidOf(endpoint: Endpoint): string {
  return endpoint.targetRef?.uid ?? '';
}

/** Endpoints of a list, without the first and the last ones that another list has in the same places. */
function differing(all: readonly Endpoint[], others: readonly Endpoint[]): Set<Endpoint> {
  let start = 0;
  let end = all.length;
  let otherEnd = others.length;
  while (start < end && start < otherEnd && all[start] === others[start]) start++;
  while (end > start && otherEnd > start && all[end - 1] === others[otherEnd - 1]) {
    end--;
    otherEnd--;
  }
  const found = new Set<Endpoint>();
  for (let i = start; i < end; i++) found.add(all[i] as Endpoint);
  return found;
}

/** Key of the Service that a slice of this controller is for. */
export function serviceOf(slice: EndpointSlice | undefined): string | undefined {
  const { labels, namespace = '' } = slice?.metadata ?? {};
  const name = labels?.[SERVICE_NAME_LABEL];
  return name === undefined || labels?.[MANAGED_BY_LABEL] !== MANAGED_BY ? undefined : keyIn(services, namespace, name);
}
