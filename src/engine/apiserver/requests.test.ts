import { expect, test } from 'vitest';
import type { KubeObject } from '../../api/machinery/object.ts';
import type { Status } from '../../api/machinery/status.ts';
import type { ApiResponse } from '../../protocol/wire.ts';
import { Cluster } from '../testing/cluster.ts';
import { deployment } from '../testing/session.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

const map = (name: string, data: unknown = { a: '1' }, metadata: object = {}): unknown => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});
const label = (on: string | null): unknown => ({ metadata: { labels: { on } } });
const namesOf = ({ body }: ApiResponse): string[] =>
  (body as { items: KubeObject[] }).items.map(({ metadata }) => metadata.name ?? '');
const metaOf = ({ body }: ApiResponse): { continue?: string; remainingItemCount?: number; resourceVersion: string } =>
  (body as { metadata: { resourceVersion: string } }).metadata;
const text = (
  cluster: Cluster,
  method: 'POST' | 'PUT' | 'PATCH',
  url: string,
  body: string,
  type: string,
): ApiResponse => cluster.sim.handle({ method, url, body, headers: { 'content-type': type } });

function withMaps(...names: string[]): Cluster {
  const cluster = new Cluster();
  for (const name of names) cluster.post(MAPS, map(name, { a: '1' }, { labels: { on: '1' } }));
  return cluster;
}

