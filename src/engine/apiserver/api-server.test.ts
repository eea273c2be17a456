import { expect, test } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { deployment, service } from '../testing/session.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const SERVICES = '/api/v1/namespaces/default/services';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

const map = (name: string, data: unknown = { a: '1' }): unknown => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const pod = (name: string, more: object = {}): unknown => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'app', image: 'nginx' }], ...more },
});

test('an object that is created is there, with what the server owns filled in', () => {
  const cluster = new Cluster();
  expect(cluster.post(MAPS, map('settings')).status).toBe(201);
  const { metadata, ...rest } = cluster.get(`${MAPS}/settings`);
  expect(rest).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } });
  expect(metadata).toEqual({
    name: 'settings',
    namespace: 'default',
    uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
    resourceVersion: String(cluster.sim.store.rv),
    creationTimestamp: '2026-01-05T09:00:00Z',
  });
});

test('a generated name has five letters that spell no words', () => {
  const cluster = new Cluster();
  const answer = cluster.post(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'web-' } });
  expect((answer.body as { metadata: { name: string } }).metadata.name).toMatch(
    /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
  );
});

test('mistakes get the words of a real API server, and change nothing', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, map('settings'));
  const rv = cluster.sim.store.rv;
  const said = [
    cluster.ask('GET', `${PODS}/nosuch`),
    cluster.ask('GET', '/apis/nowhere/v1/things'),
    cluster.ask('GET', '/api/v1/namespaces/default/widgets'),
    cluster.post(MAPS, map('settings')),
    cluster.post(MAPS, map('Bad_Name')),
    cluster.post('/api/v1/namespaces/nowhere/configmaps', map('settings')),
    cluster.post(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'other' } }),
    cluster.post(`${DEPLOYMENTS}?fieldValidation=Strict`, { ...(deployment('d', 1, 'x') as object), sepc: {} }),
    cluster.post(DEPLOYMENTS, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { replicas: 'three' },
    }),
    cluster.post(PODS, pod('p', { containers: [] })),
    cluster.ask('PUT', `${MAPS}/settings`, map('other')),
    cluster.ask('PUT', `${MAPS}/settings`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', resourceVersion: '1' },
    }),
    cluster.ask('DELETE', '/api/v1/namespaces/kube-system'),
    cluster.sim.handle({ method: 'POST', url: MAPS, body: 'a: b', headers: { 'content-type': 'text/html' } }),
    cluster.ask('GET', `${PODS}?fieldSelector=spec.color%3Dred`),
    cluster.ask('GET', `${PODS}?resourceVersion=999999`),
    cluster.ask('GET', '/api/v1/%E0%A4%A'),
  ].map((answer) => cluster.said(answer).replace(/current: \d+/, 'current: <rv>'));
  expect(said).toMatchInlineSnapshot(`
    [
      "404: pods "nosuch" not found",
      "404: the server could not find the requested resource",
      "404: the server could not find the requested resource",
      "409: configmaps "settings" already exists",
      "422: ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      "404: namespaces "nowhere" not found",
      "400: the namespace of the provided object does not match the namespace sent on the request",
      "400: Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "sepc"",
      "400: Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
      "422: Pod "p" is invalid: spec.containers: Required value",
      "400: the name of the object (other) does not match the name on the URL (settings)",
      "409: Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again",
      "403: namespaces "kube-system" is forbidden: this namespace may not be deleted",
      "415: the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
      "400: field label not supported: spec.color",
      "504: Timeout: Too large resource version: 999999, current: <rv>",
      "400: the request URL is not properly percent-encoded",
    ]
  `);
  expect(cluster.sim.store.rv).toBe(rv);
});

test('an update without a difference writes nothing; one with a difference raises the generation', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 1, 'nginx:1'));
  cluster.run();
  const rv = cluster.sim.store.rv;
  const before = cluster.get(`${DEPLOYMENTS}/web`);
  expect(cluster.ask('PUT', `${DEPLOYMENTS}/web`, before).status).toBe(200);
  expect(cluster.patch(`${DEPLOYMENTS}/web`, { metadata: { labels: { app: 'web' } } }).status).toBe(200);
  expect(cluster.sim.store.rv).toBe(rv);
  cluster.patch(`${DEPLOYMENTS}/web`, { metadata: { labels: { tier: 'front' } } });
  expect(cluster.get(`${DEPLOYMENTS}/web`).metadata.generation).toBe(1);
  cluster.patch(`${DEPLOYMENTS}/web`, { spec: { paused: true } });
  expect(cluster.get(`${DEPLOYMENTS}/web`).metadata.generation).toBe(2);
});

