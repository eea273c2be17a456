import { expect, test } from 'vitest';
import type { KubeObject, ManagedFieldsEntry } from '../../api/machinery/object.ts';
import type { Status } from '../../api/machinery/status.ts';
import type { ApiResponse } from '../../protocol/wire.ts';
import { Cluster } from '../testing/cluster.ts';
import { deployment } from '../testing/session.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const NOW = '2026-01-05T09:00:00Z';

const apply = (cluster: Cluster, url: string, body: unknown, query = 'fieldManager=one'): ApiResponse =>
  cluster.ask('PATCH', `${url}?${query}`, body, { 'content-type': 'application/apply-patch+yaml' });
const entriesOf = (cluster: Cluster, url: string): readonly ManagedFieldsEntry[] =>
  (cluster.ask('GET', url).body as KubeObject).metadata.managedFields ?? [];
const managersOf = (cluster: Cluster, url: string): string[] =>
  entriesOf(cluster, url).map((entry) =>
    [entry.manager, entry.operation, ...(entry.subresource === undefined ? [] : [entry.subresource])].join(' '),
  );

const service = (targetPort: number, more: object = {}): unknown => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort, ...more }] },
});
const map = (data: unknown, more: object = {}): unknown => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', ...more },
  data,
});

test('apply creates what is missing, and the applier owns what it sent', () => {
  const cluster = new Cluster();
  expect(apply(cluster, `${SERVICES}/web`, service(80)).status).toBe(201);
  expect(entriesOf(cluster, `${SERVICES}/web`)).toEqual([
    {
      manager: 'one',
      operation: 'Apply',
      apiVersion: 'v1',
      time: NOW,
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:spec': {
          'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:targetPort': {} } },
          'f:selector': {},
        },
      },
    },
  ]);
});

test('another applier meets a conflict, and takes the field by force', () => {
  const cluster = new Cluster();
  apply(cluster, `${SERVICES}/web`, service(80));
  const refused = apply(cluster, `${SERVICES}/web`, service(9090), 'fieldManager=two');
  expect(refused.body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Apply failed with 1 conflict: conflict with "one": .spec.ports[port=80,protocol="TCP"].targetPort',
    reason: 'Conflict',
    details: {
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "one"',
          field: '.spec.ports[port=80,protocol="TCP"].targetPort',
        },
      ],
    },
    code: 409,
  });
  expect(apply(cluster, `${SERVICES}/web`, service(9090), 'fieldManager=two&force=true').status).toBe(200);
  expect(cluster.get(`${SERVICES}/web`).spec).toMatchObject({
    ports: [{ port: 80, protocol: 'TCP', targetPort: 9090 }],
  });
  expect(entriesOf(cluster, `${SERVICES}/web`).map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
    [
      'one',
      {
        'f:spec': {
          'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } },
          'f:selector': {},
        },
      },
    ],
    [
      'two',
      {
        'f:spec': {
          'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:targetPort': {} } },
          'f:selector': {},
        },
      },
    ],
  ]);
});

test('applying the same again writes nothing, and a dry run neither', () => {
  const cluster = new Cluster();
  apply(cluster, `${SERVICES}/web`, service(80));
  cluster.run(5000);
  const { rv } = cluster.sim.store;
  expect(apply(cluster, `${SERVICES}/web`, service(80)).status).toBe(200);
  expect(apply(cluster, `${SERVICES}/web`, service(81), 'fieldManager=one&dryRun=All').body).toMatchObject({
    spec: { ports: [{ targetPort: 81 }] },
  });
  expect(apply(cluster, `${MAPS}/settings`, map({ a: '1' }), 'fieldManager=one&dryRun=All').status).toBe(201);
  expect([cluster.sim.store.rv, cluster.ask('GET', `${MAPS}/settings`).status]).toEqual([rv, 404]);
});

