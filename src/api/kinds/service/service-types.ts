import type { Service, ServiceSpec } from './service.ts';

export const CLUSTER_IP_NONE = 'None';

/** One cluster IP, and it is "None": DNS answers with the endpoints themselves. */
export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIPs === undefined
    ? spec.clusterIP === CLUSTER_IP_NONE
    : spec.clusterIPs.length === 1 && spec.clusterIPs[0] === CLUSTER_IP_NONE;
}

/** All types but ExternalName have cluster IPs ("None" counts). */
export function needsClusterIp({ type }: ServiceSpec): boolean {
  return type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
}

/** NodePort, and LoadBalancer unless it declines. */
export function needsNodePort({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

/** A load balancer that must know which nodes have endpoints. */
export function needsHealthCheckPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

/** Reachable from outside the cluster. Source: pkg/api/service/util.go ExternallyAccessible. */
export function isExternallyAccessible({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}
