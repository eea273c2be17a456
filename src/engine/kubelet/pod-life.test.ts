import { describe, expect, test } from 'vitest';
import type { Container } from '../../api/kinds/pod/container.ts';
import { nodes } from '../../api/kinds/node/node.ts';
import { podCondition } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import { SmallCluster, START_MS, stored } from '../node-side/testing/small-cluster.ts';

const WEB: Container = { name: 'web', image: 'nginx:1.29' };

/** All versions of a pod, oldest first. */
function history(cluster: SmallCluster, name: string): Pod[] {
  return cluster.store.log
    .entries()
    .flatMap(({ key, next }) => (key === `core/pods/default/${name}` && next !== undefined ? [next as Pod] : []));
}

function readyMs(cluster: SmallCluster, name: string): number {
  const change = cluster.store.log
    .entries()
    .find(
      ({ key, next }) =>
        key === `core/pods/default/${name}` &&
        next !== undefined &&
        podCondition(next as Pod, 'Ready')?.status === 'True',
    );
  return (change?.atMs ?? Number.NaN) - START_MS;
}

describe('a pod comes to life', () => {
  test('step by step, each step one write, with the events of a real kubelet', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web');
    cluster.settle();
    const steps = history(cluster, 'web').map(({ spec, status }) => {
      const conditions = status?.conditions?.map(({ type, status: value, message }) =>
        [type, value, message ?? ''].join(' ').trim(),
      );
      return {
        node: spec.nodeName,
        phase: status?.phase,
        ip: status?.podIP,
        state: Object.keys(status?.containerStatuses?.[0]?.state ?? {})[0],
        conditions,
      };
    });
    const unready = 'containers with unready status: [web]';
    expect(steps).toEqual([
      { node: undefined, phase: 'Pending', ip: undefined, state: undefined, conditions: undefined },
      { node: 'node-1', phase: 'Pending', ip: undefined, state: undefined, conditions: ['PodScheduled True'] },
      {
        node: 'node-1',
        phase: 'Pending',
        ip: undefined,
        state: 'waiting',
        conditions: [
          'PodReadyToStartContainers False',
          'Initialized True',
          `Ready False ${unready}`,
          `ContainersReady False ${unready}`,
          'PodScheduled True',
        ],
      },
      {
        node: 'node-1',
        phase: 'Pending',
        ip: '10.244.1.2',
        state: 'waiting',
        conditions: [
          'PodReadyToStartContainers True',
          'Initialized True',
          `Ready False ${unready}`,
          `ContainersReady False ${unready}`,
          'PodScheduled True',
        ],
      },
      {
        node: 'node-1',
        phase: 'Running',
        ip: '10.244.1.2',
        state: 'running',
        conditions: [
          'PodReadyToStartContainers True',
          'Initialized True',
          `Ready False ${unready}`,
          `ContainersReady False ${unready}`,
          'PodScheduled True',
        ],
      },
      {
        node: 'node-1',
        phase: 'Running',
        ip: '10.244.1.2',
        state: 'running',
        conditions: [
          'PodReadyToStartContainers True',
          'Initialized True',
          'Ready True',
          'ContainersReady True',
          'PodScheduled True',
        ],
      },
    ]);
    expect(cluster.told('web')).toEqual([
      'Normal Scheduled Successfully assigned default/web to node-1',
      'Normal Pulling Pulling image "nginx:1.29"',
      expect.stringMatching(
        /^Normal Pulled Successfully pulled image "nginx:1.29" in [\d.]+m?s \([\d.]+m?s including waiting\)\. Image size: \d+ bytes\.$/,
      ),
      'Normal Created Container created',
      'Normal Started Container started',
    ]);
    expect(cluster.eventsAbout('web').at(-1)).toMatchObject({
      involvedObject: { fieldPath: 'spec.containers{web}' },
      source: { component: 'kubelet', host: 'node-1' },
    });
  });

  test('status writes share the spec, and the cause of each is what made the kubelet look', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web');
    cluster.settle();
    const [, bound, ...later] = history(cluster, 'web');
    for (const pod of later) expect(pod.spec).toBe(bound?.spec);
    const bindRv = Number(bound?.metadata.resourceVersion);
    const causes = cluster.store.log
      .entries()
      .filter(({ actor, key }) => actor === 'kubelet/node-1' && key.startsWith('core/pods/'))
      .map(({ cause }) => cause);
    expect(causes).toEqual([bindRv, bindRv, bindRv, bindRv]);
  });

  test('without any delay, all of it is one write', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('web');
    expect(cluster.settle()).toBe(0);
    const [, , only, ...rest] = history(cluster, 'web');
    expect(rest).toEqual([]);
    expect(only?.status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2', startTime: '2026-01-01T00:00:00Z' });
    expect(podCondition(only as Pod, 'Ready')?.status).toBe('True');
  });

  test('an image that is there is not pulled again, and a second pod waits for a pull under way', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('first');
    cluster.addPod('second');
    cluster.settle();
    cluster.addPod('third');
    cluster.settle();
    expect(cluster.told('second')[1]).toBe('Normal Pulling Pulling image "nginx:1.29"');
    expect(cluster.told('second')[2]).toMatch(/including waiting/);
    expect(cluster.told('third')[1]).toBe(
      'Normal Pulled Container image "nginx:1.29" already present on machine and can be accessed by the pod',
    );
    cluster.runFor(11_000);
    const images = cluster.world.get(nodes, '', 'node-1')?.status?.images ?? [];
    expect(images.map(({ names }) => names)).toEqual([['docker.io/library/nginx:1.29']]);
    expect(cluster.told('first')[2]).toContain(`Image size: ${images[0]?.sizeBytes ?? 0} bytes.`);
  });

  test('init containers run one by one to their end before the others start; a sidecar stays', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web', {
      initContainers: [
        { name: 'fetch', image: 'fetcher:1' },
        { name: 'mesh', image: 'envoy:1', restartPolicy: 'Always' },
      ],
      containers: [WEB, { name: 'log', image: 'fluentd:1' }],
    });
    cluster.settle();
    const sequence = history(cluster, 'web').map(({ status }) => {
      const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(
        ({ state }) => Object.keys(state ?? {})[0] ?? '',
      );
      return `${status?.phase ?? ''}: ${states.join(' ')}`;
    });
    expect([...new Set(sequence)]).toEqual([
      'Pending: ',
      'Pending: waiting waiting waiting waiting',
      'Pending: running waiting waiting waiting',
      'Pending: terminated waiting waiting waiting',
      'Pending: terminated running waiting waiting',
      'Pending: terminated running running waiting',
      'Running: terminated running running running',
    ]);
    const early = history(cluster, 'web')[3] as Pod;
    expect(podCondition(early, 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [fetch mesh]',
    });
    expect(early.status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    const { status } = cluster.pod('web');
    expect(status?.initContainerStatuses?.[0]).toMatchObject({
      ready: true,
      state: { terminated: { exitCode: 0, reason: 'Completed' } },
    });
    expect(podCondition(cluster.pod('web'), 'Ready')?.status).toBe('True');
    expect(
      cluster
        .eventsAbout('web')
        .some(({ involvedObject }) => involvedObject.fieldPath === 'spec.initContainers{fetch}'),
    ).toBe(true);
  });

  test('a readiness probe holds back until its delay is over and it has succeeded often enough', () => {
    const probe = { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 20, periodSeconds: 5, successThreshold: 3 };
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web', { containers: [{ ...WEB, readinessProbe: probe }] });
    cluster.settle();
    const startedMs =
      cluster.secondsOf(cluster.pod('web').status?.containerStatuses?.[0]?.state?.running?.startedAt) * 1000;
    expect(readyMs(cluster, 'web')).toBeGreaterThanOrEqual(startedMs + 30_000);
    expect(readyMs(cluster, 'web')).toBeLessThan(startedMs + 31_000);
  });

  test('a startup probe keeps the container from counting as started', () => {
    const cluster = new SmallCluster();
    cluster.addNode('node-1');
    cluster.addPod('web', {
      containers: [{ ...WEB, startupProbe: { tcpSocket: { port: 80 }, initialDelaySeconds: 7, periodSeconds: 1 } }],
    });
    cluster.settle();
    const seen = history(cluster, 'web').map(
      ({ status }) => `${status?.phase ?? ''} ${String(status?.containerStatuses?.[0]?.started)}`,
    );
    expect([...new Set(seen)]).toEqual(['Pending undefined', 'Pending false', 'Running false', 'Running true']);
  });

  test('a readiness gate waits for somebody else', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('web', { readinessGates: [{ conditionType: 'example.com/lb' }] });
    cluster.settle();
    expect(podCondition(cluster.pod('web'), 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "example.com/lb" does not exist.',
    });
    const pod = cluster.pod('web');
    const conditions = [...(pod.status?.conditions ?? []), { type: 'example.com/lb', status: 'True' as const }];
    stored(cluster.world.updateStatus(pods, { ...pod, status: { ...pod.status, conditions } }));
    cluster.settle();
    expect(podCondition(cluster.pod('web'), 'Ready')?.status).toBe('True');
    expect(cluster.pod('web').status?.conditions?.[0]?.type).toBe('example.com/lb');
  });
});

