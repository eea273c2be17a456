import { expect, test } from 'vitest';
import type { Container } from '../../api/kinds/pod/container.ts';
import type { TimingName } from '../../protocol/messages.ts';
import { SmallCluster } from '../node-side/testing/small-cluster.ts';

const PODS = 20;

/** Per pod: looks of the kubelet, status writes and events; and what comes within an hour after all are well. */
function cost(part: Partial<Container>, timing: TimingName): Readonly<Record<string, number>> {
  const cluster = new SmallCluster(timing);
  cluster.addNode('node-1', {}, {}, { pods: '200', cpu: '64' });
  cluster.runFor(100);
  const from = cluster.store.rv;
  for (let i = 0; i < PODS; i++) cluster.addPod(`web-${i}`, { containers: [{ name: 'web', image: 'app:1', ...part }] });
  const looks = run(cluster, 120_000);
  const own = cluster.store.log.entries().filter(({ rv, actor }) => rv > from && actor === 'kubelet/node-1');
  const of = (resource: string) => own.filter((each) => each.resource === resource).length / PODS;
  const told = own.filter(({ resource, prev }) => resource === 'core/events' && prev === undefined).length / PODS;
  return { looks: looks / PODS, writes: of('core/pods'), events: told, later: run(cluster, 3_000_000) };
}

/** Looks of the kubelet at pods while time passes. */
function run(cluster: SmallCluster, ms: number): number {
  const untilMs = cluster.loop.nowMs + ms;
  let looks = 0;
  for (let next = cluster.loop.queue.peek(); next !== undefined && next.atMs <= untilMs;) {
    if (next.handler === 'kubelet') looks++;
    cluster.loop.step();
    next = cluster.loop.queue.peek();
  }
  return looks;
}

test('a pod that is well costs five looks and four status writes, or one of each, and nothing afterwards', () => {
  expect(cost({}, 'real')).toEqual({ looks: 5, writes: 4, events: 4, later: 0 });
  expect(cost({}, 'instant')).toMatchObject({ looks: 1, writes: 1, later: 0 });
});

test('probes that succeed cost nothing more', () => {
  const probe = { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 };
  const probes = { readinessProbe: probe, livenessProbe: { ...probe, initialDelaySeconds: 30 } };
  expect(cost(probes, 'instant')).toMatchObject({ looks: 1, writes: 1, later: 0 });
});
