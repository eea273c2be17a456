import { expect, test } from 'vitest';
import { deployments } from '../../api/kinds/deployment/deployment.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { formatTime } from '../../lib/time.ts';
import { deploymentController } from '../controllers/deployment/index.ts';
import { replicaSetController } from '../controllers/replicaset/index.ts';
import { ControlPlane } from '../controllers/testing/control-plane.ts';
import { deployment, pod, template } from '../controllers/testing/objects.ts';
import { containerUsage, usageOf, UsageReader } from './usage.ts';

const NOW_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const MI = 1024 * 1024;

function running(annotations: Readonly<Record<string, string>>, cpu = '200m', limit?: string): Pod {
  const resources = { requests: { cpu, memory: '100Mi' }, ...(limit === undefined ? {} : { limits: { cpu: limit } }) };
  const base = pod('p', {}, { spec: { containers: [{ name: 'app', image: 'x', resources }] } });
  return {
    ...base,
    metadata: { ...base.metadata, annotations },
    status: { phase: 'Running', startTime: formatTime(NOW_MS - 60_000) },
  };
}

test('a Pod uses what its annotations say, else its part of the load, else a little of its request', () => {
  const own = running({ 'sim.kubarium.dev/cpu': '150m', 'sim.kubarium.dev/memory': '64Mi' });
  expect(usageOf(own, NOW_MS, 999)).toEqual({ cpuMillis: 150, memoryBytes: 64 * MI });
  expect(usageOf(running({}), NOW_MS, 333.4)).toEqual({ cpuMillis: 333, memoryBytes: 25 * MI });
  expect(usageOf(running({}), NOW_MS)).toEqual({ cpuMillis: 20, memoryBytes: 25 * MI });
  expect(usageOf(running({ 'sim.kubarium.dev/cpu': 'much' }), NOW_MS)?.cpuMillis).toBe(20);
});

test('a limit throttles CPU', () => {
  expect(usageOf(running({ 'sim.kubarium.dev/cpu': '2' }, '200m', '500m'), NOW_MS)?.cpuMillis).toBe(500);
});

test('there is no sample of a Pod that does not run, or only just began to', () => {
  const { status, ...rest } = running({});
  expect(usageOf({ ...rest, status: { ...status, phase: 'Pending' } }, NOW_MS)).toBeUndefined();
  expect(usageOf(running({}), NOW_MS - 46_000)).toBeUndefined();
  expect(usageOf(running({}), NOW_MS - 45_000)).toBeDefined();
});

test('containers share by what they request', () => {
  const two = pod(
    'p',
    {},
    {
      spec: {
        containers: [
          { name: 'a', image: 'x', resources: { requests: { cpu: '300m' } } },
          { name: 'b', image: 'x', resources: { requests: { cpu: '100m' } } },
        ],
      },
    },
  );
  const usage = { cpuMillis: 200, memoryBytes: 10 };
  expect(containerUsage(two, usage, 'a')).toEqual({ cpuMillis: 150, memoryBytes: 5 });
  expect(containerUsage(two, usage, 'c')).toBeUndefined();
});

test('the load of a Deployment is shared by its ready Pods, whatever ReplicaSet they are of', () => {
  const plane = new ControlPlane([deploymentController, replicaSetController], { nodes: ['node-1'] });
  const web = deployment('web', { replicas: 4 });
  const annotations = { 'sim.kubarium.dev/load': '900m' };
  plane.create(deployments, { ...web, metadata: { ...web.metadata, annotations } });
  plane.settle();
  plane.runPods();
  const stored = plane.get(deployments, 'web');
  plane.update(deployments, { ...stored, spec: { ...stored.spec, template: template('web', 'nginx:1.30') } });
  plane.settle();
  plane.runPods((each) => each.metadata.name !== plane.all(pods).at(-1)?.metadata.name);
  const startTime = formatTime(plane.nowMs);
  for (const each of plane.all(pods)) plane.updateStatus(pods, { ...each, status: { ...each.status, startTime } });
  plane.run(20_000);
  const reader = new UsageReader(plane.world);
  const live = plane.all(pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const owners = new Set(live.map(({ metadata }) => metadata.ownerReferences?.[0]?.name));
  expect(owners.size).toBe(2);
  const used = live.map((each) => reader.of(each)?.cpuMillis ?? 0).filter((millis) => millis > 1);
  expect(used).toEqual(Array(used.length).fill(Math.floor(900 / used.length)));
  expect(used.length).toBeLessThan(live.length);
});
