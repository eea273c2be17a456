import { describe, expect, test } from 'vitest';
import { deployments, type Deployment } from '../../../api/kinds/deployment/deployment.ts';
import {
  horizontalPodAutoscalers,
  type HorizontalPodAutoscaler,
  type HpaSpec,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import { horizontalPodAutoscalerDef } from '../../../api/kinds/horizontal-pod-autoscaler/def.ts';
import { deploymentController } from '../deployment/index.ts';
import { replicaSetController } from '../replicaset/index.ts';
import { ControlPlane } from '../testing/control-plane.ts';
import { deployment, template } from '../testing/objects.ts';
import { horizontalPodAutoscalerController } from './index.ts';

const SYNC = 15_000;
const LOAD = 'sim.kubarium.dev/load';

const make = (): ControlPlane =>
  new ControlPlane([deploymentController, replicaSetController, horizontalPodAutoscalerController], {
    nodes: ['node-1'],
  });

function loaded(replicas: number, load: string | undefined, cpu: string | undefined = '200m'): Deployment {
  const base = template('web');
  const containers = base.spec.containers.map((container) =>
    cpu === undefined ? container : { ...container, resources: { requests: { cpu } } },
  );
  const web = deployment('web', { replicas, template: { ...base, spec: { containers } } });
  return load === undefined ? web : { ...web, metadata: { ...web.metadata, annotations: { [LOAD]: load } } };
}

function hpa(name: string, spec: Partial<HpaSpec> = {}): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
      ...spec,
    },
  };
}

/** Plays the kubelets: what is to run runs and is ready, what is to go goes. */
function kubelets(plane: ControlPlane): void {
  plane.settle();
  plane.runPods();
  const startTime = formatTime(plane.nowMs);
  for (const pod of plane.all(pods))
    if (pod.status?.phase === 'Running' && pod.status.startTime === undefined)
      plane.updateStatus(pods, { ...pod, status: { ...pod.status, startTime } });
  plane.endPods();
  plane.settle();
}

/** Lets so many syncs pass; Pods start at once. */
function syncs(plane: ControlPlane, count = 1): void {
  for (let i = 0; i < count; i++) {
    plane.run(SYNC);
    kubelets(plane);
  }
}

/** A workload whose Pods have run for ten minutes, and its autoscaler. */
function begin(web: Deployment, spec: Partial<HpaSpec> = {}): ControlPlane {
  const plane = make();
  plane.create(deployments, web);
  kubelets(plane);
  plane.run(600_000);
  plane.create(horizontalPodAutoscalers, hpa('web', spec));
  return plane;
}

const replicas = (plane: ControlPlane): number => plane.get(deployments, 'web').spec.replicas ?? 0;
const conditions = (plane: ControlPlane): readonly string[] =>
  (plane.get(horizontalPodAutoscalers, 'web').status?.conditions ?? []).map(
    ({ type, status, reason = '', message = '' }) => `${type}=${status} ${reason}: ${message}`,
  );
const targets = (plane: ControlPlane): unknown =>
  horizontalPodAutoscalerDef.tableRow(plane.get(horizontalPodAutoscalers, 'web'), plane.nowMs).cells[2];

function setLoad(plane: ControlPlane, load: string): void {
  const web = plane.get(deployments, 'web');
  plane.update(deployments, {
    ...web,
    metadata: { ...web.metadata, annotations: { ...web.metadata.annotations, [LOAD]: load } },
  });
}

