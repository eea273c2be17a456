import { describe, expect, test } from 'vitest';
import type { Container } from '../../../api/kinds/pod/container.ts';
import { configMaps } from '../../../api/kinds/config-map/config-map.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { stored, type SmallCluster } from '../../node-side/testing/small-cluster.ts';
import { counted, podOf, story } from '../testing/story.ts';

/** Deletes the pod; the milliseconds it took, and each container's exit code. */
function end(cluster: SmallCluster): { readonly tookMs: number; readonly codes: readonly (number | undefined)[] } {
  const pod = cluster.pod('web');
  stored(cluster.world.update(pods, { ...pod, metadata: { ...pod.metadata, finalizers: ['example.com/hold'] } }));
  cluster.world.delete(pods, cluster.pod('web'));
  const fromMs = cluster.loop.nowMs;
  cluster.settle();
  const { status } = cluster.pod('web');
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return { tookMs: cluster.loop.nowMs - fromMs, codes: all.map(({ state }) => state?.terminated?.exitCode) };
}

describe('how containers stop', () => {
  test.each<[string, Partial<Container>, string | undefined, number, number]>([
    ['a server obeys', { image: 'nginx:1.29' }, undefined, 0, 0],
    ['a shell as process 1 ignores SIGTERM', { command: ['sh', '-c', 'sleep 3600'] }, undefined, 30_000, 137],
    [
      'a shell with a handler obeys when its command is over',
      { command: ['sh', '-c', "trap 'exit 0' TERM; while :; do sleep 10; done"] },
      undefined,
      10_000,
      0,
    ],
    ['a Java program says so', { image: 'app:1', command: ['java', '-jar', 'app.jar'] }, undefined, 0, 143],
    ['the annotation decides', { image: 'app:1' }, 'stopAfterSeconds: 12\nstopCode: 3', 12_000, 3],
    ['or lets it ignore the signal', { image: 'app:1' }, 'ignoreSigterm: true', 30_000, 137],
    ['a program that ends by itself meanwhile', { command: ['sleep', '5'] }, undefined, 5_000, 0],
  ])('%s', (_title, container, behaviour, tookMs, code) => {
    const cluster = podOf(container, {}, behaviour === undefined ? {} : { behaviour });
    cluster.runFor(0);
    expect(end(cluster)).toEqual({ tookMs, codes: [code] });
  });

  test('without process 1 of its own a shell is ended by SIGTERM', () => {
    const cluster = podOf('sleep 3600', { shareProcessNamespace: true });
    cluster.runFor(0);
    expect(end(cluster)).toEqual({ tookMs: 0, codes: [143] });
  });

  test('preStop hooks come first; one that fails is told', () => {
    const preStop = { exec: { command: ['sh', '-c', 'sleep 5'] } };
    const hook = podOf({ image: 'nginx:1.29', lifecycle: { preStop } });
    hook.settle();
    expect(end(hook).tookMs).toBe(5_000);
    const bad = podOf({ image: 'nginx:1.29', lifecycle: { preStop: { httpGet: { port: 8080 } } } });
    bad.settle();
    expect(end(bad)).toEqual({ tookMs: 0, codes: [0] });
    expect(counted(bad)).toContain('Warning FailedPreStopHook x1 PreStopHook failed');
  });

  test('sidecars stop last, in reverse order', () => {
    const side = (name: string): Container => ({ name, image: 'envoy:1', restartPolicy: 'Always' });
    const cluster = podOf(
      { image: 'app:1' },
      { initContainers: [side('one'), side('two')] },
      {
        behaviour: 'containers: {web: {stopAfterSeconds: 4}, one: {stopAfterSeconds: 2}, two: {stopAfterSeconds: 3}}',
      },
    );
    cluster.settle();
    expect(end(cluster)).toEqual({ tookMs: 9_000, codes: [0, 0, 0] });
  });
});

