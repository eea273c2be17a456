import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  indexPath,
  invalid,
  notSupported,
  required,
  tooMany,
} from '../../machinery/field-error.ts';
import { checkFullyQualifiedDomainName } from '../../machinery/domain-names.ts';
import {
  checkImmutable,
  checkLabelField,
  checkQualifiedField,
  checkSubdomainField,
  PROTOCOLS,
} from '../shared/field-checks.ts';
import { checkNonSpecialIp, isIpv4, isIpv6 } from '../shared/ip.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './endpoint-slice.ts';
import type { Unchecked } from '../shared/unchecked.ts';

const ADDRESS_TYPES: readonly string[] = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;

/** Source: pkg/apis/discovery/validation ValidateEndpointSlice. */
export function validateEndpointSlice({ metadata, addressType, endpoints, ports }: EndpointSlice): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...checkAddressType(addressType),
    ...validateEndpoints(endpoints ?? [], addressType),
    ...validatePorts(ports ?? []),
  ];
}

export function validateEndpointSliceUpdate(next: EndpointSlice, previous: EndpointSlice): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, previous.metadata),
    ...checkImmutable(next.addressType, previous.addressType, 'addressType'),
  ];
}

function checkAddressType(type: string | undefined): FieldError[] {
  if (type === undefined || type === '') return [required('addressType')];
  return ADDRESS_TYPES.includes(type) ? [] : [notSupported('addressType', type, ADDRESS_TYPES)];
}

function validateEndpoints(endpoints: readonly Unchecked<Endpoint>[], type: string): FieldError[] {
  const field = 'endpoints';
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany(field, endpoints.length, MAX_ENDPOINTS)];
  return endpoints.flatMap(({ addresses = [], nodeName, hostname }, i) => {
    const path = indexPath(field, i);
    const list = childPath(path, 'addresses');
    const errors: FieldError[] = [];
    if (addresses.length === 0) errors.push(required(list, 'must contain at least 1 address'));
    else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(list, addresses.length, MAX_ADDRESSES));
    addresses.forEach((address, j) => errors.push(...checkAddress(address, type, indexPath(list, j))));
    if (nodeName !== undefined) errors.push(...checkSubdomainField(nodeName, childPath(path, 'nodeName')));
    if (hostname !== undefined) errors.push(...checkLabelField(hostname, childPath(path, 'hostname')));
    return errors;
  });
}

function checkAddress(address: string, type: string, field: string): readonly FieldError[] {
  switch (type) {
    case 'IPv4':
      return [
        ...(isIpv4(address) ? [] : [invalid(field, address, 'must be a valid IPv4 address')]),
        ...checkNonSpecialIp(address, field),
      ];
    case 'IPv6':
      return [
        ...(isIpv6(address) ? [] : [invalid(field, address, 'must be a valid IPv6 address')]),
        ...checkNonSpecialIp(address, field),
      ];
    case 'FQDN':
      return checkFullyQualifiedDomainName(field, address);
    default:
      return [];
  }
}

function validatePorts(ports: readonly Unchecked<EndpointPort>[]): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol, appProtocol }, i) => {
    const path = indexPath('ports', i);
    const namePath = childPath(path, 'name');
    const errors = name === '' ? [] : checkLabelField(name, namePath);
    if (names.has(name)) errors.push(duplicate(namePath, name));
    names.add(name);
    const protocolPath = childPath(path, 'protocol');
    if (protocol === undefined) errors.push(required(protocolPath));
    else if (!PROTOCOLS.some((known) => known === protocol))
      errors.push(notSupported(protocolPath, protocol, PROTOCOLS));
    if (appProtocol !== undefined) errors.push(...checkQualifiedField(appProtocol, childPath(path, 'appProtocol')));
    return errors;
  });
}