describe('an autoscaler', () => {
  test('looks after 15 s, and scales up as far as the load asks', () => {
    const plane = begin(loaded(2, '800m'));
    plane.run(SYNC - 1);
    expect([replicas(plane), targets(plane)]).toEqual([2, 'cpu: <unknown>/50%']);
    plane.run(1);
    expect([replicas(plane), targets(plane)]).toEqual([4, 'cpu: 200%/50%']);
    const { status } = plane.get(horizontalPodAutoscalers, 'web');
    expect(status).toEqual({
      lastScaleTime: formatTime(plane.nowMs),
      currentReplicas: 2,
      desiredReplicas: 4,
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 200, averageValue: '400m' } } },
      ],
      conditions: expect.any(Array) as unknown,
    });
    expect(conditions(plane)).toEqual([
      'AbleToScale=True SucceededRescale: the HPA controller was able to update the target scale to 4',
      'ScalingActive=True ValidMetricFound: the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      'ScalingLimited=True ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate',
    ]);
    expect(plane.eventsOf('web').filter((text) => text.startsWith('SuccessfulRescale'))).toEqual([
      'SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target',
    ]);
  });

  test('comes to rest where the Pods use what they should', () => {
    const plane = begin(loaded(2, '800m'));
    syncs(plane, 12);
    expect([replicas(plane), targets(plane)]).toEqual([8, 'cpu: 50%/50%']);
    expect(conditions(plane)).toEqual([
      'AbleToScale=True ReadyForNewScale: recommended size matches current size',
      expect.stringMatching(/^ScalingActive=True ValidMetricFound/) as unknown,
      'ScalingLimited=False DesiredWithinRange: the desired count is within the acceptable range',
    ]);
    const { rv } = plane.world;
    syncs(plane, 4);
    expect(plane.world.rv).toBe(rv);
  });

  test('takes new Pods without a sample for idle, and waits for it', () => {
    const plane = begin(loaded(2, '800m'), { behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } });
    plane.run(SYNC);
    expect(replicas(plane)).toBe(6);
    plane.run(5000);
    kubelets(plane);
    plane.run(10_000);
    expect([replicas(plane), targets(plane)]).toEqual([6, 'cpu: 66%/50%']);
    plane.run(SYNC);
    expect(replicas(plane)).toBe(8);
  });

  test('goes down only when five minutes agree', () => {
    const plane = begin(loaded(8, '800m'));
    syncs(plane, 2);
    setLoad(plane, '200m');
    syncs(plane, 19);
    expect(replicas(plane)).toBe(8);
    expect(conditions(plane)[0]).toBe(
      'AbleToScale=True ScaleDownStabilized: recent recommendations were higher than current one, applying the highest recent recommendation',
    );
    syncs(plane, 2);
    expect(replicas(plane)).toBe(2);
    expect(plane.eventsOf('web').at(-1)).toContain('Scaled down');
    expect(plane.eventsOf('web')).toContain('SuccessfulRescale: New size: 2; reason: All metrics below target');
  });

  test('stays within its bounds and says so', () => {
    const plane = begin(loaded(3, '3'), { maxReplicas: 4 });
    syncs(plane, 2);
    expect(replicas(plane)).toBe(4);
    expect(conditions(plane)[2]).toBe(
      'ScalingLimited=True TooManyReplicas: the desired replica count is more than the maximum replica count',
    );
    const web = plane.get(deployments, 'web');
    plane.update(deployments, { ...web, spec: { ...web.spec, replicas: 9 } });
    syncs(plane);
    expect(replicas(plane)).toBe(4);
    expect(plane.eventsOf('web')).toContain(
      'SuccessfulRescale: New size: 4; reason: Current number of replicas above Spec.MaxReplicas',
    );
  });

  test('is off while the target has no replicas', () => {
    const plane = begin(loaded(0, '1'));
    syncs(plane);
    expect(conditions(plane)[1]).toBe(
      'ScalingActive=False ScalingDisabled: scaling is disabled since the replica count of the target is zero',
    );
    expect(replicas(plane)).toBe(0);
  });
});

