/** Made-up scenes: every state at once, a rolling update halfway, and crowds. The same every time. */
import { FakeCluster } from './fake-cluster.ts';

const THREE = ['node-1', 'node-2', 'node-3'] as const;

/** Three nodes, ten pods or so, every state, three Services, a rolling update halfway. */
export function everyState(): FakeCluster {
  const cluster = new FakeCluster();
  cluster.nodes(3);
  cluster.deployment('web', 'registry.k8s.io/nginx:1.27.0', 3, [1, 2]);
  cluster.deployment('api', 'ghcr.io/shop/api:2.4.1', 3);
  cluster.deployment('worker', 'ghcr.io/shop/worker:0.9', 2);
  const port = (n: number, targetPort: string, nodePort = 0) => [
    { name: '', protocol: 'TCP', port: n, targetPort, nodePort },
  ];
  cluster.service('web', 'web', {
    serviceType: 'LoadBalancer',
    ports: port(80, '8080', 30080),
    ingress: ['203.0.113.10'],
  });
  cluster.service('api', 'api', { ports: port(80, '9376') });
  cluster.service('worker', 'worker', { clusterIp: 'None', ports: port(9000, '9000') });
  cluster.pod('web', 1, 'ready', 'node-1');
  cluster.pod('api', 1, 'ready', 'node-2');
  cluster.pod('api', 1, 'ready', 'node-3');
  cluster.pod('web', 1, 'terminating', 'node-3');
  cluster.pod('api', 1, 'running', 'node-1', { restarts: 2 });
  cluster.pod('web', 2, 'ready', 'node-2');
  cluster.pod('web', 2, 'creating', 'node-3');
  cluster.pod('worker', 1, 'failed', 'node-1', { restarts: 7, message: 'back-off 2m40s restarting failed container' });
  cluster.pod('web', 2, 'ready', 'node-1');
  cluster.pod('worker', 1, 'unscheduled', '', { message: '0/3 nodes are available: 3 Insufficient cpu.' });
  cluster.pod('worker', 1, 'succeeded', 'node-3');
  cluster.pod('api', 1, 'unknown', 'node-2');
  cluster.settle({ 'node-2': ['web'] });
  return cluster;
}

/** `count` pods of four applications on three nodes, nearly all ready. */
export function crowd(count: number, nodes = 3): FakeCluster {
  const cluster = new FakeCluster();
  cluster.nodes(nodes);
  const apps = ['web', 'api', 'cart', 'search'];
  for (const app of apps) cluster.deployment(app, `ghcr.io/shop/${app}:1.${app.length}`, Math.ceil(count / 4), [1, 2]);
  for (const app of apps)
    cluster.service(
      app,
      app,
      app === 'web'
        ? {
            serviceType: 'NodePort',
            ports: [{ name: '', protocol: 'TCP', port: 80, targetPort: '8080', nodePort: 30080 }],
          }
        : {},
    );
  for (let i = 0; i < count; i++) {
    const app = apps[i % 4] as string;
    const state =
      i % 29 === 7
        ? 'running'
        : i % 41 === 13
          ? 'creating'
          : i % 67 === 5
            ? 'failed'
            : i % 37 === 20
              ? 'terminating'
              : 'ready';
    cluster.pod(app, i % 5 === 0 ? 1 : 2, state, nodeName(i, nodes));
  }
  cluster.settle();
  return cluster;
}

/** Only machines. */
export function empty(): FakeCluster {
  const cluster = new FakeCluster();
  cluster.nodes(3);
  cluster.settle();
  return cluster;
}

/** A cluster with a Deployment and a Service, to which `grow` adds pods. */
export function seedling(): FakeCluster {
  const cluster = empty();
  cluster.deployment('web', 'nginx:1.27', 0);
  cluster.service('web', 'web');
  cluster.settle();
  return cluster;
}

/** One more second of a scale-up: pods of the last second become ready, `count` new ones start. */
export function grow(cluster: FakeCluster, count: number): void {
  cluster.nowMs += 1000;
  for (const name of cluster.podNames('creating')) cluster.change(name, { state: 'ready' });
  for (const name of cluster.podNames('unscheduled')) {
    cluster.change(name, { state: 'creating', node: THREE[name.charCodeAt(name.length - 1) % 3] ?? 'node-1' });
  }
  for (let i = 0; i < count; i++)
    cluster.pod('web', 1, i % 2 ? 'unscheduled' : 'creating', i % 2 ? '' : (THREE[i % 3] ?? 'node-1'));
  cluster.settle();
}

function nodeName(i: number, nodes: number): string {
  return `node-${(i % nodes) + 1}`;
}
