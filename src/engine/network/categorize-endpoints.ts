/** An endpoint of one Service port, as a node's kube-proxy sees it. */
export interface ProxyEndpoint {
  readonly ip: string;
  readonly port: number;
  readonly nodeName: string;
  /** uid of the Pod behind it, or empty. */
  readonly podUid: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  /** It runs on the node that looks. */
  readonly local: boolean;
  readonly zoneHints: readonly string[];
  readonly nodeHints: readonly string[];
}

/** Which endpoints a Service wants for which traffic. */
export interface TrafficPolicy {
  readonly internalLocal: boolean;
  readonly externalLocal: boolean;
  /** It has a node port, a load balancer or external addresses. */
  readonly external: boolean;
}

/** Where the node stands. */
export interface Place {
  readonly nodeName: string;
  readonly zone: string;
}

export interface Categories {
  /** For traffic with policy Cluster; undefined when there is none. */
  readonly cluster: readonly ProxyEndpoint[] | undefined;
  /** For traffic with policy Local; undefined when there is none. */
  readonly local: readonly ProxyEndpoint[] | undefined;
  /** All that this node may send to. */
  readonly all: readonly ProxyEndpoint[];
  /** Some node has one: without any, packets are rejected; with some elsewhere, they are dropped here. */
  readonly hasAny: boolean;
}

/**
 * Chooses the endpoints that one node uses for a Service port: ready ones; if there are none, those that terminate and
 * still serve; for Local policies the same among the node's own.
 * Source: pkg/proxy/topology.go CategorizeEndpoints.
 */
export function categorizeEndpoints(
  endpoints: readonly ProxyEndpoint[],
  policy: TrafficPolicy,
  place: Place,
): Categories {
  const usesCluster = !policy.internalLocal || policy.external;
  const usesLocal = policy.internalLocal || (policy.externalLocal && policy.external);
  const cluster = usesCluster ? clusterEndpoints(endpoints, place) : undefined;
  if (!usesLocal) return { cluster, local: undefined, all: cluster ?? [], hasAny: (cluster?.length ?? 0) > 0 };
  const local = readyOrLast(endpoints.filter((endpoint) => endpoint.local));
  const hasAny = endpoints.some((endpoint) => endpoint.ready || isLast(endpoint));
  return { cluster, local, all: union(cluster ?? [], local), hasAny };
}

function clusterEndpoints(endpoints: readonly ProxyEndpoint[], place: Place): readonly ProxyEndpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const near = ready.filter(nearness(ready, place));
  return near.length > 0 ? near : endpoints.filter(isLast);
}

function readyOrLast(endpoints: readonly ProxyEndpoint[]): readonly ProxyEndpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  return ready.length > 0 ? ready : endpoints.filter(isLast);
}

/** Used when nothing is ready: it shuts down, and still answers. */
function isLast({ serving, terminating }: ProxyEndpoint): boolean {
  return serving && terminating;
}

/** Hints count only if every ready endpoint has them and one of them names this node or zone. */
function nearness(ready: readonly ProxyEndpoint[], { nodeName, zone }: Place): (endpoint: ProxyEndpoint) => boolean {
  const onNode = (endpoint: ProxyEndpoint): boolean => endpoint.nodeHints.includes(nodeName);
  if (ready.every(({ nodeHints }) => nodeHints.length > 0) && ready.some(onNode)) return onNode;
  const inZone = (endpoint: ProxyEndpoint): boolean => endpoint.zoneHints.includes(zone);
  if (ready.every(({ zoneHints }) => zoneHints.length > 0) && ready.some(inZone)) return inZone;
  return () => true;
}

function union(a: readonly ProxyEndpoint[], b: readonly ProxyEndpoint[]): readonly ProxyEndpoint[] {
  return [...a, ...b.filter((endpoint) => !a.includes(endpoint))];
}
