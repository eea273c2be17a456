import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { counted, podOf, story } from '../testing/story.ts';

const state = (cluster: ReturnType<typeof podOf>) => cluster.pod('web').status?.containerStatuses?.[0];

describe('a container that fails', () => {
  test('is started again at once, then after 10 s, 20 s, ... 300 s', () => {
    const cluster = podOf('exit 3');
    cluster.runFor(1_200_000);
    expect(story(cluster).slice(0, 9)).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 CrashLoopBackOff 1',
      '10s 0/1 CrashLoopBackOff 2',
      '30s 0/1 CrashLoopBackOff 3',
      '70s 0/1 CrashLoopBackOff 4',
      '150s 0/1 CrashLoopBackOff 5',
      '310s 0/1 CrashLoopBackOff 6',
      '610s 0/1 CrashLoopBackOff 7',
      '910s 0/1 CrashLoopBackOff 8',
    ]);
    const { uid } = cluster.pod('web').metadata;
    expect(state(cluster)).toMatchObject({
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 5m0s restarting failed container=web pod=web_default(${uid})`,
        },
      },
      lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      ready: false,
      started: false,
    });
    expect(cluster.pod('web').status?.phase).toBe('Running');
    expect(counted(cluster)).toContain(
      `Warning BackOff x8 Back-off restarting failed container web in pod web_default(${uid})`,
    );
    expect(counted(cluster)).toContain('Normal Started x9 Container started');
  });

  test('shows Error, then runs or waits; each run has an id of its own', () => {
    const cluster = podOf('sleep 5; exit 1', {}, { timing: 'real' });
    cluster.runFor(60_000);
    const shown = story(cluster).map((line) => line.replace(/^\S+ /, ''));
    expect(shown.slice(0, 9)).toEqual([
      '0/1 Pending 0',
      '0/1 ContainerCreating 0',
      '0/1 Running 0',
      '1/1 Running 0',
      '0/1 Error 0',
      '0/1 Running 1',
      '1/1 Running 1',
      '0/1 Error 1',
      '0/1 CrashLoopBackOff 1',
    ]);
    const ids = cluster.store.log
      .entries()
      .map(({ next }) => (next as Pod | undefined)?.status?.containerStatuses?.[0]);
    expect(new Set(ids.flatMap((status) => status?.containerID ?? [])).size).toBe(
      (state(cluster)?.restartCount ?? 0) + 1,
    );
  });

  test('that ran for more than ten minutes begins anew with its waits', () => {
    const cluster = podOf({ command: ['app'] }, {}, { behaviour: 'exitAfterSeconds: 700\nexitCode: 1' });
    cluster.runFor(2_900_000);
    expect(story(cluster).map((line) => line.replace(/^\S+ /, ''))).not.toContain('0/1 CrashLoopBackOff 1');
    expect(state(cluster)?.restartCount).toBe(4);
  });

  test('that ends well is started again, too, when the policy is Always', () => {
    const cluster = podOf({});
    cluster.runFor(5_000);
    expect(state(cluster)).toMatchObject({ lastState: { terminated: { exitCode: 0, reason: 'Completed' } } });
    expect(story(cluster).at(-1)).toBe('0s 0/1 CrashLoopBackOff 1');
  });
});

describe('restart policies', () => {
  test('Never: the pod ends as its containers did', () => {
    const good = podOf('sleep 2', { restartPolicy: 'Never' });
    good.settle();
    expect(story(good)).toEqual(['0s 0/1 Pending 0', '0s 1/1 Running 0', '2s 0/1 Completed 0']);
    expect(good.pod('web').status).toMatchObject({
      phase: 'Succeeded',
      conditions: [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True', reason: 'PodCompleted' },
        { type: 'Ready', status: 'False', reason: 'PodCompleted' },
        { type: 'ContainersReady', status: 'False', reason: 'PodCompleted' },
        { type: 'PodScheduled', status: 'True' },
      ],
    });
    const bad = podOf('sleep 2; false', { restartPolicy: 'Never' });
    bad.settle();
    expect(story(bad).at(-1)).toBe('2s 0/1 Error 0');
    expect(bad.pod('web').status?.phase).toBe('Failed');
    expect(bad.pod('web').status?.conditions?.[2]).toMatchObject({ type: 'Ready', reason: 'PodFailed' });
  });

  test('OnFailure: until it ends well', () => {
    const cluster = podOf(
      { command: ['job'] },
      { restartPolicy: 'OnFailure' },
      { behaviour: '{"exitCode": 1, "times": 2}' },
    );
    cluster.settle();
    expect(story(cluster).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      '0/1 Pending 0',
      '0/1 CrashLoopBackOff 1',
      '0/1 Completed 2',
    ]);
    expect(cluster.pod('web').status?.phase).toBe('Succeeded');
  });

  test("of a container come before the pod's, and rules for exit codes before both", () => {
    const own = podOf({ command: ['sh', '-c', 'exit 4'], restartPolicy: 'Never' });
    own.settle();
    expect(own.pod('web').status?.phase).toBe('Failed');
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [4] } }];
    const ruled = podOf({ command: ['sh', '-c', 'exit 4'], restartPolicy: 'Never', restartPolicyRules: rules });
    ruled.runFor(5_000);
    expect(story(ruled).at(-1)).toBe('0s 0/1 CrashLoopBackOff 1');
  });

  test('a pod whose containers have not all ended runs on', () => {
    const cluster = podOf(
      [
        { name: 'web', image: 'nginx:1.29' },
        { name: 'once', image: 'alpine', command: ['sleep', '3'] },
      ],
      { restartPolicy: 'Never' },
    );
    cluster.settle();
    expect(story(cluster).at(-1)).toBe('3s 1/2 NotReady 0');
    expect(cluster.pod('web').status?.phase).toBe('Running');
  });
});

describe('init containers', () => {
  const init = (command: string, part: object = {}) => ({
    initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', command] }],
    ...part,
  });
  const web = { image: 'nginx:1.29' };

  test('are tried again until they end well', () => {
    const cluster = podOf(web, init('exit 1'));
    cluster.runFor(15_000);
    expect(story(cluster)).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 Init:CrashLoopBackOff 1',
      '10s 0/1 Init:CrashLoopBackOff 2',
    ]);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
  });

  test('fail the pod when it is never to be restarted', () => {
    const cluster = podOf(web, init('sleep 1; exit 7', { restartPolicy: 'Never' }));
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/1 Pending 0', '0s 0/1 Init:0/1 0', '1s 0/1 Init:Error 0']);
    expect(cluster.pod('web').status?.phase).toBe('Failed');
  });

  test('a sidecar that has a startup probe holds back what comes after it; it stops when the work is done', () => {
    const mesh = {
      name: 'mesh',
      image: 'envoy:1',
      restartPolicy: 'Always',
      startupProbe: { tcpSocket: { port: 80 }, initialDelaySeconds: 4, periodSeconds: 1 },
    };
    const cluster = podOf('sleep 3', { initContainers: [mesh], restartPolicy: 'Never' });
    cluster.settle();
    expect(story(cluster)).toEqual(['0s 0/2 Pending 0', '0s 0/2 Init:0/1 0', '4s 2/2 Running 0', '7s 0/2 Completed 0']);
    expect(counted(cluster)).toContain('Normal Killing x1 Stopping container mesh');
    expect(cluster.pod('web').status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
  });

  test('a sidecar that dies is started again beside the others', () => {
    const mesh = { name: 'mesh', image: 'alpine', command: ['sleep', '5'], restartPolicy: 'Always' };
    const cluster = podOf(web, { initContainers: [mesh] });
    cluster.runFor(8_000);
    expect(cluster.pod('web').status).toMatchObject({
      phase: 'Running',
      initContainerStatuses: [{ restartCount: 1, state: { running: {} } }],
      containerStatuses: [{ restartCount: 0, state: { running: {} } }],
    });
  });
});

describe('memory', () => {
  test('beyond the limit kills the container, and the pod stays', () => {
    const cluster = podOf({
      image: 'polinux/stress',
      command: ['stress'],
      args: ['--vm', '1', '--vm-bytes', '250M'],
      resources: { limits: { memory: '100Mi' } },
    });
    cluster.runFor(2_000);
    expect(state(cluster)).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    });
    const grows = podOf(
      { image: 'app:1', resources: { limits: { memory: '100Mi' } } },
      {},
      {
        behaviour: 'memory: 50Mi\nmemoryPerSecond: 10Mi',
      },
    );
    grows.runFor(60_000);
    expect(story(grows).slice(0, 3)).toEqual(['0s 0/1 Pending 0', '0s 1/1 Running 0', '5s 1/1 Running 1']);
  });
});
