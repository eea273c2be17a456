import { expect, test } from 'vitest';
import { createLocalHost } from '../host/local.ts';
import { EXAMPLE } from '../ui/editor/example.ts';
import { applyText } from './apply-text.ts';

/** Apply against the simulated API server itself. */
function cluster(scene?: string) {
  const host = createLocalHost({ seed: 3, timing: 'instant', ...(scene === undefined ? {} : { scene }) });
  const apply = async (text: string) => {
    const report = await applyText(text, { send: (request) => Promise.resolve(host.handle(request)) });
    host.runFor(10_000);
    return report;
  };
  return { host, apply };
}

const texts = async (report: ReturnType<ReturnType<typeof cluster>['apply']>): Promise<readonly string[]> =>
  (await report).results.map((result) => result.text);

test('the example is created, then unchanged although defaults and status came, then configured', async () => {
  const { apply } = cluster();
  expect(await texts(apply(EXAMPLE))).toEqual(['deployment.apps/web created', 'service/web created']);
  expect(await texts(apply(EXAMPLE))).toEqual(['deployment.apps/web unchanged', 'service/web unchanged']);
  expect(await texts(apply(EXAMPLE.replace('replicas: 3', 'replicas: 5')))).toEqual([
    'deployment.apps/web configured',
    'service/web unchanged',
  ]);
});

test('a field that is dropped from the text is dropped from the object, and what the server filled in stays', async () => {
  const { host, apply } = cluster();
  await apply(EXAMPLE.replace('  ports:\n  - port: 80', '  sessionAffinity: ClientIP\n  ports:\n  - port: 80'));
  const before = host.handle({ method: 'GET', url: '/api/v1/namespaces/default/services/web' }).body;
  await apply(EXAMPLE);
  const after = host.handle({ method: 'GET', url: '/api/v1/namespaces/default/services/web' }).body;
  const ip = (before as { spec: { clusterIP: string } }).spec.clusterIP;
  expect({ before, after }).toMatchObject({
    before: { spec: { sessionAffinity: 'ClientIP' } },
    after: { spec: { sessionAffinity: 'None', clusterIP: ip } },
  });
});

test('refusals are the API’s own, each with its line', async () => {
  const { apply } = cluster();
  const report = await apply(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: d
spec:
  replicaz: 3
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: c, image: nginx}]}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: d
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: c}}
    spec: {containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata:
  name: p
  namespace: nowhere
spec:
  containers: [{name: a, image: nginx}]
---
apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  ports:
  - name: a
    port: 80
  - name: b
    port: eighty
`);
  expect(report.results.map(({ text, marks }) => [text, marks.map((mark) => mark.span.line)])).toEqual([
    [
      'Error from server (BadRequest): error when creating "STDIN": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
      [6],
    ],
    [
      'The Deployment "d" is invalid: spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`',
      [19],
    ],
    ['Error from server (NotFound): error when creating "STDIN": namespaces "nowhere" not found', [26]],
    [
      'Error from server (BadRequest): error when creating "STDIN": Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
      [38],
    ],
  ]);
});

test('the scene comes up: every Deployment available, every Service with the endpoints of its pods', () => {
  const { host } = cluster('frontends-and-backends');
  host.runFor(30_000);
  const list = (url: string) => (host.handle({ method: 'GET', url }).body as { items: readonly unknown[] }).items;
  expect(list('/apis/apps/v1/namespaces/default/deployments')).toMatchObject([
    { metadata: { name: 'backend' }, status: { availableReplicas: 3 } },
    { metadata: { name: 'frontend' }, status: { availableReplicas: 2 } },
  ]);
  const slices = list(
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3Dmy-service',
  );
  expect(slices).toMatchObject([
    { ports: [{ port: 9376, protocol: 'TCP' }], endpoints: [{ conditions: { ready: true } }, {}, {}] },
  ]);
});
