import type { KubeObject } from '../api/machinery/object.ts';
import { SCENE_START_MS, THREE_NODES, createRequest } from './scene.ts';
import type { Scene } from './scene.ts';

/** The story that explains Services: frontends must not care which backend they talk to, and backends come and go. */
export const frontendsAndBackends: Scene = {
  id: 'frontends-and-backends',
  title: 'Frontends and backends',
  caption:
    'Three image-processing backends behind one Service, and two frontends that use it. Scale a backend, delete a pod: addresses change, the Service does not.',
  boot: { seed: 7, timing: 'classroom', startMs: SCENE_START_MS, nodes: THREE_NODES },
  requests: [backend(), backendService(), frontend(), frontendService()].map((object) => createRequest(object)),
  warmupMs: 30_000,
};

function backend(): KubeObject {
  const labels = { app: 'MyApp' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'backend', namespace: 'default', labels },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'image-processor',
              image: 'image-processor:1.0',
              ports: [{ containerPort: 9376, protocol: 'TCP' }],
              resources: { requests: { cpu: '250m', memory: '256Mi' } },
            },
          ],
        },
      },
    },
  };
}

function backendService(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'my-service', namespace: 'default' },
    spec: { selector: { app: 'MyApp' }, ports: [{ protocol: 'TCP', port: 80, targetPort: 9376 }] },
  };
}

function frontend(): KubeObject {
  const labels = { app: 'frontend' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'frontend', namespace: 'default', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'photo-frontend',
              image: 'photo-frontend:1.0',
              ports: [{ containerPort: 8080 }],
              env: [{ name: 'BACKEND_URL', value: 'http://my-service' }],
              resources: { requests: { cpu: '100m', memory: '128Mi' } },
            },
          ],
        },
      },
    },
  };
}

function frontendService(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'frontend', namespace: 'default' },
    spec: { type: 'NodePort', selector: { app: 'frontend' }, ports: [{ port: 80, targetPort: 8080 }] },
  };
}
