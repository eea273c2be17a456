import type { Endpoint, EndpointConditions, EndpointHints } from '../../../api/kinds/endpoint-slice/endpoint-slice.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { Service } from '../../../api/kinds/service/service.ts';
import { present } from '../../../lib/present.ts';
import { addressOf, belongsInEndpoints, hostnameIn } from '../shared/endpoint-facts.ts';

/** The endpoint of a Pod that has an address. Source: endpointslice/utils.go podToEndpoint. */
export function endpointOf(pod: Pod, service: Service, isIPv6: boolean, zone: string | undefined): Endpoint {
  const { name, namespace, uid } = pod.metadata;
  const hostname = hostnameIn(service, pod);
  const { nodeName } = pod.spec;
  const conditions = conditionsOf(pod, service);
  const hints = hintsOf(service, conditions.ready === true, zone, nodeName);
  return present({
    addresses: [addressOf(pod, isIPv6) ?? ''],
    conditions,
    hostname,
    nodeName: nodeName === '' ? undefined : nodeName,
    targetRef: present({ kind: 'Pod', namespace, name, uid }),
    zone,
    hints,
  });
}

/**
 * Whom a ready endpoint is meant for, when the Service prefers those that are close: its own zone, or node. The
 * annotation for topology-aware hints switches it off. Source: endpointslice/trafficdist.
 */
function hintsOf(
  { spec, metadata }: Service,
  isReady: boolean,
  zone: string | undefined,
  node: string | undefined,
): EndpointHints | undefined {
  const { trafficDistribution } = spec;
  if (trafficDistribution === undefined || !isReady || zone === undefined || zone === '') return undefined;
  if (metadata.annotations !== undefined && MODES.some((name) => metadata.annotations?.[name] !== undefined))
    return undefined;
  const forZones = [{ name: zone }];
  const isSameNode = trafficDistribution === 'PreferSameNode' && node !== undefined && node !== '';
  return isSameNode ? { forZones, forNodes: [{ name: node }] } : { forZones };
}

const MODES = ['service.kubernetes.io/topology-mode', 'service.kubernetes.io/topology-aware-hints'];

/**
 * Has the Pod a place in its Service's slices? `zones` holds the nodes that there are. One on a node that is
 * gone is left out, unless all are published; its
 * Service hears of it when the node or the Pod changes.
 */
export function isWanted(
  pod: Pod,
  service: Service,
  isIPv6: boolean,
  zones: ReadonlyMap<string, string | undefined>,
): boolean {
  if (!belongsInEndpoints(pod, true) || addressOf(pod, isIPv6) === undefined) return false;
  const { nodeName } = pod.spec;
  return nodeName === undefined || service.spec.publishNotReadyAddresses === true || zones.has(nodeName);
}

/** Is this stored endpoint the Pod's, whatever its conditions say? Source: endpointslice/util/endpointset.go hashEndpoint. */
export function isEndpointOf(endpoint: Endpoint, pod: Pod, service: Service, isIPv6: boolean): boolean {
  return endpoint.addresses[0] === addressOf(pod, isIPv6) && endpoint.hostname === hostnameIn(service, pod);
}

/** Does the Pod's stored endpoint say what it should? Without making another one to compare. Source: EndpointsEqualBeyondHash. */
export function isCurrent(endpoint: Endpoint, pod: Pod, service: Service, zone: string | undefined): boolean {
  const { conditions } = endpoint;
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return (
    conditions?.serving === serving &&
    conditions.terminating === terminating &&
    conditions.ready === isReady(service, serving, terminating) &&
    endpoint.nodeName === pod.spec.nodeName &&
    endpoint.zone === zone &&
    sameHints(endpoint.hints, hintsOf(service, conditions.ready, zone, pod.spec.nodeName))
  );
}

function sameHints(a: EndpointHints | undefined, b: EndpointHints | undefined): boolean {
  return (
    a === b || (a?.forZones?.[0]?.name === b?.forZones?.[0]?.name && a?.forNodes?.[0]?.name === b?.forNodes?.[0]?.name)
  );
}

function conditionsOf(pod: Pod, service: Service): EndpointConditions {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  return { ready: isReady(service, serving, terminating), serving, terminating };
}

/** A Pod under deletion is never ready, unless the Service publishes all of them. */
function isReady({ spec }: Service, serving: boolean, terminating: boolean): boolean {
  return spec.publishNotReadyAddresses === true || (serving && !terminating);
}
