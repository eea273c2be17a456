import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../api/kinds/pod/container.ts';
import { counted, podOf, story } from '../testing/story.ts';

const HTTP: Probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5 };
const web = { image: 'nginx:1.29' };
/** The example of the Kubernetes documentation. */
const EXEC = {
  image: 'registry.k8s.io/busybox:1.27.2',
  args: ['/bin/sh', '-c', 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600'],
  livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
};

describe('a liveness probe', () => {
  test('that fails three times has its container killed and started again', () => {
    const cluster = podOf(EXEC, { terminationGracePeriodSeconds: 10 });
    cluster.runFor(60_000);
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 1/1 Running 0', '50s 1/1 Running 1']);
    expect(counted(cluster).slice(-6)).toEqual([
      'Normal Pulled x1 ' + expectPulled(cluster),
      'Normal Created x2 Container created',
      'Normal Started x2 Container started',
      "Warning Unhealthy x3 Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory",
      'Normal Killing x1 Container web failed liveness probe, will be restarted',
      'Normal Pulled x1 Container image "registry.k8s.io/busybox:1.27.2" already present on machine and can be accessed by the pod',
    ]);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137 });
  });

  test('has its own grace period, and the container stays dead when it is never to be restarted', () => {
    const livenessProbe = { ...EXEC.livenessProbe, terminationGracePeriodSeconds: 3 };
    const cluster = podOf({ ...EXEC, livenessProbe }, { restartPolicy: 'Never' });
    cluster.settle();
    expect(story(cluster).at(-1)).toBe('43s 0/1 Error 0');
    expect(counted(cluster)).toContain('Normal Killing x1 Container web failed liveness probe');
  });

  test('that never fails costs nothing at all', () => {
    const cluster = podOf({ ...web, livenessProbe: HTTP, readinessProbe: HTTP });
    cluster.settle();
    const before = [cluster.store.rv, cluster.loop.queue.list().filter(({ handler }) => handler === 'kubelet').length];
    expect(before[1]).toBe(0);
    cluster.runFor(9_000);
    expect(cluster.store.rv - (before[0] ?? 0)).toBeLessThanOrEqual(3);
  });
});

describe('a readiness probe', () => {
  test('of a port that nobody serves never makes the pod ready, and says why three times', () => {
    const cluster = podOf({ ...web, readinessProbe: { httpGet: { path: '/', port: 8080 } } });
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 0/1 Running 0']);
    const ip = cluster.pod('web').status?.podIP ?? '';
    expect(counted(cluster).at(-1)).toBe(
      `Warning Unhealthy x3 Readiness probe failed: Get "http://${ip}:8080/": dial tcp ${ip}:8080: connect: connection refused`,
    );
  });

  test('of a page that is not there fails with its status code', () => {
    const cluster = podOf({ ...web, readinessProbe: { httpGet: { path: '/healthz', port: 80 } } });
    cluster.settle();
    expect(counted(cluster).at(-1)).toBe(
      'Warning Unhealthy x3 Readiness probe failed: HTTP probe failed with statuscode: 404',
    );
  });

  test('never restarts anything: the pod leaves and comes back', () => {
    const behaviour = `
containers:
  web:
    readiness:
      - {fromSeconds: 0, result: ok}
      - fromSeconds: 60 # down for a minute
        result: 503
      - fromSeconds: 120
        result: ok
`;
    const cluster = podOf({ ...web, readinessProbe: HTTP }, {}, { behaviour });
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 1/1 Running 0', '70s 0/1 Running 0', '120s 1/1 Running 0']);
    expect(counted(cluster).at(-1)).toBe(
      'Warning Unhealthy x3 Readiness probe failed: HTTP probe failed with statuscode: 503',
    );
  });
});

describe('a startup probe', () => {
  const slow = (seconds: number) => ({
    behaviour: `startAfterSeconds: ${seconds}`,
  });

  test('gives a slow program its time, and holds the other probes back meanwhile', () => {
    const cluster = podOf(
      {
        image: 'app:1',
        startupProbe: { ...HTTP, failureThreshold: 10 },
        livenessProbe: { ...HTTP, failureThreshold: 1 },
      },
      {},
      slow(22),
    );
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 0/1 Running 0', '25s 1/1 Running 0']);
    expect(counted(cluster).filter((line) => line.includes('Liveness'))).toEqual([]);
  });

  test('has the container killed when it lasts too long', () => {
    const cluster = podOf({ image: 'app:1', startupProbe: { ...HTTP, failureThreshold: 3 } }, {}, slow(60));
    cluster.runFor(12_000);
    expect(counted(cluster)).toContain('Normal Killing x1 Container web failed startup probe, will be restarted');
    expect(story(cluster).at(-1)).toBe('10s 0/1 Running 1');
  });
});

test('what probes of other kinds say when they fail', () => {
  const told = (probe: Probe, behaviour?: string): string => {
    const options = behaviour === undefined ? {} : { behaviour };
    const cluster = podOf({ ...web, readinessProbe: { ...probe, failureThreshold: 1 } }, {}, options);
    cluster.settle();
    return (counted(cluster).at(-1) ?? '').replace(cluster.pod('web').status?.podIP ?? '-', 'IP');
  };
  expect(told({ tcpSocket: { port: 81 } })).toBe(
    'Warning Unhealthy x1 Readiness probe failed: dial tcp IP:81: connect: connection refused',
  );
  expect(told({ exec: { command: ['sleep', '3'] } })).toBe(
    'Warning Unhealthy x1 Readiness probe failed: command timed out: "sleep 3" timed out after 1s',
  );
  expect(told(HTTP, 'readiness: timeout')).toMatch(/context deadline exceeded \(Client.Timeout exceeded while/);
});

function expectPulled(cluster: ReturnType<typeof podOf>): string {
  return cluster.eventsAbout('web').find(({ message }) => message?.startsWith('Successfully pulled'))?.message ?? '';
}
