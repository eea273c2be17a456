import type { EndpointAddress, EndpointsPort, EndpointSubset } from '../../../api/kinds/endpoints/endpoints.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service } from '../../../api/kinds/service/service.ts';
import { present } from '../../../lib/present.ts';
import { addressOf, belongsInEndpoints, hostnameIn } from '../shared/endpoint-facts.ts';
import { lowest, type Placed } from './addresses.ts';
import { shares } from './capacity.ts';
import { byPort, portsFor, portsText } from './ports.ts';

/** Pods that offer the same ports. */
interface Group {
  readonly ports: readonly EndpointsPort[];
  readonly ready: Placed[];
  readonly notReady: Placed[];
}

export interface Subsets {
  readonly subsets: readonly EndpointSubset[];
  /** Not all addresses found room. */
  readonly isOver: boolean;
}

/**
 * The subsets that a Service's Pods make: each port with the addresses that answer at it, ports with the same
 * addresses together, ready ones apart from the others, everything in order. Entries of `stored` that are still right
 * are used again. Source: endpoints_controller.go syncService, pkg/api/v1/endpoints/util.go RepackSubsets.
 */
export function subsetsOf(service: Service, pods: Iterable<Pod>, stored: readonly EndpointSubset[] = []): Subsets {
  const groups = groupByPorts(service, pods);
  const joined = groups.length > 1 ? joinByPort(groups) : groups;
  const { counts, isOver } = shares(
    joined.map(({ ready, notReady }) => ({ ready: ready.length, notReady: notReady.length })),
  );
  const known = knownEntries(stored);
  const subsets = joined.flatMap(({ ports, ready, notReady }, index) => {
    const addresses = lowest(ready, counts[index]?.ready ?? 0).map((placed) => entryOf(placed, service, known));
    const others = lowest(notReady, counts[index]?.notReady ?? 0).map((placed) => entryOf(placed, service, known));
    if (addresses.length === 0 && others.length === 0) return [];
    return [
      {
        ...(addresses.length === 0 ? {} : { addresses }),
        ...(others.length === 0 ? {} : { notReadyAddresses: others }),
        ...(ports.length === 0 ? {} : { ports }),
      },
    ];
  });
  return { subsets, isOver };
}

function groupByPorts(service: Service, pods: Iterable<Pod>): readonly Group[] {
  const publishesAll = service.spec.publishNotReadyAddresses === true;
  const isIPv6 = service.spec.ipFamilies?.[0] === 'IPv6';
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    const ip = belongsInEndpoints(pod, publishesAll) ? addressOf(pod, isIPv6) : undefined;
    const ports = ip === undefined ? undefined : portsFor(service, pod);
    if (ip === undefined || ports === undefined) continue;
    const key = portsText(ports);
    let group = groups.get(key);
    if (group === undefined) {
      group = { ports, ready: [], notReady: [] };
      groups.set(key, group);
    }
    (publishesAll || isPodReady(pod) ? group.ready : group.notReady).push({ pod, ip });
  }
  return [...groups.values()];
}

/** By port instead of by Pod: a port stands with everybody who answers at it, and with the ports that have the same. */
function joinByPort(groups: readonly Group[]): readonly Group[] {
  const offering = new Map<string, { readonly port: EndpointsPort; readonly groups: Group[] }>();
  for (const group of groups) {
    for (const port of group.ports) {
      const text = portsText([port]);
      const known = offering.get(text) ?? { port, groups: [] };
      known.groups.push(group);
      offering.set(text, known);
    }
  }
  const joined = new Map<string, { readonly ports: EndpointsPort[]; readonly groups: readonly Group[] }>();
  for (const { port, groups: answering } of offering.values()) {
    const text = answering.map((group) => groups.indexOf(group)).join(',');
    const known = joined.get(text) ?? { ports: [], groups: answering };
    known.ports.push(port);
    joined.set(text, known);
  }
  return [...joined.values()]
    .map((each) => ({
      ports: each.ports.sort(byPort),
      ready: each.groups.flatMap((group) => group.ready),
      notReady: each.groups.flatMap((group) => group.notReady),
    }))
    .sort((a, b) => (portsText(a.ports) < portsText(b.ports) ? -1 : 1));
}

function knownEntries(stored: readonly EndpointSubset[]): ReadonlyMap<string, EndpointAddress> {
  const known = new Map<string, EndpointAddress>();
  for (const { addresses = [], notReadyAddresses = [] } of stored) {
    for (const entry of addresses) known.set(entry.targetRef?.uid ?? '', entry);
    for (const entry of notReadyAddresses) known.set(entry.targetRef?.uid ?? '', entry);
  }
  return known;
}

/** The entry of a Pod: the stored one, if it says the same. Source: podToEndpointAddressForService. */
function entryOf({ pod, ip }: Placed, service: Service, known: ReadonlyMap<string, EndpointAddress>): EndpointAddress {
  const { name, namespace, uid } = pod.metadata;
  const { nodeName } = pod.spec;
  const hostname = hostnameIn(service, pod);
  const before = known.get(uid ?? '');
  if (before !== undefined && before.ip === ip && before.nodeName === nodeName && before.hostname === hostname)
    return before;
  return present({
    ip,
    hostname,
    nodeName: nodeName === '' ? undefined : nodeName,
    targetRef: present({ kind: 'Pod', namespace, name, uid }),
  });
}
