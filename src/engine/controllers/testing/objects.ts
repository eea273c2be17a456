/** Small objects for tests of controllers. */
import type { Deployment, DeploymentSpec } from '../../../api/kinds/deployment/deployment.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import type { PodTemplateSpec } from '../../../api/kinds/pod/pod-spec.ts';
import type { ReplicaSet, ReplicaSetSpec } from '../../../api/kinds/replica-set/replica-set.ts';
import type { Service, ServiceSpec } from '../../../api/kinds/service/service.ts';

export function template(app: string, image = 'nginx:1.29'): PodTemplateSpec {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: 'app', image, ports: [{ name: 'http', containerPort: 8080 }] }] },
  };
}

export function deployment(name: string, spec: Partial<DeploymentSpec> = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: template(name), ...spec },
  };
}

export function replicaSet(name: string, spec: Partial<ReplicaSetSpec> = {}): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: template(name), ...spec },
  };
}

export function service(name: string, spec: Partial<ServiceSpec> = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      clusterIP: '10.96.0.9',
      clusterIPs: ['10.96.0.9'],
      ipFamilies: ['IPv4'],
      selector: { app: name },
      ports: [{ port: 80, targetPort: 8080 }],
      ...spec,
    },
  };
}

export function pod(name: string, labels: Readonly<Record<string, string>> = {}, part: Partial<Pod> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels },
    spec: { containers: [{ name: 'app', image: 'nginx:1.29', ports: [{ name: 'http', containerPort: 8080 }] }] },
    ...part,
  };
}
