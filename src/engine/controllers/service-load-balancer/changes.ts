import type { Service, ServiceSpec } from '../../../api/kinds/service/service.ts';
import type { StringMap } from '../../../api/machinery/object.ts';
import { deepEqual } from '../../../lib/equal.ts';

/** Reason and message of an event. */
export type ChangeNote = readonly [reason: string, message: string];

/** What a load balancer is made of. */
export interface Seen {
  /** A load balancer of this cloud's is asked for. */
  readonly wants: boolean;
  readonly type: string;
  readonly ranges: readonly string[];
  readonly policy: string;
  readonly healthPort: number;
  readonly externalIps: readonly string[];
  /** Whatever else a load balancer is made of; nothing is told when it changes. */
  readonly rest: readonly unknown[];
}

export function seenOf({ metadata, spec }: Service): Seen {
  return {
    wants: spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined,
    type: spec.type ?? '',
    ranges: spec.loadBalancerSourceRanges ?? [],
    policy: spec.externalTrafficPolicy ?? '',
    healthPort: spec.healthCheckNodePort ?? 0,
    externalIps: spec.externalIPs ?? [],
    rest: [portsOf(spec), spec.sessionAffinity, spec.sessionAffinityConfig, spec.loadBalancerIP, metadata.annotations],
  };
}

/** Must the load balancer be made anew? */
export function needsSync(before: Seen, now: Seen): boolean {
  return !deepEqual(before, now);
}

/** Reason and message of the events that a change earns, in upstream's order. Source: controller.go needsUpdate. */
export function changeNotes(before: Seen, now: Seen): readonly ChangeNote[] {
  if (before.wants !== now.wants) return [['Type', `${before.type} -> ${now.type}`]];
  if (!deepEqual(before.ranges, now.ranges))
    return [['LoadBalancerSourceRanges', `[${before.ranges.join(' ')}] -> [${now.ranges.join(' ')}]`]];
  if (before.externalIps.length !== now.externalIps.length)
    return [['ExternalIP', `Count: ${before.externalIps.length} -> ${now.externalIps.length}`]];
  const added = now.externalIps.find((ip) => !before.externalIps.includes(ip));
  if (added !== undefined) return [['ExternalIP', `Added: ${added}`]];
  if (before.policy !== now.policy) return [['ExternalTrafficPolicy', `${before.policy} -> ${now.policy}`]];
  if (before.healthPort !== now.healthPort)
    return [['HealthCheckNodePort', `${before.healthPort} -> ${now.healthPort}`]];
  return [];
}

/** Source: portsEqualForLB: name, protocol, port and node port. */
function portsOf({ ports = [] }: ServiceSpec): readonly StringMap[] {
  return ports.map(({ name = '', protocol = '', port, nodePort = 0 }) => ({
    name,
    protocol,
    port: String(port),
    nodePort: String(nodePort),
  }));
}
