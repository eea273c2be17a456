/**
 * Requests that a lively class sends: manifests of every kind that acts, changed, scaled, labelled, broken and deleted,
 * with nodes that are tainted, short of something or gone. Names are drawn from few, so that they meet.
 */
import * as fc from 'fast-check';
import type { ApiRequest } from '../../protocol/wire.ts';
import { action, type Action } from './session.ts';

const NAMESPACE = 'namespaces/default';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

/** Where the objects of a kind are. */
const PATHS = {
  Pod: `/api/v1/${NAMESPACE}/pods`,
  Deployment: `/apis/apps/v1/${NAMESPACE}/deployments`,
  ReplicaSet: `/apis/apps/v1/${NAMESPACE}/replicasets`,
  StatefulSet: `/apis/apps/v1/${NAMESPACE}/statefulsets`,
  DaemonSet: `/apis/apps/v1/${NAMESPACE}/daemonsets`,
  Job: `/apis/batch/v1/${NAMESPACE}/jobs`,
  CronJob: `/apis/batch/v1/${NAMESPACE}/cronjobs`,
  Service: `/api/v1/${NAMESPACE}/services`,
  PersistentVolumeClaim: `/api/v1/${NAMESPACE}/persistentvolumeclaims`,
  PodDisruptionBudget: `/apis/policy/v1/${NAMESPACE}/poddisruptionbudgets`,
  HorizontalPodAutoscaler: `/apis/autoscaling/v2/${NAMESPACE}/horizontalpodautoscalers`,
  ResourceQuota: `/api/v1/${NAMESPACE}/resourcequotas`,
} as const;

type Kind = keyof typeof PATHS;

const name = fc.constantFrom('web', 'api', 'db');
const kind = fc.constantFrom(...(Object.keys(PATHS) as Kind[]));
const scalable = fc.constantFrom<Kind>('Deployment', 'ReplicaSet', 'StatefulSet');
const node = fc.constantFrom('node-1', 'node-2', 'node-3');

const command = fc.constantFrom<readonly string[] | undefined>(
  undefined,
  ['sleep', '3'],
  ['sh', '-c', 'sleep 1; exit 1'],
  ['false'],
  ['sleep', 'infinity'],
);
const image = fc.constantFrom('nginx:1.27', 'busybox', 'redis', 'nosuch/image:1');
const probe = fc.constantFrom<object | undefined>(
  undefined,
  { httpGet: { port: 80 }, periodSeconds: 2, failureThreshold: 2 },
  { exec: { command: ['false'] }, periodSeconds: 1 },
  { tcpSocket: { port: 81 }, initialDelaySeconds: 2 },
);

const container = fc
  .record({ image, command, readinessProbe: probe, livenessProbe: probe, cpu: fc.constantFrom('50m', '300m', '3') })
  .map(({ cpu, ...rest }) => ({ name: 'app', ...present(rest), resources: { requests: { cpu } } }));

const podSpec = fc
  .record({
    container,
    init: fc.option(command, { nil: undefined, freq: 3 }),
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    grace: fc.constantFrom(0, 2, 30),
    claim: fc.boolean(),
  })
  .map(({ container: main, init, restartPolicy, grace, claim }) => ({
    restartPolicy,
    terminationGracePeriodSeconds: grace,
    ...(init === undefined ? {} : { initContainers: [{ name: 'init', image: 'busybox', command: init }] }),
    containers: [claim ? { ...main, volumeMounts: [{ name: 'data', mountPath: '/data' }] } : main],
    volumes: claim
      ? [{ name: 'data', persistentVolumeClaim: { claimName: 'db' } }]
      : [{ name: 'scratch', emptyDir: {} }],
  }));

/** A manifest of one of the kinds; most are accepted, some are refused. */
const manifest = fc
  .record({ kind, name, podSpec, count: fc.nat(5), flag: fc.boolean() })
  .map(({ kind: of, name: called, podSpec: spec, count, flag }) => ({
    kind: of,
    object: {
      apiVersion: apiVersionOf(of),
      kind: of,
      metadata: { name: called, labels: { app: called } },
      ...(of === 'Pod' ? { spec } : { spec: specOf(of, called, { count, flag, pod: spec }) }),
    },
  }));

/** `/apis/apps/v1/...` is apps/v1, `/api/v1/...` is v1. */
function apiVersionOf(of: Kind): string {
  const [, api, first = '', second = ''] = PATHS[of].split('/');
  return api === 'api' ? first : `${first}/${second}`;
}

interface Parts {
  readonly count: number;
  readonly flag: boolean;
  readonly pod: object;
}