describe('a hook after the start', () => {
  test('keeps the container from counting as running until it is over', () => {
    const lifecycle = { postStart: { exec: { command: ['sleep', '7'] } } };
    const cluster = podOf({ image: 'nginx:1.29', lifecycle });
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 0/1 ContainerCreating 0', '7s 1/1 Running 0']);
  });

  test('that fails has the container killed and started again', () => {
    const lifecycle = { postStart: { exec: { command: ['false'] } } };
    const cluster = podOf({ image: 'nginx:1.29', lifecycle });
    cluster.runFor(5_000);
    expect(story(cluster).at(-1)).toMatch(/0\/1 CrashLoopBackOff/);
    expect(counted(cluster)).toContain('Warning FailedPostStartHook x2 PostStartHook failed');
    expect(counted(cluster)).toContain('Normal Killing x2 FailedPostStartHook');
  });
});

describe('containers that cannot be made', () => {
  test('wait for what their environment names, and start when it is there', () => {
    const env = [{ name: 'COLOR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } }];
    const cluster = podOf({ image: 'app:1', env });
    cluster.runFor(1_000);
    const waiting = () => cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting;
    expect(waiting()).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' });
    expect(counted(cluster)).toContain('Warning Failed x1 Error: configmap "settings" not found');
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' } };
    const made = cluster.create(configMaps, { ...map, data: { size: 'L' } });
    cluster.runFor(16_000);
    expect(waiting()?.message).toBe("couldn't find key color in ConfigMap default/settings");
    stored(cluster.world.update(configMaps, { ...made, data: { color: 'red' } }));
    cluster.settle();
    expect(story(cluster).at(-1)).toMatch(/1\/1 Running 0$/);
  });

  test('may not run as root when they must not', () => {
    const cluster = podOf({ image: 'nginx:1.29', securityContext: { runAsNonRoot: true } });
    cluster.runFor(1_000);
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.state?.waiting?.message).toBe(
      `container has runAsNonRoot and image will run as root (pod: "web_default(${cluster.pod('web').metadata.uid})", container: web)`,
    );
  });

  test('fail when their program is not there', () => {
    const cluster = podOf({ image: 'app:1', command: ['/does-not-exist'] });
    cluster.runFor(5_000);
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/does-not-exist": stat /does-not-exist: no such file or directory';
    expect(counted(cluster)).toContain(`Warning Failed x2 Error: ${message}`);
    expect(cluster.pod('web').status?.containerStatuses?.[0]).toMatchObject({
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } },
    });
  });
});

test('a container whose image changes is started anew, whatever its restart policy', () => {
  const cluster = podOf({ image: 'app:1' }, { restartPolicy: 'Never' }, { behaviour: 'runForever: true' });
  cluster.settle();
  const pod = cluster.pod('web');
  const containers = pod.spec.containers.map((each) => ({ ...each, image: 'app:2' }));
  stored(cluster.world.update(pods, { ...pod, spec: { ...pod.spec, containers } }));
  cluster.settle();
  const { status, metadata } = cluster.pod('web');
  expect(status?.containerStatuses?.[0]).toMatchObject({
    image: 'docker.io/library/app:2',
    restartCount: 1,
    ready: true,
  });
  expect(counted(cluster)).toContain('Normal Killing x1 Container web definition changed, will be restarted');
  expect([status?.observedGeneration, status?.conditions?.map((each) => each.observedGeneration)]).toEqual([
    metadata.generation,
    [2, 2, 2, 2, 2],
  ]);
});

test('last words become the message of a container that fails and asks for it', () => {
  const cluster = podOf({
    command: ['sh', '-c', 'echo starting; echo "cannot open database"; exit 1'],
    terminationMessagePolicy: 'FallbackToLogsOnError',
  });
  cluster.runFor(1_000);
  const lastState = (cluster.pod('web') satisfies Pod).status?.containerStatuses?.[0]?.lastState;
  expect(lastState?.terminated?.message).toBe('starting\ncannot open database\n');
});
