import { isPodTerminal } from '../../../api/kinds/pod/conditions.ts';
import type { Container, ContainerPort } from '../../../api/kinds/pod/container.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodStatus } from '../../../api/kinds/pod/pod-status.ts';
import { isPodReady, podCondition } from '../../../api/kinds/pod/conditions.ts';
import type { Service, ServicePort } from '../../../api/kinds/service/service.ts';

/** Label of slices and Endpoints of Services without a cluster IP. Source: core/v1 IsHeadlessService. */
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
/** When what changed had changed, for measuring how long programming the network takes. Source: core/v1 EndpointsLastChangeTriggerTime. */
export const LAST_CHANGE_TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * A Pod with an address that has not ended has a place; one under deletion only where its state is shown.
 * Source: endpointslice/util/controller_utils.go ShouldPodBeInEndpoints.
 */
export function belongsInEndpoints(pod: Pod, includeTerminating: boolean): boolean {
  const { status, metadata } = pod;
  if (isPodTerminal(pod)) return false;
  if ((status?.podIP ?? '') === '' && (status?.podIPs?.length ?? 0) === 0) return false;
  return includeTerminating || metadata.deletionTimestamp === undefined;
}

/** The Pod's address of a family; undefined when it has none. */
export function addressOf(pod: Pod, isIPv6: boolean): string | undefined {
  const { podIPs, podIP } = pod.status ?? {};
  if (podIPs !== undefined) for (const { ip } of podIPs) if (ip.includes(':') === isIPv6) return ip;
  return podIP !== undefined && podIP !== '' && podIP.includes(':') === isIPv6 ? podIP : undefined;
}

/** The name that DNS knows the Pod by under this Service. Source: endpointslice/util ShouldSetHostname. */
export function hostnameIn(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname !== undefined && hostname !== '' && subdomain === service.metadata.name ? hostname : undefined;
}

/** Without a cluster IP. Source: pkg/apis/core/v1/helper IsServiceIPSet. */
export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === undefined || service.spec.clusterIP === '' || service.spec.clusterIP === 'None';
}

/** The number behind a Service's port in this Pod; undefined when the Pod names no such port. Source: pkg/api/v1/pod/util.go FindPort. */
export function resolvePort(port: ServicePort, { spec }: Pod): number | undefined {
  const { targetPort = port.port } = port;
  if (typeof targetPort === 'number') return targetPort === 0 ? port.port : targetPort;
  const sidecars = (spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return portNamed(spec.containers, targetPort, port) ?? portNamed(sidecars, targetPort, port);
}

/** Can endpoints tell the two states of a Pod apart? Source: endpointslice/util podEndpointsChanged. */
export function looksTheSame(prev: Pod, next: Pod): boolean {
  return (
    prev.metadata.labels === next.metadata.labels &&
    prev.metadata.deletionTimestamp === next.metadata.deletionTimestamp &&
    prev.spec === next.spec &&
    (prev.status === next.status || sameStatus(prev, next))
  );
}

function sameStatus(prev: Pod, next: Pod): boolean {
  const [a, b] = [prev.status, next.status];
  if (a?.podIP !== b?.podIP || a?.phase !== b?.phase || !sameAddresses(a?.podIPs, b?.podIPs)) return false;
  return a?.conditions === b?.conditions || isPodReady(prev) === isPodReady(next);
}

function sameAddresses(a: PodStatus['podIPs'], b: PodStatus['podIPs']): boolean {
  return a === b || (a?.length === b?.length && a?.every(({ ip }, index) => b?.[index]?.ip === ip) === true);
}

/** When the Pod last became ready or not ready, as stored. */
export function readyChangedAt(pod: Pod): string | undefined {
  return podCondition(pod, 'Ready')?.lastTransitionTime;
}

function portNamed(
  containers: readonly Container[],
  name: string,
  { protocol = 'TCP' }: ServicePort,
): number | undefined {
  for (const container of containers) {
    const found = container.ports?.find(
      (port: ContainerPort) => port.name === name && (port.protocol ?? 'TCP') === protocol,
    );
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}
