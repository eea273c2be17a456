import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  duplicate,
  forbiddenField,
  indexPath,
  invalid,
  invalidEach,
  notFoundField,
  notSupported,
  required,
  tooMany,
} from '../../machinery/field-error.ts';
import { checkPortName } from '../../machinery/port-names.ts';
import { checkLabelField, checkOneOf, checkPortNumberField, PROTOCOLS } from '../shared/field-checks.ts';
import type { Container, ContainerPort } from './container.ts';
import type { PodSpec } from './pod-spec.ts';
import { isSidecar } from './requests.ts';
import { validateEnv, validateEnvFrom } from './validate-env.ts';
import { validateDevices, validateMounts } from './validate-mounts.ts';
import type { ProbeField } from './validate-probe.ts';
import { validateLifecycle, validateProbe } from './validate-probe.ts';
import { validateContainerResources } from './validate-resources.ts';
import { validateSecurityContext } from './validate-security.ts';
import type { Volume } from './volume.ts';
import type { Unchecked } from '../shared/unchecked.ts';

type Volumes = ReadonlyMap<string, Unchecked<Volume>>;

const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES: readonly string[] = ['File', 'FallbackToLogsOnError'];
const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const RESTART_ACTIONS: readonly string[] = ['Restart', 'RestartAllContainers'];
const RESTART_RULES_MAX = 20;
const PROBES: readonly ProbeField[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const ONLY_WITH_RESTART = 'may not be set for init containers without restartPolicy=Always';
const NOT_EPHEMERAL = 'cannot be set for an Ephemeral Container';

/** The regular containers. Source: pkg/apis/core/validation validateContainers. */
export function validateContainers(spec: Unchecked<PodSpec>, volumes: Volumes, field: string): FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(field)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const path = indexPath(field, i);
    const own = validateCommon(container, volumes, path);
    own.push(...checkUnique(container, names, path), ...validateHooks(container, spec, path));
    own.push(...checkRestart(container, path));
    return own;
  });
  return [...errors, ...checkHostPorts(containers, field)];
}

/** The init containers, sidecars among them. Source: validateInitContainers. */
export function validateInitContainers(spec: Unchecked<PodSpec>, volumes: Volumes, field: string): FieldError[] {
  const names = new Set((spec.containers ?? []).map(({ name = '' }) => name));
  return (spec.initContainers ?? []).flatMap((container, i) => {
    const path = indexPath(field, i);
    const errors = validateCommon(container, volumes, path);
    errors.push(
      ...checkRestart(container, path),
      ...checkUnique(container, names, path),
      ...checkHostPorts([container], field),
    );
    if (isSidecar(container)) return [...errors, ...validateHooks(container, spec, path)];
    for (const name of ['lifecycle', ...PROBES] as const) {
      if (container[name] !== undefined) errors.push(forbiddenField(childPath(path, name), ONLY_WITH_RESTART));
    }
    return errors;
  });
}

/** Ephemeral containers. Source: validateEphemeralContainers. */
export function validateEphemeralContainers(spec: Unchecked<PodSpec>, volumes: Volumes, field: string): FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name = '' }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const path = indexPath(field, i);
    const errors = [
      ...validateCommon(container, volumes, path),
      ...checkImageSpace(container, path),
      ...checkUnique(container, names, path),
    ];
    const target = container.targetContainerName ?? '';
    if (target !== '' && !others.has(target))
      errors.push(notFoundField(childPath(path, 'targetContainerName'), target));
    for (const name of ['ports', 'lifecycle', ...PROBES] as const) {
      if (container[name] !== undefined) errors.push(forbiddenField(childPath(path, name), NOT_EPHEMERAL));
    }
    return errors;
  });
}

/** `must not have leading or trailing whitespace`: in Pods, not in templates. */
export function checkImageSpace({ image = '' }: Unchecked<Container>, path: string): FieldError[] {
  return image === image.trim()
    ? []
    : [invalid(childPath(path, 'image'), image, 'must not have leading or trailing whitespace')];
}