test('the three kinds of patch change what they say and nothing else', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, map('settings', { a: '1', b: '2' }));
  cluster.patch(`${MAPS}/settings`, { data: { a: null, c: '3' } }, 'merge-patch');
  cluster.patch(`${MAPS}/settings`, [{ op: 'replace', path: '/data/b', value: 'two' }], 'json-patch');
  expect(cluster.get(`${MAPS}/settings`)['data']).toEqual({ b: 'two', c: '3' });
  cluster.post(DEPLOYMENTS, deployment('web', 1, 'nginx:1'));
  cluster.patch(`${DEPLOYMENTS}/web`, {
    spec: { template: { spec: { containers: [{ name: 'log', image: 'fluent' }] } } },
  });
  const spec = cluster.get(`${DEPLOYMENTS}/web`).spec as { template: { spec: { containers: { name: string }[] } } };
  expect(spec.template.spec.containers.map(({ name }) => name)).toEqual(['log', 'app']);
});

test('header names count without regard to case', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, map('settings'));
  const answer = cluster.ask(
    'PATCH',
    `${MAPS}/settings`,
    { data: { b: '2' } },
    { 'Content-Type': 'application/merge-patch+json' },
  );
  expect([answer.status, cluster.get(`${MAPS}/settings`)['data']]).toEqual([200, { a: '1', b: '2' }]);
});

test('status and scale are doors of their own', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1'));
  cluster.run();
  const { kind, spec, status } = cluster.get(`${DEPLOYMENTS}/web/scale`);
  expect({ kind, spec, status }).toEqual({
    kind: 'Scale',
    spec: { replicas: 2 },
    status: { replicas: 2, selector: 'app=web' },
  });
  expect(cluster.said(cluster.patch(`${DEPLOYMENTS}/web/scale`, { spec: { replicas: -1 } }, 'merge-patch'))).toBe(
    '422: Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  );
  cluster.patch(`${DEPLOYMENTS}/web/scale`, { spec: { replicas: 4 } }, 'merge-patch');
  cluster.patch(`${DEPLOYMENTS}/web/status`, { spec: { replicas: 9 } }, 'merge-patch');
  cluster.run();
  expect(cluster.table(DEPLOYMENTS)).toEqual(['web 4/4 4 4']);
});

test('a dry run answers as the real thing would and stores nothing', () => {
  const cluster = new Cluster();
  const rv = cluster.sim.store.rv;
  const answer = cluster.post(`${SERVICES}?dryRun=All`, service('web', 'ClusterIP'));
  expect([answer.status, (answer.body as { spec: { clusterIP: string } }).spec.clusterIP]).toEqual([201, '10.96.0.0']);
  expect([cluster.sim.store.rv, cluster.ask('GET', `${SERVICES}/web`).status]).toEqual([rv, 404]);
  expect(cluster.said(cluster.post(`${SERVICES}?dryRun=Some`, service('web', 'ClusterIP')))).toMatch(
    /^422: CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value/,
  );
});

test('lists choose by labels and fields, and come in pages', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 3, 'nginx:1'));
  cluster.post(PODS, pod('alone'));
  cluster.run();
  const names = (url: string): number => cluster.items(url).length;
  expect([
    names(PODS),
    names(`${PODS}?labelSelector=app%3Dweb`),
    names(`${PODS}?labelSelector=app+notin+(web)`),
  ]).toEqual([4, 3, 1]);
  expect(cluster.items(`${PODS}?fieldSelector=metadata.name%3Dalone`).map(({ metadata }) => metadata.name)).toEqual([
    'alone',
  ]);
  expect(names('/api/v1/pods?fieldSelector=status.phase%3DRunning')).toBe(4);
  const page = cluster.ask('GET', `${PODS}?limit=3`).body as {
    metadata: { continue: string; remainingItemCount: number };
    items: unknown[];
  };
  expect([page.items.length, page.metadata.remainingItemCount]).toEqual([3, 1]);
  expect(names(`${PODS}?limit=3&continue=${encodeURIComponent(page.metadata.continue)}`)).toBe(1);
});

