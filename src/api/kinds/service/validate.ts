import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, indexPath, invalid, keyPath, notSupported, required } from '../../machinery/field-error.ts';
import {
  checkOneOf,
  checkPortNumberField,
  checkQualifiedField,
  checkSubdomainField,
  IMMUTABLE_MESSAGE,
} from '../shared/field-checks.ts';
import { checkCidr, checkIp, checkNonSpecialIp } from '../shared/ip.ts';
import { nameIsDnsLabel } from '../shared/name-rules.ts';
import { validateLabels } from '../shared/validate-labels.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import { checkIpFamilies } from './ip-families.ts';
import type { Service, ServiceSpec } from './service.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort } from './service-types.ts';
import { validateClusterIps, validateClusterIpsUpdate, validateFamiliesUpdate } from './validate-cluster-ips.ts';
import { validatePortPairs, validatePorts } from './validate-ports.ts';

const TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const AFFINITIES: readonly string[] = ['ClientIP', 'None'];
const POLICIES: readonly string[] = ['Cluster', 'Local'];
const DISTRIBUTIONS: readonly string[] = ['PreferClose', 'PreferSameNode', 'PreferSameZone'];
const MAX_AFFINITY_SECONDS = 86_400;
const ONLY_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

/**
 * A defaulted Service, in upstream's order. That addresses and ports are free is the allocators' to say.
 * Source: pkg/apis/core/validation ValidateService.
 */
export function validateService(service: Service): FieldError[] {
  const { metadata, spec } = service;
  const { ports = [], type, selector } = spec;
  const errors = [...validateMetadata(metadata, true, nameIsDnsLabel), ...checkTopologyAnnotations(service)];
  if (ports.length === 0 && !isHeadless(service) && type !== 'ExternalName') errors.push(required('spec.ports'));
  errors.push(
    ...checkType(service),
    ...validatePorts(ports),
    ...(selector === undefined ? [] : validateLabels(selector, 'spec.selector')),
    ...validateAffinity(spec),
    ...validateClusterIps(service),
    ...validateExternalIps(spec.externalIPs ?? []),
    ...checkOneOf(type, TYPES, 'spec.type'),
    ...validatePortPairs(spec),
    ...validateBalancer(spec),
    ...validateTraffic(spec),
    ...checkIpFamilies(service),
  );
  return errors;
}

/** What an update may not change. Source: ValidateServiceUpdate. */
export function validateServiceUpdate(next: Service, previous: Service): FieldError[] {
  const errors = [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...validateClusterIpsUpdate(next, previous),
    ...validateFamiliesUpdate(next, previous),
  ];
  const [spec, old] = [next.spec, previous.spec];
  if (spec.type === 'LoadBalancer' && old.type === 'LoadBalancer' && spec.loadBalancerClass !== old.loadBalancerClass) {
    errors.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
  }
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(old) && spec.healthCheckNodePort !== old.healthCheckNodePort) {
    errors.push(forbiddenField('spec.healthCheckNodePort', IMMUTABLE_MESSAGE));
  }
  return errors;
}

function checkTopologyAnnotations({ metadata: { annotations = {} } }: Service): FieldError[] {
  const [mode, hints] = [annotations[MODE], annotations[HINTS]];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  return [
    invalid(keyPath('metadata.annotations', MODE), mode, `must match annotations[${HINTS}] when both are specified`),
  ];
}

function checkType(service: Service): FieldError[] {
  const { type, clusterIPs = [], ipFamilies = [], ipFamilyPolicy, externalName = '' } = service.spec;
  if (type === 'LoadBalancer' || type === 'NodePort') {
    return isHeadless(service)
      ? [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)]
      : [];
  }
  if (type !== 'ExternalName') return [];
  const errors: FieldError[] = [];
  const detail = 'may not be set for ExternalName services';
  if (clusterIPs.length > 0) errors.push(forbiddenField('spec.clusterIPs', detail));
  if (ipFamilies.length > 0) errors.push(forbiddenField('spec.ipFamilies', detail));
  if (ipFamilyPolicy !== undefined) errors.push(forbiddenField('spec.ipFamilyPolicy', detail));
  const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName;
  return [
    ...errors,
    ...(name === '' ? [required('spec.externalName')] : checkSubdomainField(name, 'spec.externalName')),
  ];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  const errors = checkOneOf(sessionAffinity, AFFINITIES, 'spec.sessionAffinity');
  const field = 'spec.sessionAffinityConfig';
  if (sessionAffinity === 'None' && sessionAffinityConfig !== undefined) {
    errors.push(forbiddenField(field, 'must not be set when session affinity is None'));
  }
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity === 'ClientIP' && seconds !== undefined && (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS)) {
    errors.push(
      invalid(
        `${field}.clientIP.timeoutSeconds`,
        seconds,
        `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`,
      ),
    );
  }
  return errors;
}

function validateExternalIps(ips: readonly string[]): FieldError[] {
  return ips.flatMap((ip, i) => {
    const path = indexPath('spec.externalIPs', i);
    const errors = checkIp(ip, path);
    return errors.length > 0 ? errors : checkNonSpecialIp(ip, path);
  });
}

/** Fields of load balancers. The capital letter in the first path is upstream's. */
function validateBalancer({
  type,
  loadBalancerSourceRanges = [],
  allocateLoadBalancerNodePorts,
  loadBalancerClass,
}: ServiceSpec): FieldError[] {
  const isBalancer = type === 'LoadBalancer';
  const errors: FieldError[] = [];
  const ranges = 'spec.LoadBalancerSourceRanges';
  if (loadBalancerSourceRanges.length > 0 && !isBalancer) errors.push(forbiddenField(ranges, ONLY_BALANCER));
  loadBalancerSourceRanges.forEach((range, i) => errors.push(...checkCidr(range.trim(), indexPath(ranges, i))));
  if (allocateLoadBalancerNodePorts !== undefined && !isBalancer)
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', ONLY_BALANCER));
  if (loadBalancerClass === undefined) return errors;
  return [
    ...errors,
    ...(isBalancer
      ? checkQualifiedField(loadBalancerClass, 'spec.loadBalancerClass')
      : [forbiddenField('spec.loadBalancerClass', ONLY_BALANCER)]),
  ];
}

/** Traffic policies. A missing healthCheckNodePort is no mistake here: it is allocated after this check. */
function validateTraffic(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy = '', healthCheckNodePort = 0, internalTrafficPolicy, trafficDistribution } = spec;
  const errors: FieldError[] = [];
  if (isExternallyAccessible(spec))
    errors.push(...checkOneOf(externalTrafficPolicy, POLICIES, 'spec.externalTrafficPolicy'));
  else if (externalTrafficPolicy !== '') {
    errors.push(
      invalid(
        'spec.externalTrafficPolicy',
        externalTrafficPolicy,
        'may only be set for externally-accessible services',
      ),
    );
  }
  if (healthCheckNodePort !== 0) {
    const field = 'spec.healthCheckNodePort';
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.push(
      ...(needsHealthCheckPort(spec)
        ? checkPortNumberField(healthCheckNodePort, field)
        : [invalid(field, healthCheckNodePort, detail)]),
    );
  }
  if (internalTrafficPolicy !== undefined && !POLICIES.includes(internalTrafficPolicy)) {
    errors.push(notSupported('spec.internalTrafficPolicy', internalTrafficPolicy, POLICIES));
  }
  if (trafficDistribution !== undefined && !DISTRIBUTIONS.includes(trafficDistribution)) {
    errors.push(notSupported('spec.trafficDistribution', trafficDistribution, DISTRIBUTIONS));
  }
  return errors;
}