/** Source: validateContainerCommon. */
function validateCommon(container: Unchecked<Container>, volumes: Volumes, path: string): FieldError[] {
  const { name = '', image = '', terminationMessagePolicy } = container;
  const namePath = childPath(path, 'name');
  const errors = name === '' ? [required(namePath)] : checkLabelField(name, namePath);
  if (image === '') errors.push(required(childPath(path, 'image')));
  errors.push(
    ...checkOneOf(terminationMessagePolicy, MESSAGE_POLICIES, childPath(path, 'terminationMessagePolicy')),
    ...validatePorts(container.ports, childPath(path, 'ports')),
    ...validateEnv(container.env, childPath(path, 'env')),
    ...validateEnvFrom(container.envFrom, childPath(path, 'envFrom')),
    ...validateMounts(container, volumes, childPath(path, 'volumeMounts')),
    ...validateDevices(container, volumes, childPath(path, 'volumeDevices')),
    ...checkOneOf(container.imagePullPolicy, PULL_POLICIES, childPath(path, 'imagePullPolicy')),
    ...validateContainerResources(container.resources, childPath(path, 'resources')),
    ...validateSecurityContext(container.securityContext, childPath(path, 'securityContext')),
  );
  return errors;
}

function validateHooks(container: Unchecked<Container>, spec: Unchecked<PodSpec>, path: string): FieldError[] {
  const errors = validateLifecycle(
    container.lifecycle,
    spec.terminationGracePeriodSeconds,
    childPath(path, 'lifecycle'),
  );
  for (const kind of PROBES) errors.push(...validateProbe(container[kind], kind, path));
  return errors;
}

function checkUnique({ name = '' }: Unchecked<Container>, names: Set<string>, path: string): FieldError[] {
  if (names.has(name)) return [duplicate(childPath(path, 'name'), name)];
  names.add(name);
  return [];
}

/** Source: validateContainerPorts. */
function validatePorts(ports: readonly Unchecked<ContainerPort>[] | undefined, field: string): FieldError[] {
  if (ports === undefined) return [];
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const path = indexPath(field, i);
    const errors = checkPortNameField(port.name ?? '', names, childPath(path, 'name'));
    const number = childPath(path, 'containerPort');
    if (port.containerPort === 0 || port.containerPort === undefined) errors.push(required(number));
    else errors.push(...checkPortNumberField(port.containerPort, number));
    if (port.hostPort !== undefined && port.hostPort !== 0)
      errors.push(...checkPortNumberField(port.hostPort, childPath(path, 'hostPort')));
    return [...errors, ...checkOneOf(port.protocol, PROTOCOLS, childPath(path, 'protocol'))];
  });
}

function checkPortNameField(name: string, names: Set<string>, field: string): FieldError[] {
  if (name === '') return [];
  const messages = checkPortName(name);
  if (messages.length > 0) return invalidEach(field, name, messages);
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return [];
}

/** Policy and rules of one container. Source: validateContainerRestartPolicy (gate ContainerRestartRules). */
function checkRestart({ restartPolicy, restartPolicyRules = [] }: Unchecked<Container>, path: string): FieldError[] {
  const policyPath = childPath(path, 'restartPolicy');
  if (restartPolicy === undefined) {
    return restartPolicyRules.length === 0
      ? []
      : [required(policyPath, 'must specify restartPolicy when restart rules are used')];
  }
  const errors = checkOneOf(restartPolicy, RESTART_POLICIES, policyPath);
  const rulesPath = childPath(path, 'restartPolicyRules');
  if (restartPolicyRules.length > RESTART_RULES_MAX)
    errors.push(tooMany(rulesPath, restartPolicyRules.length, RESTART_RULES_MAX));
  for (const [i, { action = '', exitCodes }] of restartPolicyRules.entries()) {
    const rule = indexPath(rulesPath, i);
    const codes = childPath(rule, 'exitCodes');
    if (!RESTART_ACTIONS.includes(action))
      errors.push(notSupported(childPath(rule, 'action'), action, RESTART_ACTIONS));
    if (exitCodes === undefined) errors.push(required(codes, 'must be specified'));
    else errors.push(...checkOneOf(exitCodes.operator ?? '', ['In', 'NotIn'], childPath(codes, 'operator')));
  }
  return errors;
}

/** The same host port twice in one Pod. Source: AccumulateUniqueHostPorts. */
function checkHostPorts(containers: readonly Unchecked<Container>[], field: string): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ hostPort = 0, hostIP = '', protocol = '' }, j) => {
      if (hostPort === 0) return [];
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(place))
        return [duplicate(`${indexPath(childPath(indexPath(field, i), 'ports'), j)}.hostPort`, place)];
      taken.add(place);
      return [];
    }),
  );
}