test('what the applier owned alone and no longer sends goes; what others own or set stays', () => {
  const cluster = new Cluster();
  apply(cluster, `${MAPS}/settings`, map({ a: '1', b: '1', c: '1' }, { labels: { app: 'x' }, finalizers: ['e.io/a'] }));
  apply(cluster, `${MAPS}/settings`, map({ b: '1' }, { finalizers: ['e.io/b'] }), 'fieldManager=two');
  cluster.patch(`${MAPS}/settings`, { data: { d: '1' } }, 'merge-patch');
  apply(cluster, `${MAPS}/settings`, map({ c: '2' }));
  const { data, metadata } = cluster.get(`${MAPS}/settings`);
  expect([data, metadata.labels, metadata.finalizers]).toEqual([{ b: '1', c: '2', d: '1' }, undefined, ['e.io/b']]);
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual(['one Apply', 'two Apply', 'unknown Update']);
});

test('items of keyed lists are merged in the order of the configuration, with the defaults that the server added', () => {
  const cluster = new Cluster();
  const web = (containers: unknown): unknown => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers } } },
  });
  cluster.post(`${DEPLOYMENTS}?fieldManager=kubectl-create`, deployment('web', 1, 'nginx:1'));
  const answer = apply(cluster, `${DEPLOYMENTS}/web`, web([{ name: 'side', image: 'busybox' }]));
  expect(cluster.said(answer)).toBe('200');
  const containers = (): string[] =>
    (
      cluster.get(`${DEPLOYMENTS}/web`).spec as {
        template: { spec: { containers: { name: string; image: string; imagePullPolicy: string }[] } };
      }
    ).template.spec.containers.map(({ name, image, imagePullPolicy }) => `${name} ${image} ${imagePullPolicy}`);
  const [own = ''] = containers();
  expect(containers()).toEqual([own, 'side busybox Always']);
  apply(cluster, `${DEPLOYMENTS}/web`, web([{ name: 'side' }]));
  expect(containers()).toEqual([own, 'side busybox Always']);
});

test('updates are tracked under the field manager, else the user agent, and take fields from appliers', () => {
  const cluster = new Cluster();
  apply(cluster, `${MAPS}/settings`, map({ a: '1', b: '1' }));
  const agent = { 'content-type': 'application/merge-patch+json', 'user-agent': 'kubectl/v1.33.1 (linux/amd64)' };
  cluster.ask('PATCH', `${MAPS}/settings`, { data: { a: '2', b: null } }, agent);
  cluster.ask('PATCH', `${MAPS}/settings?fieldManager=kubectl-label`, { metadata: { labels: { on: '1' } } }, agent);
  expect(
    entriesOf(cluster, `${MAPS}/settings`).map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]),
  ).toEqual([
    ['kubectl', 'Update', { 'f:data': { 'f:a': {} } }],
    ['kubectl-label', 'Update', { 'f:metadata': { 'f:labels': { '.': {}, 'f:on': {} } } }],
  ]);
  expect(cluster.said(apply(cluster, `${MAPS}/settings`, map({ a: '3' }, { labels: { on: '2' } })))).toBe(
    [
      '409: Apply failed with 2 conflicts: conflicts with "kubectl" using v1:',
      '- .data.a',
      'conflicts with "kubectl-label" using v1:',
      '- .metadata.labels.on',
    ].join('\n'),
  );
});

test('a create owns what the server defaulted, and controllers sign with the names of their programs', () => {
  const cluster = new Cluster();
  cluster.post(`${DEPLOYMENTS}?fieldManager=kubectl-create`, deployment('web', 1, 'nginx:1'));
  cluster.run();
  expect(managersOf(cluster, `${DEPLOYMENTS}/web`)).toEqual([
    'kube-controller-manager Update',
    'kube-controller-manager Update status',
    'kubectl-create Update',
  ]);
  expect(entriesOf(cluster, `${DEPLOYMENTS}/web`)[2]?.fieldsV1).toMatchObject({
    'f:spec': {
      'f:progressDeadlineSeconds': {},
      'f:replicas': {},
      'f:revisionHistoryLimit': {},
      'f:selector': {},
      'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} },
    },
  });
  cluster.patch(`${DEPLOYMENTS}/web/scale?fieldManager=kubectl-scale`, { spec: { replicas: 2 } }, 'merge-patch');
  expect(managersOf(cluster, `${DEPLOYMENTS}/web`)).toContain('kubectl-scale Update scale');
  const three = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3 } };
  expect(cluster.said(apply(cluster, `${DEPLOYMENTS}/web`, three))).toBe(
    '409: Apply failed with 1 conflict: conflict with "kubectl-scale" with subresource "scale" using apps/v1: .spec.replicas',
  );
});

