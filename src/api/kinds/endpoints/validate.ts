import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, indexPath, required } from '../../machinery/field-error.ts';
import {
  checkLabelField,
  checkOneOf,
  checkPortNumberField,
  checkQualifiedField,
  checkSubdomainField,
  PROTOCOLS,
} from '../shared/field-checks.ts';
import { checkIp, checkNonSpecialIp } from '../shared/ip.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { validateMetadata, validateMetadataUpdate } from '../shared/validate-metadata.ts';
import type { EndpointAddress, Endpoints, EndpointsPort, EndpointSubset } from './endpoints.ts';
import type { Unchecked } from '../shared/unchecked.ts';

/** Source: pkg/apis/core/validation ValidateEndpoints. */
export function validateEndpoints({ metadata, subsets = [] }: Endpoints): FieldError[] {
  return [
    ...validateMetadata(metadata, true, nameIsDnsSubdomain),
    ...subsets.flatMap((subset, i) => validateSubset(subset, indexPath('subsets', i))),
  ];
}

export function validateEndpointsUpdate(next: Endpoints, previous: Endpoints): FieldError[] {
  return validateMetadataUpdate(next.metadata, previous.metadata);
}

function validateSubset(
  { addresses = [], notReadyAddresses = [], ports = [] }: Unchecked<EndpointSubset>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (addresses.length === 0 && notReadyAddresses.length === 0)
    errors.push(required(field, 'must specify `addresses` or `notReadyAddresses`'));
  for (const [name, list] of Object.entries({ addresses, notReadyAddresses })) {
    list.forEach((address, i) => errors.push(...validateAddress(address, indexPath(childPath(field, name), i))));
  }
  ports.forEach((port, i) =>
    errors.push(...validatePort(port, ports.length > 1, indexPath(childPath(field, 'ports'), i))),
  );
  return errors;
}

function validateAddress(
  { ip = '', hostname = '', nodeName }: Unchecked<EndpointAddress>,
  field: string,
): FieldError[] {
  const path = childPath(field, 'ip');
  const errors = checkIp(ip, path);
  if (hostname !== '') errors.push(...checkLabelField(hostname, childPath(field, 'hostname')));
  if (nodeName !== undefined) errors.push(...checkSubdomainField(nodeName, childPath(field, 'nodeName')));
  return [...errors, ...checkNonSpecialIp(ip, path)];
}

function validatePort(
  { name = '', port, protocol, appProtocol }: Unchecked<EndpointsPort>,
  needsName: boolean,
  field: string,
): FieldError[] {
  const namePath = childPath(field, 'name');
  const errors = name !== '' ? checkLabelField(name, namePath) : needsName ? [required(namePath)] : [];
  errors.push(
    ...checkPortNumberField(port ?? 0, childPath(field, 'port')),
    ...checkOneOf(protocol, PROTOCOLS, childPath(field, 'protocol')),
  );
  if (appProtocol !== undefined) errors.push(...checkQualifiedField(appProtocol, childPath(field, 'appProtocol')));
  return errors;
}
