import type { FieldError } from '../../machinery/field-error.ts';
import {
  childPath,
  forbiddenField,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../machinery/field-error.ts';
import { checkHttpHeaderName } from '../../machinery/names.ts';
import { checkNonNegative, checkPortNumberOrName } from '../shared/field-checks.ts';
import type { Handler, HttpGetAction, Lifecycle, LifecycleHandler, Probe } from './container.ts';
import type { Unchecked } from '../shared/unchecked.ts';

export type ProbeField = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

const SCHEMES: readonly string[] = ['HTTP', 'HTTPS'];
const SECONDS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

/** One probe of a container. Source: pkg/apis/core/validation validateProbe and its three callers. */
export function validateProbe(probe: Unchecked<Probe> | undefined, kind: ProbeField, container: string): FieldError[] {
  if (probe === undefined) return [];
  const field = childPath(container, kind);
  const grace = probe.terminationGracePeriodSeconds;
  const gracePath = childPath(field, 'terminationGracePeriodSeconds');
  const errors = validateHandler(probe, undefined, field);
  for (const name of SECONDS) errors.push(...checkNonNegative(probe[name], childPath(field, name)));
  if (grace !== undefined && grace <= 0) errors.push(invalid(gracePath, grace, 'must be greater than 0'));
  if (kind === 'readinessProbe') {
    if (grace !== undefined) errors.push(invalid(gracePath, grace, 'must not be set for readinessProbes'));
  } else if (probe.successThreshold !== 1) {
    errors.push(invalid(childPath(field, 'successThreshold'), probe.successThreshold ?? 0, 'must be 1'));
  }
  return errors;
}

/** Hooks of a container. */
export function validateLifecycle(
  lifecycle: Unchecked<Lifecycle> | undefined,
  graceSeconds: number | undefined,
  field: string,
): FieldError[] {
  if (lifecycle === undefined) return [];
  const { postStart, preStop } = lifecycle;
  return [
    ...(postStart === undefined ? [] : validateHandler(postStart, graceSeconds, childPath(field, 'postStart'))),
    ...(preStop === undefined ? [] : validateHandler(preStop, graceSeconds, childPath(field, 'preStop'))),
  ];
}

function validateHandler(
  handler: Unchecked<Handler> & Unchecked<LifecycleHandler>,
  graceSeconds: number | undefined,
  field: string,
): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  const checks: FieldError[][] = [];
  const add = (name: string, action: unknown, check: (path: string) => FieldError[]): void => {
    if (action === undefined) return;
    const path = childPath(field, name);
    checks.push(checks.length > 0 ? [forbiddenField(path, 'may not specify more than 1 handler type')] : check(path));
  };
  add('exec', exec, (path) => ((exec?.command ?? []).length === 0 ? [required(childPath(path, 'command'))] : []));
  add('httpGet', httpGet, (path) => (httpGet === undefined ? [] : validateHttpGet(httpGet, path)));
  add('tcpSocket', tcpSocket, (path) => checkPortNumberOrName(tcpSocket?.port ?? 0, childPath(path, 'port')));
  add('grpc', grpc, (path) => checkPortNumberOrName(grpc?.port ?? 0, childPath(path, 'port')));
  add('sleep', sleep, (path) => checkSleep(sleep?.seconds ?? 0, graceSeconds, path));
  return checks.length === 0 ? [required(field, 'must specify a handler type')] : checks.flat();
}

function validateHttpGet(
  { path = '', port, scheme = '', httpHeaders = [] }: Unchecked<HttpGetAction>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (path === '') errors.push(required(childPath(field, 'path')));
  errors.push(...checkPortNumberOrName(port ?? 0, childPath(field, 'port')));
  if (!SCHEMES.includes(scheme)) errors.push(notSupported(childPath(field, 'scheme'), scheme, SCHEMES));
  for (const { name = '' } of httpHeaders)
    errors.push(...invalidEach(childPath(field, 'httpHeaders'), name, checkHttpHeaderName(name)));
  return errors;
}

function checkSleep(seconds: number, graceSeconds: number | undefined, field: string): FieldError[] {
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
  return [
    invalid(field, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`),
  ];
}
