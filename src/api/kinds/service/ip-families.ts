import type { FieldError } from '../../machinery/field-error.ts';
import { indexPath, invalid } from '../../machinery/field-error.ts';
import { isIpv6 } from '../shared/ip.ts';
import { fill } from '../shared/share.ts';
import type { Service, ServiceSpec } from './service.ts';
import { CLUSTER_IP_NONE, isHeadless, needsClusterIp } from './service-types.ts';

const IPV4 = 'IPv4';
const IPV6 = 'IPv6';

/**
 * Fills ipFamilyPolicy and ipFamilies for a cluster with IPv4 only; without a selector a headless Service may have both.
 * Source: pkg/registry/core/service/storage/alloc.go initIPFamilyFields.
 */
export function withIpFamilies(service: Service): Service {
  const { spec } = service;
  if (!needsClusterIp(spec)) return service;
  const next = isFreelyHeadless(service)
    ? freeFamilies(spec)
    : fill(spec, { ipFamilyPolicy: inferredPolicy(spec), ipFamilies: inferredFamilies(spec) });
  return next === spec ? service : { ...service, spec: next };
}

/** What a cluster with IPv4 only cannot give. */
export function checkIpFamilies(service: Service): FieldError[] {
  const { ipFamilyPolicy, ipFamilies = [] } = service.spec;
  if (!needsClusterIp(service.spec) || isFreelyHeadless(service)) return [];
  const errors: FieldError[] = [];
  if (ipFamilyPolicy === 'RequireDualStack') {
    errors.push(
      invalid('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
    );
  }
  ipFamilies.forEach((family, i) => {
    if (family === IPV6)
      errors.push(invalid(indexPath('spec.ipFamilies', i), family, 'not configured on this cluster'));
  });
  return errors;
}

function isFreelyHeadless(service: Service): boolean {
  return isHeadless(service) && Object.keys(service.spec.selector ?? {}).length === 0;
}

function freeFamilies(spec: ServiceSpec): ServiceSpec {
  const filled = fill(spec, { ipFamilyPolicy: 'RequireDualStack', ipFamilies: [IPV4] });
  const families = filled.ipFamilies ?? [];
  const [first] = families;
  if (filled.ipFamilyPolicy === 'SingleStack' || families.length !== 1) return filled;
  return { ...filled, ipFamilies: [first ?? IPV4, first === IPV6 ? IPV4 : IPV6] };
}

function inferredPolicy({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): string {
  return clusterIPs.length === 2 || ipFamilies.length === 2 ? 'RequireDualStack' : 'SingleStack';
}

function inferredFamilies({ clusterIPs = [] }: ServiceSpec): readonly string[] {
  const addresses = clusterIPs.filter((ip) => ip !== CLUSTER_IP_NONE && ip !== '');
  return addresses.length === 0 ? [IPV4] : addresses.map((ip) => (isIpv6(ip) ? IPV6 : IPV4));
}