test('what only actors have written carries no managedFields until someone from outside writes to it', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 1, 'nginx:1'));
  cluster.run();
  const [pod] = cluster.items(PODS);
  const url = `${PODS}/${pod?.metadata.name}`;
  expect(entriesOf(cluster, url)).toEqual([]);
  cluster.patch(`${url}?fieldManager=kubectl-label`, { metadata: { labels: { on: '1' } } });
  expect(managersOf(cluster, url)).toEqual([
    'kube-controller-manager Update',
    'kubectl-label Update',
    'kubelet Update status',
  ]);
  const image = { spec: { containers: [{ name: 'app', image: 'nginx:9' }] } };
  const config = { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod?.metadata.name }, ...image };
  expect(cluster.said(apply(cluster, url, config))).toMatch(
    /^409: Apply failed with 1 conflict: conflict with "kube-controller-manager" using v1: \.spec\.containers\[name="app"\]\.image$/,
  );
});

test('status and scale can be applied, each owned apart', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 1, 'nginx:1'));
  const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
  const condition = { type: 'Nice', status: 'True' };
  const status = apply(cluster, `${DEPLOYMENTS}/web/status`, {
    ...head,
    spec: { replicas: 9 },
    status: { conditions: [condition] },
  });
  expect(status.body).toMatchObject({ spec: { replicas: 1 }, status: { conditions: [condition] } });
  const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: { replicas: 4 } };
  expect(apply(cluster, `${DEPLOYMENTS}/web/scale`, scale, 'fieldManager=hpa&force=true').body).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 4 },
  });
  expect(managersOf(cluster, `${DEPLOYMENTS}/web`)).toEqual(['hpa Apply scale', 'one Apply status', 'unknown Update']);
});

test('mistakes of an apply get the words of a real API server', () => {
  const cluster = new Cluster();
  const at = `${DEPLOYMENTS}/web`;
  const head = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } };
  const spec = { replicas: 'three', replicaz: 1, template: { spec: { containers: [{ image: 'x' }] } } };
  const twice = { template: { spec: { containers: [{ name: 'a' }, { name: 'a', image: 7 }] } } };
  const said = [
    apply(cluster, at, head, ''),
    apply(cluster, at, head, `fieldManager=${'m'.repeat(129)}`),
    cluster.ask('PATCH', `${at}?force=true`, {}, { 'content-type': 'application/merge-patch+json' }),
    apply(cluster, at, { ...head, spec: { replicaz: 1 } }),
    apply(cluster, at, { ...head, spec }),
    apply(cluster, at, { ...head, spec: twice }),
    apply(cluster, at, { ...head, apiVersion: 'v1' }),
    apply(cluster, at, { ...head, metadata: { name: 'web', managedFields: [{}] } }),
    apply(cluster, at, { ...head, metadata: { name: 'other' } }),
    apply(cluster, at, { ...head, metadata: { name: 'web', uid: '1' } }),
    apply(cluster, at, head),
    apply(cluster, at, [1]),
    cluster.sim.handle({
      method: 'PATCH',
      url: `${at}?fieldManager=one`,
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: 'a: [b',
    }),
  ].map((answer) => cluster.said(answer).replaceAll('\n', ' /'));
  expect(said).toMatchInlineSnapshot(`
    [
      "422: PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch",
      "422: PatchOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes",
      "422: PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch",
      "500: failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replicaz: field not declared in schema",
      "500: failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors: /  .spec.replicas: expected numeric (int or float), got string /  .spec.replicaz: field not declared in schema /  .spec.template.spec.containers: element 0: associative list with keys has an element that omits key field "name" (and doesn't have default value)",
      "500: failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors: /  .spec.template.spec.containers: duplicate entries for key [name="a"] /  .spec.template.spec.containers[name="a"].image: expected string, got &value.valueUnstructured{Value:7}",
      "400: invalid object type: /v1, Kind=Deployment",
      "400: metadata.managedFields must be nil",
      "400: the name of the object (other) does not match the name on the URL (web)",
      "409: Operation cannot be fulfilled on deployments.apps "web": uid mismatch: the provided object specified uid 1, and no existing object was found",
      "422: Deployment.apps "web" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: \`selector\` does not match template \`labels\`, spec.template.spec.containers: Required value]",
      "400: error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}",
      "400: error decoding YAML: invalid character 'a' looking for beginning of value",
    ]
  `);
});