test('all pages of a list show the collection as it was at the first', () => {
  const cluster = withMaps('a', 'b', 'c', 'd');
  const first = cluster.ask('GET', `${MAPS}?limit=2`);
  const { continue: token = '', remainingItemCount, resourceVersion } = metaOf(first);
  expect([namesOf(first), remainingItemCount]).toEqual([['a', 'b'], 3]);
  cluster.ask('DELETE', `${MAPS}/c`);
  cluster.post(MAPS, map('bb'));
  const second = cluster.ask('GET', `${MAPS}?limit=2&continue=${token}`);
  expect([namesOf(second), metaOf(second).resourceVersion]).toEqual([['c', 'd'], resourceVersion]);
  const exact = cluster.ask('GET', `${MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
  expect(namesOf(exact)).toEqual(['a', 'b', 'c', 'd', 'kube-root-ca.crt']);
  const newest = cluster.ask('GET', `${MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=NotOlderThan`);
  expect(namesOf(newest)).toEqual(['a', 'b', 'bb', 'd', 'kube-root-ca.crt']);
  expect(namesOf(cluster.ask('GET', `${MAPS}?limit=1&resourceVersion=0`))).toHaveLength(5);
  expect(metaOf(cluster.ask('GET', `${MAPS}?limit=1&labelSelector=on`))).not.toHaveProperty('remainingItemCount');
  const all = cluster.ask('GET', `/api/v1/configmaps?limit=1`);
  expect(namesOf(cluster.ask('GET', `/api/v1/configmaps?limit=1&continue=${metaOf(all).continue}`))).toEqual(['b']);
});

test('a page that comes too late gets a token to go on without consistency', () => {
  const cluster = new Cluster({ logLimit: 100 });
  for (const name of ['a', 'b', 'c']) cluster.post(MAPS, map(name));
  const { continue: token = '', resourceVersion } = metaOf(cluster.ask('GET', `${MAPS}?limit=1`));
  for (let i = 0; i < 200; i++) cluster.patch(`${MAPS}/a`, { data: { n: String(i) } }, 'merge-patch');
  const late = cluster.ask('GET', `${MAPS}?limit=1&continue=${token}`);
  expect(late.body).toMatchObject({ code: 410, reason: 'Expired' });
  expect((late.body as Status).message).toContain('or use the continue token in this response');
  const goOn = metaOf(late).continue ?? '';
  expect(namesOf(cluster.ask('GET', `${MAPS}?limit=2&continue=${goOn}`))).toEqual(['b', 'c']);
  expect(cluster.said(cluster.ask('GET', `${MAPS}?limit=1&resourceVersion=${resourceVersion}`))).toBe(
    '410: The resourceVersion for the provided list is too old.',
  );
});

test('options that make no sense are refused in upstream words', () => {
  const cluster = withMaps('a');
  const said = [
    '?resourceVersionMatch=Exact',
    '?resourceVersionMatch=Exact&resourceVersion=0',
    '?resourceVersionMatch=Some&resourceVersion=1',
    '?sendInitialEvents=true',
    '?watch=true&sendInitialEvents=true',
    '?watch=true&resourceVersionMatch=Exact',
    '?limit=many',
    '?resourceVersion=new',
    '?continue=what',
    '?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhIn0&resourceVersion=5',
  ].map((query) => cluster.said(cluster.ask('GET', MAPS + query)));
  expect(said).toMatchInlineSnapshot(`
    [
      "422: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
      "422: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"",
      "422: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Some": supported values: "Exact", "NotOlderThan", """,
      "422: ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
      "422: ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
      "422: ListOptions.meta.k8s.io "" is invalid: [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]",
      "400: strconv.ParseInt: parsing "many": invalid syntax",
      "400: resourceVersion: Invalid value: "new": strconv.ParseUint: parsing "new": invalid syntax",
      "400: invalid continue token: continue key is not valid",
      "400: specifying resource version is not allowed when using continue",
    ]
  `);
  const refused = [
    cluster.post(`${MAPS}?fieldValidation=Maybe`, map('b')),
    cluster.post(`${MAPS}?fieldManager=${'x'.repeat(129)}`, map('b')),
    cluster.post(`${MAPS}?fieldManager=%07`, map('b')),
    cluster.ask('PUT', `${MAPS}/a?dryRun=None`, map('a')),
    cluster.ask('DELETE', `${MAPS}/a`, { propagationPolicy: 'Sideways' }),
    cluster.ask('DELETE', `${MAPS}/a`, { propagationPolicy: 'Orphan', orphanDependents: true }),
    cluster.ask('DELETE', `${MAPS}/a`, { dryRun: ['Some'] }),
    cluster.ask('DELETE', `${MAPS}/a`, { preconditions: { uid: 'other' } }),
    cluster.ask('DELETE', `${MAPS}/a`, { preconditions: { resourceVersion: '1' } }),
    cluster.ask('DELETE', `${MAPS}/a`, { gracePeriodSeconds: 'soon' }),
  ].map((answer) =>
    cluster
      .said(answer)
      .replace(/\([0-9a-f-]{36}\)/, '(<uid>)')
      .replace(/in record \(\d+\)/, 'in record (<rv>)'),
  );
  expect(refused).toMatchInlineSnapshot(`
    [
      "422: CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Maybe": supported values: "", "Ignore", "Strict", "Warn"",
      "422: CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes",
      "422: CreateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "\\a": invalid character U+0007 (at position 0)",
      "422: UpdateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["None"]: supported values: "All"",
      "422: DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"",
      "422: DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set",
      "422: DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"",
      "409: Operation cannot be fulfilled on configmaps "a": the UID in the precondition (other) does not match the UID in record (<uid>). The object might have been deleted and then recreated",
      "409: Operation cannot be fulfilled on configmaps "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (<rv>). The object might have been modified",
      "400: DeleteOptions in version "v1" cannot be handled as a DeleteOptions: json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64",
    ]
  `);
});

test('bodies of another kind, of two fields of one name, or of another media type', () => {
  const cluster = withMaps('a');
  const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"k":"1","k":"2"},"dota":{}}';
  const strict = '?fieldValidation=Strict';
  const merge = 'application/merge-patch+json';
  const said = [
    cluster.post(MAPS, { apiVersion: 'v1', kind: 'List', items: [] }),
    cluster.post(DEPLOYMENTS, { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } }),
    cluster.post(DEPLOYMENTS, { apiVersion: 'apps/v9', kind: 'Deployment', metadata: { name: 's' } }),
    cluster.post(MAPS, { apiVersion: 'v1', kind: 'Gadget', metadata: { name: 's' } }),
    text(cluster, 'POST', MAPS + strict, twice, 'application/json'),
    text(cluster, 'POST', MAPS, '', 'application/json'),
    text(cluster, 'POST', MAPS, '[]', 'application/yaml'),
    text(cluster, 'POST', MAPS, '{}', 'application/vnd.kubernetes.protobuf'),
    text(cluster, 'PATCH', `${MAPS}/a`, '{}', 'application/json'),
    text(cluster, 'PATCH', `${MAPS}/a${strict}`, '{"dota":{"a":"1"}}', 'application/strategic-merge-patch+json'),
    text(cluster, 'PATCH', `${MAPS}/a${strict}`, '{"data":{"a":"1","a":"2"}}', merge),
    text(cluster, 'PATCH', `${MAPS}/a`, '{"data":{"a":1}}', 'application/strategic-merge-patch+json'),
    text(cluster, 'PATCH', `${MAPS}/a`, '{"metadata":{"name":"b"}}', merge),
    text(cluster, 'PATCH', `${MAPS}/a`, '[{"op":"test","path":"/data/a","value":"7"}]', 'application/json-patch+json'),
    cluster.ask('PUT', `${MAPS}/a`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
    cluster.ask('PUT', `${MAPS}/nosuch`, map('nosuch')),
  ].map((answer) => cluster.said(answer).replace(/value: "\{.*\}"/, 'value: <object>'));
  expect(said).toMatchInlineSnapshot(`
    [
      "400: List in version "v1" cannot be handled as a ConfigMap: converting (v1.List) to (core.ConfigMap): unknown conversion",
      "400: Service in version "v1" cannot be handled as a Deployment: converting (v1.Service) to (apps.Deployment): unknown conversion",
      "400: Deployment in version "v9" cannot be handled as a Deployment: no kind "Deployment" is registered for version "apps/v9" in scheme "pkg/api/legacyscheme/scheme.go:30"",
      "400: Gadget in version "v1" cannot be handled as a ConfigMap: no kind "Gadget" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"",
      "400: ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.k", unknown field "dota"",
      "400: the body of the request was empty",
      "400: the object provided is unrecognized (must be a JSON object)",
      "415: the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
      "415: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml",
      "422:  "" is invalid: patch: Invalid value: "map[dota:map[a:1]]": strict decoding error: unknown field "dota"",
      "422:  "" is invalid: patch: Invalid value: <object>: strict decoding error: duplicate field "data.a"",
      "422:  "" is invalid: patch: Invalid value: "map[data:map[a:1]]": cannot convert int64 to string",
      "400: the name of the object (b) does not match the name on the URL (a)",
      "422: the server rejected our request due to an error in our request",
      "400: the name of the object (a based on URL) was undeterminable: name must be provided",
      "404: configmaps "nosuch" not found",
    ]
  `);
  const warned = text(cluster, 'POST', MAPS, twice, 'application/json');
  expect([warned.status, warned.headers['warning']]).toEqual([
    201,
    String.raw`299 - "duplicate field \"data.k\"", 299 - "unknown field \"dota\""`,
  ]);
  expect(
    text(cluster, 'POST', `${MAPS}?fieldValidation=Ignore`, twice.replace('"b"', '"c"'), '').headers,
  ).not.toHaveProperty('warning');
});

test('a wrong type in a merge patch is told with the object that it would have made', () => {
  const cluster = new Cluster();
  cluster.post(MAPS, map('a'));
  const { status, body } = cluster.patch(`${MAPS}/a`, { data: { a: 1 } }, 'merge-patch');
  expect(status).toBe(422);
  expect((body as Status).message).toMatch(
    /^ "" is invalid: patch: Invalid value: "\{.*\}": json: cannot unmarshal number into Go struct field ConfigMap\.data of type string$/,
  );
});

test('an answer comes in the first form that the Accept header asks for and the server has', () => {
  const cluster = withMaps('a', 'b');
  const get = (url: string, accept: string): ApiResponse =>
    cluster.sim.handle({ method: 'GET', url, headers: { accept } });
  const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
  const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  expect(get(`${MAPS}/a`, partial).body).toEqual({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: (cluster.ask('GET', `${MAPS}/a`).body as KubeObject).metadata,
  });
  expect(get(`${MAPS}?limit=1`, `${partialList},application/json`).body).toMatchObject({
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { remainingItemCount: 2 },
    items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' } }],
  });
  const protobuf = 'application/vnd.kubernetes.protobuf';
  expect(get(`${MAPS}/a`, `${protobuf}, application/json;q=0.5`).body).toMatchObject({ kind: 'ConfigMap' });
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  expect(get(`${MAPS}?includeObject=None`, `${partial};q=0.1,${table}`).body).toMatchObject({ kind: 'Table' });
  expect(
    [
      get(`${MAPS}/a`, protobuf),
      get(`${MAPS}/a`, partialList),
      get(MAPS, partial),
      get(`${MAPS}?includeObject=Some`, table),
    ].map((answer) => cluster.said(answer)),
  ).toEqual([
    '406: only the following media types are accepted: application/json',
    '406: you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
    '406: you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
    "400: Unable to convert to Table as requested: includeObject: Invalid value: \"Some\": must be 'Metadata', 'Object', 'None', or empty",
  ]);
  const created = cluster.ask('POST', MAPS, map('c'), { 'content-type': 'application/json', accept: table });
  expect([created.status, (created.body as { kind: string }).kind]).toEqual([201, 'Table']);
});

test('a watch sends tables with columns once, metadata alone, and the end of the initial events to who takes bookmarks', () => {
  const cluster = withMaps('a');
  const open = (query: string, accept = 'application/json'): number =>
    cluster.sim.handle({ method: 'GET', url: `${MAPS}?watch=true${query}`, headers: { accept } }).watch?.id ?? 0;
  const pull = (id: number): unknown[] =>
    cluster.sim.watches.pull(id).map(({ type, object }) => {
      const { kind, metadata, columnDefinitions, rows } = object as KubeObject & {
        columnDefinitions?: unknown;
        rows?: unknown[];
      };
      if (rows !== undefined) return [type, kind, columnDefinitions === null ? 'no columns' : 'columns', rows.length];
      return [type, kind, metadata.name ?? metadata.annotations];
    });
  const table = open('&resourceVersion=0&labelSelector=on', 'application/json;as=Table;v=v1;g=meta.k8s.io');
  const bare = open('&fieldSelector=metadata.name=a', 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
  const streamed = open(
    '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=on',
  );
  const silent = open('&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&labelSelector=on');
  const later = open('&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&labelSelector=on');
  cluster.patch(`${MAPS}/a`, label('2'), 'merge-patch');
  cluster.patch(`${MAPS}/a`, label(null), 'merge-patch');
  expect(pull(table)).toEqual([
    ['ADDED', 'Table', 'columns', 1],
    ['MODIFIED', 'Table', 'no columns', 1],
    ['DELETED', 'Table', 'no columns', 1],
  ]);
  expect(pull(bare)).toEqual(['ADDED', 'MODIFIED', 'MODIFIED'].map((type) => [type, 'PartialObjectMetadata', 'a']));
  const changes = [
    ['MODIFIED', 'ConfigMap', 'a'],
    ['DELETED', 'ConfigMap', 'a'],
  ];
  const initial = ['ADDED', 'ConfigMap', 'a'];
  expect(pull(streamed)).toEqual([
    initial,
    ['BOOKMARK', 'ConfigMap', { 'k8s.io/initial-events-end': 'true' }],
    ...changes,
  ]);
  expect([pull(silent), pull(later)]).toEqual([[initial, ...changes], changes]);
});

test('an object that leaves a selection is told as it was, under the version of the change', () => {
  const cluster = withMaps('a');
  const { watch } = cluster.ask('GET', `${MAPS}?watch=true&resourceVersion=${cluster.sim.store.rv}&labelSelector=on`);
  cluster.patch(`${MAPS}/a`, label(null), 'merge-patch');
  const [event] = cluster.sim.watches.pull(watch?.id ?? 0);
  expect(event).toMatchObject({
    type: 'DELETED',
    object: { metadata: { labels: { on: '1' }, resourceVersion: String(cluster.sim.store.rv) } },
  });
});

test('field selectors know the fields of their kind and refuse others', () => {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 2, 'nginx:1'));
  cluster.run();
  const count = (url: string): string => {
    const answer = cluster.ask('GET', url);
    return answer.status === 200 ? String(namesOf(answer).length) : cluster.said(answer);
  };
  const fields = (url: string, selector: string): string =>
    count(`${url}?fieldSelector=${encodeURIComponent(selector)}`);
  expect([
    fields(PODS, 'status.phase=Running,spec.restartPolicy=Always'),
    fields(PODS, 'status.phase!=Running'),
    fields(PODS, 'spec.nodeName!=,metadata.namespace==default'),
    fields('/api/v1/nodes', 'spec.unschedulable=false'),
    fields('/api/v1/nodes', 'metadata.namespace=x'),
    fields('/api/v1/services', 'spec.type=ClusterIP'),
    fields(DEPLOYMENTS, 'metadata.name=web'),
    fields(DEPLOYMENTS, 'spec.replicas=2'),
    fields(PODS, 'status.phase'),
  ]).toMatchInlineSnapshot(`
    [
      "2",
      "0",
      "2",
      "3",
      "400: field label not supported: metadata.namespace",
      "1",
      "1",
      "400: field label not supported: spec.replicas",
      "400: invalid selector: 'status.phase'; can't understand 'status.phase'",
    ]
  `);
});

test('a dry run of every verb stores nothing, and a collection is deleted as selected', () => {
  const cluster = withMaps('a', 'b');
  cluster.post(DEPLOYMENTS, deployment('web', 1, 'nginx:1'));
  cluster.run();
  const { rv } = cluster.sim.store;
  const answers = [
    cluster.post(`${MAPS}?dryRun=All`, map('c')),
    cluster.ask('PUT', `${MAPS}/a?dryRun=All`, map('a', { b: '2' })),
    cluster.patch(`${MAPS}/a?dryRun=All`, { data: { b: '2' } }),
    cluster.patch(`${DEPLOYMENTS}/web/scale?dryRun=All`, { spec: { replicas: 3 } }, 'merge-patch'),
    cluster.patch(`${DEPLOYMENTS}/web/status?dryRun=All`, { status: { replicas: 7 } }, 'merge-patch'),
    cluster.ask('DELETE', `${MAPS}/a?dryRun=All`),
    cluster.ask('DELETE', `${MAPS}/a`, { dryRun: ['All'] }),
    cluster.ask('DELETE', `${MAPS}?dryRun=All&labelSelector=on`),
    cluster.ask('DELETE', `${DEPLOYMENTS}/web`, { dryRun: ['All'], propagationPolicy: 'Foreground' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200, 200, 200, 200]);
  expect([cluster.sim.store.rv, namesOf(answers[7] as ApiResponse)]).toEqual([rv, ['a', 'b']]);
  expect(namesOf(cluster.ask('DELETE', `${MAPS}?labelSelector=on`))).toEqual(['a', 'b']);
  expect(namesOf(cluster.ask('GET', MAPS))).toEqual(['kube-root-ca.crt']);
});

test('kinds without unconditional update want a resourceVersion', () => {
  const cluster = new Cluster();
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec: {} };
  cluster.post(LEASES, lease);
  expect(cluster.said(cluster.ask('PUT', `${LEASES}/l`, lease))).toBe(
    '422: leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
  );
});

test('metadata is checked: sizes, labels, finalizers, and what may not change', () => {
  const cluster = withMaps('a');
  const big = { big: 'x'.repeat(256 * 1024) };
  const put = (metadata: object): string => cluster.said(cluster.ask('PUT', `${MAPS}/a`, map('a', {}, metadata)));
  cluster.post(MAPS, map('held', {}, { finalizers: ['e.io/a'] }));
  cluster.ask('DELETE', `${MAPS}/held`);
  const said = [
    cluster.said(cluster.post(MAPS, map('x', {}, { annotations: big }))),
    put({ labels: { 'a b': 'c d' } }),
    put({ finalizers: ['plain'] }),
    put({ uid: 'other' }).replace(/meta: .*/, 'meta: <uid>'),
    cluster.said(cluster.ask('PUT', `${MAPS}/held`, map('held', {}, { finalizers: ['e.io/a', 'e.io/b'] }))),
    cluster.said(cluster.post(MAPS, map('y', {}, { generateName: 'Bad_' }))),
  ];
  expect(said).toMatchInlineSnapshot(`
    [
      "422: ConfigMap "x" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes",
      "422: ConfigMap "a" is invalid: [metadata.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), metadata.labels: Invalid value: "c d": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')]",
      "422: ConfigMap "a" is invalid: metadata.finalizers[0]: Invalid value: "plain": name is neither a standard finalizer name nor is it fully qualified",
      "409: Operation cannot be fulfilled on configmaps "a": StorageError: invalid object, Code: 4, Key: /registry/core/configmaps/default/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: other, UID in object meta: <uid>",
      "422: ConfigMap "held" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"e.io/b"}",
      "422: ConfigMap "y" is invalid: metadata.generateName: Invalid value: "Bad_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]
  `);
  const before = cluster.get(`${MAPS}/a`).metadata;
  cluster.ask(
    'PUT',
    `${MAPS}/a`,
    map('a', {}, { creationTimestamp: '2020-01-01T00:00:00Z', generation: 7, selfLink: '/x' }),
  );
  const { uid, creationTimestamp, ...rest } = cluster.get(`${MAPS}/a`).metadata;
  expect([uid, creationTimestamp, Object.keys(rest).sort()]).toEqual([
    before.uid,
    before.creationTimestamp,
    ['name', 'namespace', 'resourceVersion'],
  ]);
});
