import { expect, test } from 'vitest';
import { applyText } from './apply-text.ts';
import { LAST_APPLIED } from './last-applied.ts';
import type { ApplyReport } from './result.ts';
import { fakeApi } from './testing/fake-api.ts';
import type { Refuses } from './testing/fake-api.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`;

/** Outcomes and texts only. */
const brief = (report: ApplyReport): readonly string[] =>
  report.results.map((result) => `${result.outcome}: ${result.text}`);

test('objects that are not there are created in the order of the text, with the requests that kubectl sends', async () => {
  const api = fakeApi();
  const report = await applyText(`# two objects\n---\n${DEPLOYMENT}---\n---\n${SERVICE}`, { send: api.send });
  expect(brief(report)).toEqual(['created: deployment.apps/web created', 'created: service/web created']);
  const parameters = '?fieldManager=kubectl-client-side-apply&fieldValidation=Strict';
  expect(api.asked).toEqual([
    'GET /apis/apps/v1',
    'GET /apis/apps/v1/namespaces/default/deployments/web',
    `POST /apis/apps/v1/namespaces/default/deployments${parameters}`,
    'GET /api/v1',
    'GET /api/v1/namespaces/default/services/web',
    `POST /api/v1/namespaces/default/services${parameters}`,
  ]);
});

test('a created object carries what was applied, as compact JSON with sorted keys', async () => {
  const api = fakeApi();
  await applyText('kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\ndata: {"b": "<&>", "10": x, "9": z}\n', {
    send: api.send,
  });
  const applied =
    '{"apiVersion":"v1","data":{"10":"x","9":"z","b":"\\u003c\\u0026\\u003e"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"default"}}\n';
  expect([...api.objects.values()]).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'default', annotations: { [LAST_APPLIED]: applied } },
      data: { '10': 'x', '9': 'z', b: '<&>' },
    },
  ]);
});

test('the same text again changes nothing and sends no patch', async () => {
  const api = fakeApi();
  await applyText(DEPLOYMENT, { send: api.send });
  const report = await applyText(DEPLOYMENT, { send: api.send });
  expect(brief(report)).toEqual(['unchanged: deployment.apps/web unchanged']);
  expect(api.patches).toEqual([]);
});

test('a changed text is a patch of what differs; what was dropped goes, what others set stays', async () => {
  const api = fakeApi();
  await applyText(`${SERVICE}  selector: {app: web}\n  sessionAffinity: ClientIP\n`, { send: api.send });
  const [key, live] = [...api.objects][0]!;
  api.objects.set(key, { ...live, spec: { ...(live['spec'] as object), clusterIP: '10.96.0.9' } });
  const report = await applyText(`${SERVICE}  selector: {app: shop}\n`, { send: api.send });
  expect(brief(report)).toEqual(['configured: service/web configured']);
  expect(api.patches).toEqual([
    {
      metadata: { annotations: { [LAST_APPLIED]: expect.stringContaining('shop') as string } },
      spec: { selector: { app: 'shop' }, sessionAffinity: null },
    },
  ]);
  expect(api.objects.get(key)?.['spec']).toEqual({
    clusterIP: '10.96.0.9',
    ports: [{ port: 80 }],
    selector: { app: 'shop' },
  });
});

test('an object that was made otherwise is configured with a warning in kubectl’s words', async () => {
  const api = fakeApi();
  api.objects.set('/api/v1/namespaces/default/services/web', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { ports: [{ port: 80 }] },
  });
  const { results } = await applyText(SERVICE, { send: api.send });
  expect(results[0]).toMatchObject({
    outcome: 'configured',
    warnings: [expect.stringMatching(/^resource services\/web is missing the kubectl\.kubernetes\.io\/last-applied/)],
  });
});

