import type { FieldError } from '../../machinery/field-error.ts';
import { duplicate, indexPath, invalid, notSupported, required } from '../../machinery/field-error.ts';
import { checkIp, isIpv6 } from '../shared/ip.ts';
import type { Service, ServiceSpec } from './service.ts';
import { CLUSTER_IP_NONE, isHeadless } from './service-types.ts';

const FIELD = 'spec.clusterIPs';
const FAMILIES_FIELD = 'spec.ipFamilies';
const FAMILIES: readonly string[] = ['IPv4', 'IPv6'];
const POLICIES: readonly string[] = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const FIXED = 'may not change once set';

/** clusterIP, clusterIPs and families agree. Source: pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields. */
export function validateClusterIps(service: Service): FieldError[] {
  const { spec } = service;
  if (spec.type === 'ExternalName') return [];
  const { clusterIPs = [], ipFamilyPolicy } = spec;
  const errors = [...checkAgreement(spec), ...checkFamilies(spec)];
  if (ipFamilyPolicy !== undefined && !POLICIES.includes(ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES));
  const addresses = checkAddresses(clusterIPs);
  errors.push(...addresses);
  if (clusterIPs.length > 2) errors.push(invalid(FIELD, clusterIPs, 'may only hold up to 2 values'));
  if (addresses.length > 0) return errors;
  if (clusterIPs.length > 1 && !isDual(clusterIPs))
    errors.push(invalid(FIELD, clusterIPs, 'may specify no more than one IP for each IP family'));
  return isHeadless(service) ? errors : [...errors, ...checkFamilyOfEach(spec)];
}

/** A cluster IP is for life, unless the Service is or was of type ExternalName. Source: validateUpgradeDowngradeClusterIPs. */
export function validateClusterIpsUpdate(next: Service, previous: Service): FieldError[] {
  if (next.spec.type === 'ExternalName' || previous.spec.type === 'ExternalName') return [];
  if (isHeadless(next) && isHeadless(previous)) return [];
  const now = next.spec.clusterIPs ?? [];
  const old = previous.spec.clusterIPs ?? [];
  const first = indexPath(FIELD, 0);
  if (now.length === old.length)
    return old.flatMap((ip, i) => (ip === now[i] ? [] : [invalid(indexPath(FIELD, i), now, FIXED)]));
  if (now.length === 0) return [invalid(first, now, 'primary clusterIP can not be unset')];
  const errors = old.length > 0 && now[0] !== old[0] ? [invalid(first, now, FIXED)] : [];
  const policy = next.spec.ipFamilyPolicy;
  if (now.length === 1 && old.length > 1 && policy !== 'SingleStack') {
    errors.push(
      invalid('spec.ipFamilyPolicy', policy, "must be set to 'SingleStack' when releasing the secondary clusterIP"),
    );
  }
  return errors;
}

/** The first family is for life, too. Source: validateUpgradeDowngradeIPFamilies. */
export function validateFamiliesUpdate(next: Service, previous: Service): FieldError[] {
  if (next.spec.type === 'ExternalName' || previous.spec.type === 'ExternalName') return [];
  if (isHeadless(next) || isHeadless(previous)) return [];
  const [now] = next.spec.ipFamilies ?? [];
  const [old] = previous.spec.ipFamilies ?? [];
  return now === undefined || old === undefined || now === old
    ? []
    : [invalid(indexPath(FAMILIES_FIELD, 0), next.spec.ipFamilies, FIXED)];
}

function checkAgreement({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (clusterIP === '')
    return clusterIPs.length === 0
      ? []
      : [invalid(FIELD, clusterIPs, 'must be empty when `clusterIP` is not specified')];
  if (clusterIPs.length === 0) return [required(FIELD)];
  return clusterIPs[0] === clusterIP ? [] : [invalid(FIELD, clusterIPs, 'first value must match `clusterIP`')];
}

function checkFamilies({ ipFamilies = [] }: ServiceSpec): FieldError[] {
  return ipFamilies.flatMap((family, i) => {
    const path = indexPath(FAMILIES_FIELD, i);
    const errors = FAMILIES.includes(family) ? [] : [notSupported(path, family, FAMILIES)];
    return ipFamilies.indexOf(family) < i ? [...errors, duplicate(path, family)] : errors;
  });
}

function checkAddresses(clusterIPs: readonly string[]): FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    if (i > 0 || ip !== CLUSTER_IP_NONE) return checkIp(ip, indexPath(FIELD, i));
    return clusterIPs.length > 1 ? [invalid(FIELD, clusterIPs, "'None' must be the first and only value")] : [];
  });
}

function checkFamilyOfEach({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  return clusterIPs.flatMap((ip, i) => {
    const family = ipFamilies[i];
    if (!FAMILIES.includes(family ?? '') || (family === 'IPv6') === isIpv6(ip)) return [];
    return [invalid(indexPath(FIELD, i), ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)];
  });
}

function isDual([first = '', second = '']: readonly string[]): boolean {
  return isIpv6(first) !== isIpv6(second);
}
