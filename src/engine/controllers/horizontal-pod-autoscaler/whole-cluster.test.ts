import { expect, test } from 'vitest';
import { Cluster } from '../../testing/cluster.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const HPAS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';

const resources = { requests: { cpu: '200m', memory: '64Mi' } };
const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', annotations: { 'sim.kubarium.dev/load': '600m' } },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx', resources }] },
    },
  },
};
const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    maxReplicas: 10,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
  },
};

test('load makes Pods, and less load takes them away again five minutes later', () => {
  const cluster = new Cluster({ timing: 'classroom' });
  cluster.post(DEPLOYMENTS, web);
  cluster.post(HPAS, autoscaler);
  expect(cluster.table(HPAS)).toEqual(['web Deployment/web cpu: <unknown>/50% 1 10 0']);
  cluster.run(4 * 60_000);
  expect(cluster.table(HPAS)).toEqual(['web Deployment/web cpu: 50%/50% 1 10 6']);
  expect(cluster.table(DEPLOYMENTS)).toEqual(['web 6/6 6 6']);
  cluster.patch(`${DEPLOYMENTS}/web`, { metadata: { annotations: { 'sim.kubarium.dev/load': '100m' } } });
  cluster.run(4 * 60_000);
  expect(cluster.table(HPAS)).toEqual(['web Deployment/web cpu: 8%/50% 1 10 6']);
  cluster.run(2 * 60_000);
  expect(cluster.table(HPAS)).toEqual(['web Deployment/web cpu: 50%/50% 1 10 1']);
});