test('a refused object has the API’s words and a mark at each field, and the others are applied', async () => {
  const refuses: Refuses = {
    method: 'POST',
    name: 'bad',
    status: 422,
    body: {
      kind: 'Status',
      code: 422,
      reason: 'Invalid',
      message: 'Service "bad" is invalid: [...]',
      details: {
        kind: 'Service',
        name: 'bad',
        causes: [
          {
            reason: 'FieldValueInvalid',
            field: 'spec.ports[1].port',
            message: 'Invalid value: 70000: must be between 1 and 65535, inclusive',
          },
          { reason: 'FieldValueRequired', field: 'spec.ports[0].name', message: 'Required value' },
        ],
      },
    },
  };
  const text = `${SERVICE}---
apiVersion: v1
kind: Service
metadata:
  name: bad
spec:
  ports:
  - port: 80
  - port: 70000
---
apiVersion: v1
kind: ConfigMap
metadata: {name: last}
`;
  const { results } = await applyText(text, { send: fakeApi([refuses]).send });
  expect(results.map((result) => result.outcome)).toEqual(['created', 'refused', 'created']);
  const refused = results[1]!;
  expect(refused).toEqual({
    index: 1,
    object: { apiVersion: 'v1', kind: 'Service', namespace: '', name: 'bad' },
    outcome: 'refused',
    text: `The Service "bad" is invalid: 
* spec.ports[1].port: Invalid value: 70000: must be between 1 and 65535, inclusive
* spec.ports[0].name: Required value`,
    message: 'Service "bad" is invalid: [...]',
    warnings: [],
    span: { from: 98, to: 111, line: 10, column: 1 },
    marks: [
      {
        field: 'spec.ports[1].port',
        message: 'spec.ports[1].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
        span: { from: 166, to: 177, line: 16, column: 5 },
      },
      {
        field: 'spec.ports[0].name',
        message: 'spec.ports[0].name: Required value',
        span: { from: 153, to: 161, line: 15, column: 5 },
      },
    ],
  });
  expect(text.slice(166, 177)).toBe('port: 70000');
});

test('kubectl’s own refusals come before any request about the object', async () => {
  const api = fakeApi();
  const text = `kind: Pod
---
metadata: {name: x}
---
apiVersion: v9
kind: Pod
metadata: {name: x}
---
apiVersion: v1
kind: Thing
metadata: {name: y}
---
apiVersion: v1
kind: ConfigMap
---
apiVersion: v1
kind: ConfigMap
metadata: {name: 12}
---
apiVersion: v1
kind: ConfigMap
metadata: {generateName: c-}
---
apiVersion: [v1]
kind: ConfigMap
`;
  const { results } = await applyText(text, { send: api.send });
  expect(results.map(({ message, marks }) => [message, marks[0]?.span.line])).toEqual([
    ['error validating data: apiVersion not set', 1],
    ['error validating data: [apiVersion not set, kind not set]', 3],
    ['no matches for kind "Pod" in version "v9"', 6],
    ['no matches for kind "Thing" in version "v1"', 10],
    ['resource name may not be empty', 13],
    ['json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string', 18],
    ['from STDIN: cannot use generate name with apply', 22],
    ["error validating data: apiVersion isn't string type", 25],
  ]);
  expect(results[0]?.text).toBe(
    'error: error validating "STDIN": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false',
  );
  expect(results[2]?.text).toBe(
    'error: resource mapping not found for name: "x" namespace: "" from "STDIN": no matches for kind "Pod" in version "v9"\nensure CRDs are installed first',
  );
  expect(api.asked).toEqual(['GET /api/v9', 'GET /api/v1']);
});

test('a List stands for its items, and their mistakes are marked where they stand', async () => {
  const refuses: Refuses = {
    method: 'POST',
    name: 'b',
    status: 400,
    body: {
      kind: 'Status',
      code: 400,
      reason: 'BadRequest',
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat", unknown field "metadata.lables"',
    },
  };
  const text = JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', lables: {} }, dat: {} },
        'no object',
      ],
    },
    null,
    1,
  );
  const { results } = await applyText(text, { send: fakeApi([refuses]).send });
  expect(
    results.map(({ outcome, marks }) => [outcome, ...marks.map((mark) => [mark.message, mark.field, mark.span.line])]),
  ).toEqual([
    ['created'],
    ['refused', ['unknown field "dat"', 'dat', 19], ['unknown field "metadata.lables"', 'metadata.lables', 17]],
    ['refused', ['error validating data: [apiVersion not set, kind not set]', '', 3]],
  ]);
});

test('a cancelled text stops before the next object and keeps what was applied', async () => {
  const api = fakeApi();
  let done = 0;
  const report = await applyText(`${SERVICE}---\n${DEPLOYMENT}`, {
    send: api.send,
    onResult: () => (done += 1),
    isCancelled: () => done > 0,
  });
  expect({ outcomes: report.results.map((result) => result.outcome), cancelled: report.cancelled }).toEqual({
    outcomes: ['created'],
    cancelled: true,
  });
});

test('a conflict is tried again, five times at most', async () => {
  const conflict: Refuses = {
    method: 'PATCH',
    name: 'web',
    status: 409,
    body: { kind: 'Status', code: 409, reason: 'Conflict', message: 'the object has been modified' },
  };
  const api = fakeApi([conflict]);
  await applyText(SERVICE, { send: api.send });
  const report = await applyText(`${SERVICE}  selector: {a: b}\n`, { send: api.send });
  expect(brief(report)).toEqual([
    'refused: Error from server (Conflict): error when patching "STDIN": the object has been modified',
  ]);
  expect(api.asked.filter((line) => line.startsWith('PATCH'))).toHaveLength(5);
});
