import { canonicalOr, canonicalResources } from '../shared/quantities.ts';
import { fill, fillNumbers, mapField, mapShared, setField } from '../shared/share.ts';
import type {
  Container,
  ContainerPort,
  EnvVar,
  HttpGetAction,
  Lifecycle,
  LifecycleHandler,
  ObjectFieldSelector,
  Probe,
  ResourceFieldSelector,
  ResourceRequirements,
} from './container.ts';
import { defaultPullPolicy } from './image-tag.ts';

const EMPTY_RESOURCES: ResourceRequirements = Object.freeze({});
const TERMINATION: Pick<Container, 'terminationMessagePath' | 'terminationMessagePolicy' | 'resources'> = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resources: EMPTY_RESOURCES,
};
const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } as const;

/** What a container gets in any pod spec, of a Pod or of a template. Source: pkg/apis/core/v1/defaults.go SetDefaults_Container. */
export function defaultContainer(container: Container): Container {
  let next = fill(container, TERMINATION);
  if (next.imagePullPolicy === undefined || next.imagePullPolicy === null || next.imagePullPolicy === '') {
    next = setField(next, 'imagePullPolicy', defaultPullPolicy(next.image ?? ''));
  }
  next = mapField(next, 'ports', (ports) => mapShared(ports, defaultPort));
  next = mapField(next, 'env', (env) => mapShared(env, defaultEnv));
  next = mapField(next, 'resources', canonicalRequirements);
  next = mapField(next, 'livenessProbe', defaultProbe);
  next = mapField(next, 'readinessProbe', defaultProbe);
  next = mapField(next, 'startupProbe', defaultProbe);
  return mapField(next, 'lifecycle', defaultLifecycle);
}

/** Requests and limits in canonical form. */
export function canonicalRequirements(resources: ResourceRequirements): ResourceRequirements {
  return mapField(mapField(resources, 'limits', canonicalResources), 'requests', canonicalResources);
}

/** The version of a fieldRef, in env and in downward API files. */
export function defaultFieldRef(ref: ObjectFieldSelector): ObjectFieldSelector {
  return fill(ref, { apiVersion: 'v1' });
}

/** The divisor of a resourceFieldRef: 0 stands for 1. */
export function defaultResourceRef(ref: ResourceFieldSelector): ResourceFieldSelector {
  return mapField(fill(ref, { divisor: '0' }), 'divisor', canonicalOr);
}

function defaultPort(port: ContainerPort): ContainerPort {
  return fill(port, { protocol: 'TCP' });
}

function defaultEnv(env: EnvVar): EnvVar {
  return mapField(env, 'valueFrom', (source) =>
    mapField(mapField(source, 'fieldRef', defaultFieldRef), 'resourceFieldRef', defaultResourceRef),
  );
}

function defaultProbe(probe: Probe): Probe {
  const withHttp = mapField(fillNumbers(probe, PROBE), 'httpGet', defaultHttpGet);
  return mapField(withHttp, 'grpc', (action) => fill(action, { service: '' }));
}

function defaultHttpGet(action: HttpGetAction): HttpGetAction {
  return fill(action, { path: '/', scheme: 'HTTP' });
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  return mapField(mapField(lifecycle, 'postStart', defaultLifecycleHandler), 'preStop', defaultLifecycleHandler);
}

function defaultLifecycleHandler(handler: LifecycleHandler): LifecycleHandler {
  return mapField(handler, 'httpGet', defaultHttpGet);
}
