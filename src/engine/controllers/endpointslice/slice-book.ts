import { endpointSlices, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type Endpoint, type EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
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
import { ZONE_LABEL, type Zones } from './zones.ts';

/** Where an endpoint stands. */
interface Held {
  readonly endpoint: Endpoint;
  readonly slice: EndpointSlice;
  readonly key: ObjectKey;
}

/** One Service's page: its endpoints by the uid of their Pod, and the Pods that the slices do not show as they are. */
export interface Page {
  readonly held: ReadonlyMap<string, Held>;
  readonly stale: ReadonlySet<string>;
}

interface OpenPage {
  readonly held: Map<string, Held>;
  readonly stale: Set<string>;
}

const EMPTY: Page = { held: new Map(), stale: new Set() };

/**
 * Knows at every moment which Pods' endpoints are not what they should be, so that a look at a Service of 5,000 Pods
 * costs what has changed and not what there is. For Services of one address family.
 */
export class SliceBook implements Derived {
  readonly #world: World;
  readonly #members: ServicePods;
  readonly #pages = new Map<string, OpenPage>();
  readonly #zones: Zones;

  constructor(world: World, members: ServicePods) {
    this.#world = world;
    this.#members = members;
    const zoneOf = (node: string): Node | undefined => world.get(nodes, '', node);
    this.#zones = { exists: (node) => zoneOf(node) !== undefined, zoneOf: (node) => zoneOf(node)?.metadata.labels?.[ZONE_LABEL] };
  }

  /** The page of a Service, by its key. */
  of(service: string): Page {
    return this.#pages.get(service) ?? EMPTY;
  }

  apply({ resource, key, prev, next }: Pick<Change, 'resource' | 'key' | 'prev' | 'next'>): void {
    if (resource === pods.resource) this.#applyPod(prev as Pod | undefined, next as Pod | undefined);
    else if (resource === endpointSlices.resource) this.#applySlice(key, prev as EndpointSlice | undefined, next as EndpointSlice | undefined);
    else if (resource === services.resource) this.#applyService(key, prev as Service | undefined, next as Service | undefined);
    else if (resource === nodes.resource) this.#applyNode(prev as Node | undefined, next as Node | undefined);
  }

  #applyPod(prev: Pod | undefined, next: Pod | undefined): void {
    if (prev !== undefined && next !== undefined && looksTheSame(prev, next)) return;
    const uid = (next ?? prev)?.metadata.uid ?? '';
    if (next !== undefined) for (const key of this.#members.selecting(next)) this.#judge(key, uid);
    if (prev === undefined || prev.metadata.labels === next?.metadata.labels) return;
    for (const key of this.#members.selecting(prev)) this.#judge(key, uid);
  }

  /** Endpoints that a slice holds as before are judged as before. */
  #applySlice(key: ObjectKey, prev: EndpointSlice | undefined, next: EndpointSlice | undefined): void {
    const service = serviceOf(next ?? prev);
    const before = serviceOf(prev);
    if (prev !== undefined && before !== undefined && before !== service) this.#takeOut(before, key, prev, undefined);
    if (service === undefined) return;
    const isMoved = before !== service;
    this.#takeOut(service, key, isMoved ? undefined : prev, next);
    const isSamePorts = !isMoved && prev?.ports === next?.ports;
    const page = this.#page(service);
    for (const endpoint of next?.endpoints ?? []) {
      const uid = endpoint.targetRef?.uid ?? '';
      const known = page.held.get(uid);
      const isKnown = known?.endpoint === endpoint && known.key === key;
      page.held.set(uid, { endpoint, slice: next as EndpointSlice, key });
      if (!isKnown || !isSamePorts) this.#judge(service, uid);
    }
  }

  /** Forgets the endpoints of a slice's earlier state that its next state lacks. */
  #takeOut(service: string, key: ObjectKey, prev: EndpointSlice | undefined, next: EndpointSlice | undefined): void {
    const before = prev?.endpoints ?? [];
    if (before.length === 0) return;
    const page = this.#page(service);
    const kept = new Set((next?.endpoints ?? []).map((endpoint) => endpoint.targetRef?.uid ?? ''));
    for (const endpoint of before) {
      const uid = endpoint.targetRef?.uid ?? '';
      if (kept.has(uid) || page.held.get(uid)?.key !== key) continue;
      page.held.delete(uid);
      this.#judge(service, uid);
    }
    if (page.held.size === 0 && this.#world.byKey(services, service) === undefined) this.#pages.delete(service);
  }

  #applyService(key: ObjectKey, prev: Service | undefined, next: Service | undefined): void {
    if (prev !== undefined && next !== undefined && prev.spec === next.spec) return;
    const page = this.#page(key);
    // Whoever it selected before may have a place in it no more.
    page.stale.clear();
    for (const uid of page.held.keys()) this.#judge(key, uid);
    for (const uid of this.#members.of(key).keys()) this.#judge(key, uid);
    if (next === undefined) this.#pages.delete(key);
  }

  #applyNode(prev: Node | undefined, next: Node | undefined): void {
    const isSameZone = prev?.metadata.labels?.[ZONE_LABEL] === next?.metadata.labels?.[ZONE_LABEL];
    if (prev !== undefined && next !== undefined && isSameZone) return;
    for (const pod of this.#world.indexed(pods, PODS_BY_NODE, (next ?? prev)?.metadata.name ?? '')) {
      for (const key of this.#members.selecting(pod)) this.#judge(key, pod.metadata.uid ?? '');
    }
  }

  #judge(key: string, uid: string): void {
    const page = this.#page(key);
    const service = this.#world.byKey(services, key);
    if (service !== undefined && this.#isStale(service, this.#members.of(key).get(uid), page.held.get(uid))) page.stale.add(uid);
    else page.stale.delete(uid);
  }

  #isStale(service: Service, pod: Pod | undefined, held: Held | undefined): boolean {
    const isIPv6 = service.spec.ipFamilies?.[0] === 'IPv6';
    if (pod === undefined || !isWanted(pod, service, isIPv6, this.#zones)) return held !== undefined;
    if (held === undefined || !isEndpointOf(held.endpoint, pod, service, isIPv6)) return true;
    const zone = this.#zones.zoneOf(pod.spec.nodeName ?? '');
    return !isCurrent(held.endpoint, pod, service, zone) || portsKey(held.slice.ports) !== portsOf(service, pod).key;
  }

  #page(key: string): OpenPage {
    let page = this.#pages.get(key);
    if (page === undefined) {
      page = { held: new Map(), stale: new Set() };
      this.#pages.set(key, page);
    }
    return page;
  }
}

/** The table of a world, made at the first question. */
export function sliceBook(world: World): SliceBook {
  return world.derived('slice-book', () => new SliceBook(world, servicePods(world)));
}

/** Key of the Service that a slice of this controller is for. */
export function serviceOf(slice: EndpointSlice | undefined): string | undefined {
  const { labels, namespace = '' } = slice?.metadata ?? {};
  const name = labels?.[SERVICE_NAME_LABEL];
  return name === undefined || labels?.[MANAGED_BY_LABEL] !== MANAGED_BY ? undefined : keyIn(services, namespace, name);
}