test('managedFields can be handed over, kept by leaving them out, and reset', () => {
  const cluster = new Cluster();
  apply(cluster, `${MAPS}/settings`, map({ a: '1' }));
  cluster.ask('PUT', `${MAPS}/settings`, map({ a: '1' }));
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual(['one Apply']);
  cluster.patch(`${MAPS}/settings`, { metadata: { managedFields: [] } }, 'merge-patch');
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual(['one Apply']);
  const [entry] = entriesOf(cluster, `${MAPS}/settings`);
  const handed = [{ op: 'replace', path: '/metadata/managedFields', value: [{ ...entry, manager: 'two' }] }];
  cluster.patch(`${MAPS}/settings`, handed, 'json-patch');
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual(['two Apply']);
  cluster.patch(`${MAPS}/settings`, { metadata: { managedFields: [{}] } }, 'merge-patch');
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual([]);
  cluster.patch(`${MAPS}/settings`, { data: { b: '1' } }, 'merge-patch');
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual([]);
  const clash = apply(cluster, `${MAPS}/settings`, map({ a: '2' }));
  expect((clash.body as Status).message).toBe(
    'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
  );
});

test('kubectl takes over from client-side apply without a conflict, and keeps its annotation up to date', () => {
  const cluster = new Cluster();
  const key = 'kubectl.kubernetes.io/last-applied-configuration';
  const applied = { ...(map({ a: '1', b: '1' }) as object), metadata: { name: 'settings', annotations: {} } };
  const annotations = { [key]: `${JSON.stringify(applied)}\n` };
  const csa = 'fieldManager=kubectl-client-side-apply';
  cluster.post(`${MAPS}?${csa}`, { ...applied, metadata: { name: 'settings', annotations } });
  expect(cluster.said(apply(cluster, `${MAPS}/settings`, map({ a: '2' }), 'fieldManager=other'))).toBe(
    '409: Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.a',
  );
  const taken = apply(cluster, `${MAPS}/settings`, map({ a: '2', b: '1' }), 'fieldManager=kubectl');
  expect(cluster.said(taken)).toBe('200');
  const { data, metadata } = cluster.get(`${MAPS}/settings`);
  expect(data).toEqual({ a: '2', b: '1' });
  expect(metadata.annotations?.[key]).toBe(
    '{"apiVersion":"v1","data":{"a":"2","b":"1"},"kind":"ConfigMap","metadata":{"name":"settings"}}\n',
  );
  // kubectl 1.33 then moves what client-side apply owned to itself, by a patch of managedFields, and applies again.
  const ours = entriesOf(cluster, `${MAPS}/settings`).filter(({ manager }) => manager === 'kubectl');
  const moved = [
    { op: 'replace', path: '/metadata/managedFields', value: ours },
    { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
  ];
  expect(cluster.said(cluster.patch(`${MAPS}/settings`, moved, 'json-patch'))).toBe('200');
  expect(cluster.said(apply(cluster, `${MAPS}/settings`, map({ a: '2' }), 'fieldManager=kubectl'))).toBe('200');
  expect(cluster.get(`${MAPS}/settings`).data).toEqual({ a: '2' });
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual(['kubectl Apply']);
});

test('the oldest of many updaters are merged into one entry', () => {
  const cluster = new Cluster();
  cluster.post(`${MAPS}?fieldManager=m0`, map({ k0: '1' }));
  for (let i = 1; i < 14; i++) {
    cluster.run(1000);
    cluster.patch(`${MAPS}/settings?fieldManager=m${i}`, { data: { [`k${i}`]: '1' } }, 'merge-patch');
  }
  expect(managersOf(cluster, `${MAPS}/settings`)).toEqual([
    'ancient-changes Update',
    ...[5, 6, 7, 8, 9, 10, 11, 12, 13].map((i) => `m${i} Update`),
  ]);
});