describe('behavior', () => {
  test('limits the rate upwards and downwards', () => {
    const up = { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] };
    const plane = begin(loaded(1, '2'), { behavior: { scaleUp: up } });
    syncs(plane, 4);
    expect(replicas(plane)).toBe(3);
    expect(conditions(plane)[2]).toContain('ScalingLimited=True ScaleUpLimit');
    syncs(plane, 4);
    expect(replicas(plane)).toBe(5);

    const down = { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] };
    const shrinking = begin(loaded(8, '10m'), { behavior: { scaleDown: down } });
    syncs(shrinking, 1);
    expect(replicas(shrinking)).toBe(4);
    expect(conditions(shrinking)[2]).toContain('ScalingLimited=True ScaleDownLimit');
    syncs(shrinking, 8);
    expect(replicas(shrinking)).toBe(1);
  });

  test('can forbid a direction, and waits for a window on the way up', () => {
    const plane = begin(loaded(4, '10m'), { behavior: { scaleDown: { selectPolicy: 'Disabled' } } });
    syncs(plane, 30);
    expect(replicas(plane)).toBe(4);
    const slow = begin(loaded(2, '200m'), { behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } });
    syncs(slow, 1);
    setLoad(slow, '800m');
    syncs(slow, 3);
    expect(replicas(slow)).toBe(2);
    expect(conditions(slow)[0]).toContain('AbleToScale=True ScaleUpStabilized');
    syncs(slow, 2);
    expect(replicas(slow)).toBeGreaterThan(2);
  });
});

describe('what can go wrong', () => {
  test('no such target', () => {
    const plane = begin(loaded(1, '1'), {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gone' },
    });
    syncs(plane);
    expect(conditions(plane)).toEqual([
      'AbleToScale=False FailedGetScale: the HPA controller was unable to get the target\'s current scale: deployments/scale.apps "gone" not found',
    ]);
    expect(plane.eventsOf('web')).toContain('FailedGetScale: deployments/scale.apps "gone" not found');
  });

  test('a container without a request', () => {
    const plane = make();
    const { template: bare } = deployment('web').spec;
    plane.create(deployments, deployment('web', { replicas: 1, template: bare }));
    kubelets(plane);
    plane.run(60_000);
    plane.create(horizontalPodAutoscalers, hpa('web'));
    syncs(plane);
    const pod = plane.all(pods)[0]?.metadata.name ?? '';
    const error = `failed to get cpu utilization: missing request for cpu in container app of Pod ${pod}`;
    expect(conditions(plane)[1]).toBe(
      `ScalingActive=False FailedGetResourceMetric: the HPA was unable to compute the replica count: ${error}`,
    );
    expect(plane.eventsOf('web').slice(-2)).toEqual([
      `FailedGetResourceMetric: ${error}`,
      `FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${error}`,
    ]);
    expect(targets(plane)).toBe('cpu: <unknown>/50%');
  });

  test('two autoscalers for the same Pods', () => {
    const plane = begin(loaded(1, '10m'));
    plane.create(horizontalPodAutoscalers, hpa('other'));
    syncs(plane);
    expect(conditions(plane)[1]).toBe(
      'ScalingActive=False AmbiguousSelector: pods by selector app=web are controlled by more than one HPA (e.g. [{web default} {other default}])',
    );
  });

  test('a metric that fails lets the others scale up, but not down', () => {
    const metrics: HpaSpec['metrics'] = [
      ...(hpa('x').spec.metrics ?? []),
      { type: 'Pods', pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '10' } } },
    ];
    const plane = begin(loaded(2, '800m'), { metrics });
    syncs(plane);
    expect([replicas(plane), targets(plane)]).toEqual([4, 'cpu: 200%/50%, <unknown>/10']);
    setLoad(plane, '1m');
    syncs(plane, 40);
    expect(replicas(plane)).toBe(4);
    expect(conditions(plane)[1]).toContain('ScalingActive=False FailedGetPodsMetric');
  });
});

test('memory and raw values count, too', () => {
  const plane = begin(loaded(2, '100m'), {
    metrics: [
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '50Mi' } } },
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 50 } },
      },
    ],
  });
  for (const pod of plane.all(pods))
    plane.update(pods, { ...pod, metadata: { ...pod.metadata, annotations: { 'sim.kubarium.dev/memory': '100Mi' } } });
  syncs(plane);
  expect([replicas(plane), targets(plane)]).toEqual([4, 'memory: 104857600/50Mi, cpu: 25%/50%']);
});
