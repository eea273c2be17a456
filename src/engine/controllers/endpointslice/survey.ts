import type { Endpoint, EndpointPort, EndpointSlice } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service } from '../../../api/kinds/service/service.ts';
import { readyChangedAt } from '../shared/endpoint-facts.ts';
import { endpointOf, isCurrent, isEndpointOf, isWanted } from './endpoint.ts';
import { ENDPOINTS_MAX } from './name.ts';
import { pack, type Existing } from './packing.ts';
import { commonPortGroup, portGroupOf, portsKey, type PortGroup } from './ports.ts';
import { hasCurrentLabels, type Content } from './slice-object.ts';

export interface Rewrite {
  readonly slice: EndpointSlice;
  readonly content: Content;
}

/** What should be written. */
export interface Wanted {
  readonly creates: readonly Content[];
  readonly updates: readonly Rewrite[];
  readonly deletes: readonly EndpointSlice[];
  /** Earliest readiness change among those that are brought out now. */
  readonly triggerTime: string | undefined;
}

type Zones = ReadonlyMap<string, string | undefined>;

/** Slices and Pods with the same ports. */
interface Group {
  readonly ports: readonly EndpointPort[];
  readonly slices: Existing<EndpointSlice, Endpoint>[];
  readonly added: Endpoint[];
}

/** Which Pods to ask about; without it, all. */
export interface Focus {
  readonly stale: ReadonlySet<string>;
  /** Slices that hold an endpoint of one of them. */
  readonly touched: ReadonlySet<EndpointSlice>;
}

/** Compares the slices of one Service and address family with its Pods. Source: endpointslice/reconciler.go reconcileByAddressType. */
export class Survey {
  readonly #service: Service;
  readonly #isIPv6: boolean;
  readonly #zones: Zones;
  readonly #common: PortGroup | undefined;
  readonly #groups = new Map<string, Group>();
  /** Pods whose endpoint stays where it is, by uid. */
  readonly #placed = new Set<string>();
  #triggerTime: string | undefined;

  /** `zones` are the nodes that there are, each with its zone. */
  constructor(zones: Zones, service: Service, addressType: string) {
    this.#service = service;
    this.#isIPv6 = addressType === 'IPv6';
    this.#zones = zones;
    this.#common = commonPortGroup(service);
  }

  run(slices: readonly EndpointSlice[], members: ReadonlyMap<string, Pod>, focus?: Focus): Wanted {
    if (slices.length === 0) this.#trigger(this.#service.metadata.creationTimestamp);
    for (const slice of slices) {
      if (focus === undefined || focus.touched.has(slice)) this.#sift(slice, members, focus?.stale);
      else this.#keep(slice, slice.endpoints ?? [], false);
    }
    const added: Pod[] = [];
    for (const uid of focus?.stale ?? members.keys()) {
      const pod = members.get(uid);
      if (pod !== undefined && !this.#placed.has(uid) && isWanted(pod, this.#service, this.#isIPv6, this.#zones))
        added.push(pod);
    }
    for (const pod of added.sort(byName)) this.#add(pod);
    return this.#packed();
  }

  #packed(): Wanted {
    const creates: Content[] = [];
    const updates: Rewrite[] = [];
    const deletes: EndpointSlice[] = [];
    for (const { ports, slices, added } of this.#groups.values()) {
      const packed = pack(slices, added, ENDPOINTS_MAX);
      for (const endpoints of packed.creates) creates.push({ endpoints, ports });
      for (const { slice, endpoints } of packed.updates) updates.push({ slice, content: { endpoints, ports } });
      deletes.push(...packed.deletes);
    }
    return { creates, updates, deletes, triggerTime: this.#triggerTime };
  }

  /** Keeps of a slice what is still wanted, as it is now. */
  #sift(slice: EndpointSlice, members: ReadonlyMap<string, Pod>, stale: ReadonlySet<string> | undefined): void {
    const key = portsKey(slice.ports);
    const kept: Endpoint[] = [];
    let isChanged = false;
    for (const endpoint of slice.endpoints ?? []) {
      const uid = endpoint.targetRef?.uid ?? '';
      const next = stale === undefined || stale.has(uid) ? this.#kept(endpoint, members.get(uid), key) : endpoint;
      if (next !== endpoint) isChanged = true;
      if (next !== undefined) kept.push(next);
    }
    this.#keep(slice, kept, isChanged);
  }

  /** An empty slice counts as changed: it goes, or somebody takes its place. */
  #keep(slice: EndpointSlice, kept: readonly Endpoint[], isChanged: boolean): void {
    const isDirty = isChanged || (slice.endpoints?.length ?? 0) === 0 || !hasCurrentLabels(slice, this.#service);
    this.#group(portsKey(slice.ports), slice.ports ?? []).slices.push({ slice, kept, isDirty });
  }

  /** The endpoint as it should be, itself when it is so, undefined when it has no place here. */
  #kept(endpoint: Endpoint, pod: Pod | undefined, key: string): Endpoint | undefined {
    const service = this.#service;
    if (pod === undefined || !isWanted(pod, service, this.#isIPv6, this.#zones) || this.#portsOf(pod).key !== key)
      return undefined;
    const uid = pod.metadata.uid ?? '';
    if (this.#placed.has(uid) || !isEndpointOf(endpoint, pod, service, this.#isIPv6)) return undefined;
    this.#placed.add(uid);
    const zone = this.#zones.get(pod.spec.nodeName ?? '');
    if (isCurrent(endpoint, pod, service, zone)) return endpoint;
    const next = endpointOf(pod, service, this.#isIPv6, zone);
    if (next.conditions?.serving !== endpoint.conditions?.serving) this.#trigger(readyChangedAt(pod));
    return next;
  }

  #add(pod: Pod): void {
    const { key, ports } = this.#portsOf(pod);
    const zone = this.#zones.get(pod.spec.nodeName ?? '');
    this.#group(key, ports).added.push(endpointOf(pod, this.#service, this.#isIPv6, zone));
    this.#trigger(readyChangedAt(pod));
  }

  #portsOf(pod: Pod): PortGroup {
    return this.#common ?? portGroupOf(this.#service, pod);
  }

  #group(key: string, ports: readonly EndpointPort[]): Group {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { ports, slices: [], added: [] };
      this.#groups.set(key, group);
    }
    return group;
  }

  #trigger(time: string | undefined): void {
    if (time !== undefined && (this.#triggerTime === undefined || time < this.#triggerTime)) this.#triggerTime = time;
  }
}

function byName(a: Pod, b: Pod): number {
  const [first, second] = [a.metadata.name ?? '', b.metadata.name ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}