function specOf(of: Kind, called: string, { count, flag, pod }: Parts): object {
  const app = { app: called };
  const always = { metadata: { labels: app }, spec: { ...pod, restartPolicy: 'Always' } };
  const once = { metadata: { labels: app }, spec: { ...pod, restartPolicy: flag ? 'Never' : 'OnFailure' } };
  const selector = { matchLabels: app };
  switch (of) {
    case 'StatefulSet':
      return {
        replicas: count,
        selector,
        serviceName: called,
        podManagementPolicy: flag ? 'Parallel' : 'OrderedReady',
        template: always,
      };
    case 'DaemonSet':
      return { selector, template: always };
    case 'Job':
      return { completions: count + 1, parallelism: flag ? 2 : 1, backoffLimit: 2, template: once };
    case 'CronJob':
      return { schedule: '* * * * *', jobTemplate: { spec: { template: once } } };
    case 'Service':
      return { selector: app, ports: [{ port: 80 }], ...(flag ? { clusterIP: 'None' } : { type: 'NodePort' }) };
    case 'PersistentVolumeClaim':
      return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: `${count + 1}Gi` } } };
    case 'PodDisruptionBudget':
      return { selector, ...(flag ? { minAvailable: count } : { maxUnavailable: '50%' }) };
    case 'HorizontalPodAutoscaler':
      return {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: called },
        minReplicas: 1,
        maxReplicas: count + 1,
      };
    case 'ResourceQuota':
      return { hard: { pods: String(10 + count), 'requests.cpu': flag ? '4' : '8' } };
    default:
      return { replicas: count, selector, template: always };
  }
}

const creation = manifest.map(({ kind: of, object }) => post(PATHS[of], object));
const removal = fc
  .record({ kind, name, policy: fc.constantFrom('Background', 'Foreground', 'Orphan') })
  .map(({ kind: of, name: called, policy }): ApiRequest => ({
    method: 'DELETE',
    url: `${PATHS[of]}/${called}`,
    body: JSON.stringify({ propagationPolicy: policy }),
  }));
const scaling = fc
  .record({ kind: scalable, name, replicas: fc.nat(7) })
  .map(({ kind: of, name: called, replicas }) => patch(`${PATHS[of]}/${called}/scale`, MERGE, { spec: { replicas } }));
const newImage = fc.record({ kind: scalable, name, image }).map(({ kind: of, name: called, image: from }) =>
  patch(`${PATHS[of]}/${called}`, STRATEGIC, {
    spec: { template: { spec: { containers: [{ name: 'app', image: from }] } } },
  }),
);
const nodeChange = fc
  .record({
    node,
    change: fc.constantFrom<object>(
      { spec: { taints: [{ key: 'dedicated', value: 'x', effect: 'NoExecute' }] } },
      { spec: { taints: [{ key: 'dedicated', value: 'x', effect: 'NoSchedule' }] } },
      { spec: { taints: null } },
      { metadata: { annotations: { 'sim.kubarium.dev/pressure': 'disk' } } },
      { metadata: { annotations: { 'sim.kubarium.dev/pressure': null } } },
      { metadata: { annotations: { 'sim.kubarium.dev/fault': 'power' } } },
      { metadata: { annotations: { 'sim.kubarium.dev/fault': 'kubelet' } } },
      { metadata: { annotations: { 'sim.kubarium.dev/fault': null } } },
    ),
  })
  .map(({ node: called, change }) => patch(`/api/v1/nodes/${called}`, MERGE, change));
/** What should be refused, and must leave nothing behind. */
const nonsense = fc
  .record({
    kind,
    name,
    junk: fc.jsonValue({ maxDepth: 3 }),
    where: fc.constantFrom('spec', 'metadata', 'status', 'x'),
  })
  .map(({ kind: of, name: called, junk, where }) =>
    post(PATHS[of], { apiVersion: apiVersionOf(of), kind: of, metadata: { name: called }, [where]: junk }),
  );

const wildRequest = fc.oneof(
  { weight: 6, arbitrary: creation },
  { weight: 2, arbitrary: removal },
  { weight: 2, arbitrary: scaling },
  { weight: 2, arbitrary: newImage },
  { weight: 2, arbitrary: nodeChange },
  { weight: 1, arbitrary: nonsense },
);

const send = (request: ApiRequest): Action => ({ do: 'send', request });
const pause = fc.integer({ min: 1_000, max: 90_000 }).map((ms): Action => ({ do: 'wait', ms }));
const step = fc.oneof(
  { weight: 3, arbitrary: wildRequest.map(send) },
  { weight: 2, arbitrary: action },
  { weight: 1, arbitrary: pause },
);

/** A cluster with a dozen things in it, then such requests among those of the first set, with time between them. */
export const wildSession: fc.Arbitrary<readonly Action[]> = fc
  .tuple(
    fc.array(creation.map(send), { minLength: 6, maxLength: 14, size: 'max' }),
    pause,
    fc.array(step, { minLength: 5, maxLength: 20, size: 'max' }),
  )
  .map(([opening, wait, rest]) => [...opening, wait, ...rest]);

function present(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function post(url: string, object: object): ApiRequest {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) };
}

function patch(url: string, type: string, body: object): ApiRequest {
  return { method: 'PATCH', url, headers: { 'content-type': type }, body: JSON.stringify(body) };
}
