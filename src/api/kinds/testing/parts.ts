import type { KubeObject } from '../../machinery/object.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Container } from '../pod/container.ts';
import type { PodSpec } from '../pod/pod-spec.ts';
import type { ContainerStatus, PodStatus } from '../pod/pod-status.ts';
import type { Pod } from '../pod/pod.ts';
import type { Service, ServiceSpec } from '../service/service.ts';

/** A Pod with one container `a`, and what the test adds. */
export function podWith(spec: Partial<PodSpec> = {}, status?: PodStatus, metadata: Pod['metadata'] = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', ...metadata },
    spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
    ...(status !== undefined && { status }),
  };
}

/** A Pod whose one container has these fields. */
export function podOf(container: Partial<Container> & Readonly<Record<string, unknown>>): KubeObject {
  return podWith({ containers: [{ name: 'a', image: 'nginx', ...container }] });
}

/** The status of a container that runs and is ready, and what the test adds. */
export function containerStatus(name: string, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    name,
    ready: true,
    restartCount: 0,
    image: 'nginx',
    imageID: '',
    state: { running: {} },
    started: true,
    ...more,
  };
}

export function deploymentWith(spec: Readonly<Record<string, unknown>>): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'default' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      ...spec,
    },
  };
}

export function serviceWith(spec: ServiceSpec, name = 'p'): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: 'p' }, ...spec },
  };
}
