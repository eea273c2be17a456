import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkDns1123Subdomain, rangeMessage } from '../../machinery/names.ts';
import { checkLabelField, checkOneOf, checkSubdomainField } from '../shared/field-checks.ts';
import { checkIp } from '../shared/ip.ts';
import { validateLabels } from '../shared/validate-labels.ts';
import type { PodSpec } from './pod-spec.ts';
import { validateAffinity } from './validate-affinity.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './validate-container.ts';
import { validateContainerResources, validatePodResources } from './validate-resources.ts';
import { validateGates, validateSpread, validateTolerations } from './validate-scheduling.ts';
import { validatePodSecurityContext } from './validate-security.ts';
import { validateVolumes } from './validate-volume.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const MAX_INT32 = 2_147_483_647;
const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES: readonly string[] = ['PreemptLowerPriority', 'Never'];
const SYSTEMS: readonly string[] = ['linux', 'windows'];
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARS = 2048;

/**
 * Checks a defaulted pod spec, in upstream's order. `inPod` is false for a template, where host ports may still be missing.
 * Not checked: Windows, AppArmor, sysctls, resource claims. Source: pkg/apis/core/validation ValidatePodSpec.
 */
export function validatePodSpec(spec: Unchecked<PodSpec>, field: string, inPod: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const at = (name: string): string => childPath(field, name);
  if (spec.terminationGracePeriodSeconds === undefined) errors.push(required(at('terminationGracePeriodSeconds')));
  const volumes = validateVolumes(spec.volumes ?? [], at('volumes'));
  errors.push(
    ...volumes.errors,
    ...validateContainers(spec, volumes.known, at('containers')),
    ...validateInitContainers(spec, volumes.known, at('initContainers')),
    ...validateEphemeralContainers(spec, volumes.known, at('ephemeralContainers')),
    ...validatePodResources(spec.resources, at('resources')),
    ...checkHostPorts(spec, at('containers'), inPod),
    ...checkOneOf(spec.restartPolicy, RESTART_POLICIES, at('restartPolicy')),
    ...checkOneOf(spec.dnsPolicy, DNS_POLICIES, at('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, at('nodeSelector')),
    ...validatePodSecurityContext(spec, field),
    ...validateAffinity(spec.affinity, at('affinity')),
    ...validateDns(spec, at('dnsConfig')),
    ...validateGates(spec, field),
    ...validateSpread(spec.topologySpreadConstraints, at('topologySpreadConstraints')),
    ...checkHostUsers(spec, field),
    ...validateNames(spec, field),
    ...validateTolerations(spec.tolerations, at('tolerations')),
    ...validateHostAliases(spec.hostAliases, at('hostAliases')),
    ...validateClasses(spec, field),
  );
  return errors;
}

function validateNames(spec: Unchecked<PodSpec>, field: string): FieldError[] {
  const { serviceAccountName = '', nodeName = '', activeDeadlineSeconds, hostname = '', subdomain = '' } = spec;
  const errors: FieldError[] = [];
  if (serviceAccountName !== '')
    errors.push(...checkSubdomainField(serviceAccountName, childPath(field, 'serviceAccountName')));
  if (nodeName !== '') errors.push(...checkSubdomainField(nodeName, childPath(field, 'nodeName')));
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > MAX_INT32)) {
    errors.push(invalid(childPath(field, 'activeDeadlineSeconds'), activeDeadlineSeconds, rangeMessage(1, MAX_INT32)));
  }
  if (hostname !== '') errors.push(...checkLabelField(hostname, childPath(field, 'hostname')));
  if (subdomain !== '') errors.push(...checkLabelField(subdomain, childPath(field, 'subdomain')));
  return errors;
}

function validateClasses(spec: Unchecked<PodSpec>, field: string): FieldError[] {
  const { priorityClassName = '', runtimeClassName, preemptionPolicy, overhead, os } = spec;
  const errors: FieldError[] = [];
  if (priorityClassName !== '')
    errors.push(...checkSubdomainField(priorityClassName, childPath(field, 'priorityClassName')));
  if (runtimeClassName !== undefined)
    errors.push(...checkSubdomainField(runtimeClassName, childPath(field, 'runtimeClassName')));
  if (preemptionPolicy !== undefined)
    errors.push(...checkOneOf(preemptionPolicy, PREEMPTION_POLICIES, childPath(field, 'preemptionPolicy')));
  if (overhead !== undefined)
    errors.push(...validateContainerResources({ limits: overhead }, childPath(field, 'overhead')));
  if (os === undefined) return errors;
  const path = childPath(field, 'os');
  if (os.name === '' || os.name === undefined) errors.push(required(childPath(path, 'name'), 'cannot be empty'));
  else if (!SYSTEMS.includes(os.name)) errors.push(notSupported(path, os.name, SYSTEMS));
  return errors;
}

/** On the host's network a container's port is the host's port. Source: validatePodHostNetworkDeps. */
function checkHostPorts(spec: Unchecked<PodSpec>, field: string, inPod: boolean): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  return (spec.containers ?? []).flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ hostPort = 0, containerPort }, j) => {
      if ((!inPod && hostPort === 0) || hostPort === containerPort) return [];
      const path = childPath(indexPath(childPath(indexPath(field, i), 'ports'), j), 'hostPort');
      return [invalid(path, hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}

/** The capital letters are upstream's. Source: validateHostUsers. */
function checkHostUsers(spec: Unchecked<PodSpec>, field: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  const detail = 'when `pod.Spec.HostUsers` is false';
  return [
    ...(spec.hostNetwork === true ? [forbiddenField(childPath(field, 'hostNetwork'), detail)] : []),
    ...(spec.hostPID === true ? [forbiddenField(childPath(field, 'HostPID'), detail)] : []),
    ...(spec.hostIPC === true ? [forbiddenField(childPath(field, 'HostIPC'), detail)] : []),
  ];
}

/** Source: validatePodDNSConfig. */
function validateDns({ dnsConfig, dnsPolicy }: Unchecked<PodSpec>, field: string): FieldError[] {
  const servers = childPath(field, 'nameservers');
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None') {
    if (dnsConfig === undefined) return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (nameservers.length === 0)
      return [required(servers, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  const errors: FieldError[] = [];
  if (nameservers.length > MAX_NAMESERVERS)
    errors.push(invalid(servers, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`));
  nameservers.forEach((server, i) => errors.push(...checkIp(server, indexPath(servers, i))));
  const searchPath = childPath(field, 'searches');
  if (searches.length > MAX_SEARCHES)
    errors.push(invalid(searchPath, searches, `must not have more than ${MAX_SEARCHES} search paths`));
  if (searches.join(' ').length > MAX_SEARCH_CHARS) {
    errors.push(
      invalid(
        searchPath,
        searches,
        `must not have more than ${MAX_SEARCH_CHARS} characters (including spaces) in the search list`,
      ),
    );
  }
  options.forEach(({ name = '' }, i) => {
    if (name === '') errors.push(required(indexPath(childPath(field, 'options'), i), 'must not be empty'));
  });
  return errors;
}

function validateHostAliases(aliases: Unchecked<PodSpec['hostAliases']>, field: string): FieldError[] {
  return (aliases ?? []).flatMap(({ ip, hostnames = [] }, i) => {
    const path = indexPath(field, i);
    const names = childPath(path, 'hostnames');
    return [
      ...checkIp(ip ?? '', childPath(path, 'ip')),
      ...hostnames.flatMap((name, j) => invalidEach(indexPath(names, j), name, checkDns1123Subdomain(name))),
    ];
  });
}