test('a watch tells what comes, changes and goes, as seen through its selector', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, map('old'));
  const { watch } = cluster.ask('GET', `${MAPS}?watch=true&labelSelector=on`);
  const pull = (): string[] =>
    cluster.sim.watches
      .pull(watch?.id ?? 0)
      .map(({ type, object }) => `${type} ${(object as { metadata: { name: string } }).metadata.name}`);
  expect(pull()).toEqual([]);
  const label = (on: string | null): unknown => ({ metadata: { labels: { on } } });
  cluster.patch(`${MAPS}/old`, label('1'), 'merge-patch');
  cluster.patch(`${MAPS}/old`, label('2'), 'merge-patch');
  cluster.patch(`${MAPS}/old`, label(null), 'merge-patch');
  cluster.ask('DELETE', `${MAPS}/old`);
  expect(pull()).toEqual(['ADDED old', 'MODIFIED old', 'DELETED old']);
});

test('a reader who comes too late is told that the past is gone', () => {
  const cluster = new Cluster({ logLimit: 100 });
  cluster.post(MAPS, map('busy'));
  const { watch } = cluster.ask('GET', `${MAPS}?watch=true&resourceVersion=${cluster.sim.store.rv}`);
  for (let i = 0; i < 200; i++) cluster.patch(`${MAPS}/busy`, { data: { n: String(i) } }, 'merge-patch');
  const [event] = cluster.sim.watches.pull(watch?.id ?? 0);
  expect(event).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  expect(cluster.said(cluster.ask('GET', `${MAPS}?watch=true&resourceVersion=1`))).toMatch(
    /^410: too old resource version: 1 \(\d+\)$/,
  );
});

test('finalizers and foreground deletion hold an object until they are gone', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, { ...(map('held') as object), metadata: { name: 'held', finalizers: ['example.com/wait'] } });
  cluster.ask('DELETE', `${MAPS}/held`);
  expect(cluster.get(`${MAPS}/held`).metadata.deletionTimestamp).toBe('2026-01-05T09:00:00Z');
  expect(cluster.said(cluster.post(MAPS, map('held')))).toBe(
    '409: object is being deleted: configmaps "held" already exists',
  );
  cluster.patch(`${MAPS}/held`, { metadata: { finalizers: null } }, 'merge-patch');
  expect(cluster.ask('GET', `${MAPS}/held`).status).toBe(404);
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1'));
  cluster.run();
  cluster.ask('DELETE', `${DEPLOYMENTS}/web`, { propagationPolicy: 'Foreground' });
  expect(cluster.get(`${DEPLOYMENTS}/web`).metadata.finalizers).toEqual(['foregroundDeletion']);
  cluster.run();
  expect([cluster.ask('GET', `${DEPLOYMENTS}/web`).status, cluster.items(PODS).length]).toEqual([404, 0]);
});

test('deleting with orphans leaves the pods, which a new Deployment adopts', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1'));
  cluster.run();
  const uids = (): Set<unknown> => new Set(cluster.items(PODS).map(({ metadata }) => metadata.uid));
  const before = uids();
  cluster.ask('DELETE', `${DEPLOYMENTS}/web`, { propagationPolicy: 'Orphan' });
  cluster.run();
  expect([cluster.ask('GET', `${DEPLOYMENTS}/web`).status, uids()]).toEqual([404, before]);
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1'));
  cluster.run();
  expect(uids()).toEqual(before);
});

test('discovery lists what is served, and hides what only a simulation knows', () => {
  const cluster = new Cluster();
  const { groups } = cluster.ask('GET', '/apis').body as { groups: { name: string }[] };
  const names = groups.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['apps', 'discovery.k8s.io', 'coordination.k8s.io']));
  expect(names).not.toContain('sim.kubarium.dev');
  const { resources } = cluster.ask('GET', '/apis/apps/v1').body as { resources: { name: string }[] };
  expect(resources.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
    ]),
  );
  expect(cluster.ask('GET', '/apis/sim.kubarium.dev/v1').status).toBe(404);
  expect(cluster.said(cluster.ask('DELETE', '/apis/sim.kubarium.dev/v1/kubeproxies/node-1'))).toMatch(/^405/);
  expect([
    cluster.ask('GET', '/healthz').body,
    (cluster.ask('GET', '/version').body as { gitVersion: string }).gitVersion,
  ]).toEqual(['ok', 'v1.36.3']);
});
