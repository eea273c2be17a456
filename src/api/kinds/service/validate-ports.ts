import type { FieldError } from '../../machinery/field-error.ts';
import { childPath, duplicate, forbiddenField, indexPath, required } from '../../machinery/field-error.ts';
import {
  checkLabelField,
  checkOneOf,
  checkPortNumberField,
  checkPortNumberOrName,
  checkQualifiedField,
  PROTOCOLS,
  rawJson,
} from '../shared/field-checks.ts';
import type { ServicePort, ServiceSpec } from './service.ts';

const FIELD = 'spec.ports';

/** Each port for itself. Source: pkg/apis/core/validation validateServicePort. */
export function validatePorts(ports: readonly ServicePort[]): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const path = indexPath(FIELD, i);
    const { name = '', protocol, targetPort = 0, appProtocol } = port;
    const errors = checkName(name, ports.length > 1, names, childPath(path, 'name'));
    errors.push(
      ...checkPortNumberField(port.port ?? 0, childPath(path, 'port')),
      ...checkOneOf(protocol, PROTOCOLS, childPath(path, 'protocol')),
      ...checkPortNumberOrName(targetPort, childPath(path, 'targetPort')),
    );
    if (appProtocol !== undefined) errors.push(...checkQualifiedField(appProtocol, childPath(path, 'appProtocol')));
    return errors;
  });
}

/** Node ports where the type has none, and pairs that occur twice. The value shown is the internal struct, hence the capital letters. */
export function validatePortPairs({ type, ports = [] }: ServiceSpec): FieldError[] {
  return [...forbidNodePorts(type, ports), ...findTwins(ports, nodePortTwin), ...findTwins(ports, portTwin)];
}

function checkName(name: string, needed: boolean, names: Set<string>, field: string): FieldError[] {
  if (name === '') return needed ? [required(field)] : [];
  const errors = checkLabelField(name, field);
  if (names.has(name)) errors.push(duplicate(field, name));
  names.add(name);
  return errors;
}

function forbidNodePorts(type: string | undefined, ports: readonly ServicePort[]): FieldError[] {
  if (type !== 'ClusterIP') return [];
  return ports.flatMap(({ nodePort = 0 }, i) =>
    nodePort === 0
      ? []
      : [forbiddenField(childPath(indexPath(FIELD, i), 'nodePort'), "may not be used when `type` is 'ClusterIP'")],
  );
}

interface Twin {
  readonly id: string;
  readonly error: (path: string) => FieldError;
}

function findTwins(ports: readonly ServicePort[], twinOf: (port: ServicePort) => Twin | undefined): FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap((port, i) => {
    const twin = twinOf(port);
    if (twin === undefined) return [];
    if (seen.has(twin.id)) return [twin.error(indexPath(FIELD, i))];
    seen.add(twin.id);
    return [];
  });
}

function nodePortTwin({ protocol = '', nodePort = 0 }: ServicePort): Twin | undefined {
  if (nodePort === 0) return undefined;
  return { id: `${protocol}/${nodePort}`, error: (path) => duplicate(childPath(path, 'nodePort'), nodePort) };
}

function portTwin({ protocol = '', port }: ServicePort): Twin {
  const value = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
  return { id: `${protocol}/${port}`, error: (path) => duplicate(path, rawJson(value)) };
}