describe('addresses of pods', () => {
  test('go round the node range: a new pod gets a new address', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    const ips: (string | undefined)[] = [];
    for (const name of ['a', 'b', 'c']) {
      cluster.addPod(name);
      cluster.settle();
      ips.push(cluster.pod(name).status?.podIP);
      if (name === 'b') {
        cluster.world.delete(pods, cluster.pod('b'));
        cluster.settle();
      }
    }
    expect(ips).toEqual(['10.244.1.2', '10.244.1.3', '10.244.1.4']);
  });

  test('after the end of the range come freed ones; a full range is an event', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1', { podCIDR: '10.244.9.0/29', podCIDRs: ['10.244.9.0/29'] });
    for (const name of ['a', 'b', 'c', 'd', 'e']) cluster.addPod(name);
    cluster.settle();
    cluster.world.delete(pods, cluster.pod('c'));
    cluster.settle();
    cluster.addPod('f');
    cluster.settle();
    expect(cluster.pod('f').status?.podIP).toBe('10.244.9.4');
    cluster.addPod('g');
    cluster.runFor(1);
    expect(cluster.told('g').at(-1)).toBe(
      'Warning FailedCreatePodSandBox Failed to create pod sandbox: no IP addresses available in range set: 10.244.9.0/29',
    );
    cluster.world.delete(pods, cluster.pod('a'));
    cluster.settle();
    expect(cluster.pod('g').status?.podIP).toBe('10.244.9.2');
  });

  test('a pod in the network of its host has the address of the node', () => {
    const cluster = new SmallCluster('instant');
    cluster.addNode('node-1');
    cluster.addPod('agent', { hostNetwork: true });
    cluster.settle();
    expect(cluster.pod('agent').status).toMatchObject({ podIP: '192.168.0.11', hostIP: '192.168.0.11' });
  });
});
