import { expect, test } from 'vitest';
import { makeKey } from '../../api/machinery/key.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import { remove, restart, scale, setImage } from './change.ts';
import { containerNameOf, createDeployment } from './create-deployment.ts';
import { expose } from './expose.ts';
import { eventsOf, getObject, proxyTable } from './read.ts';

const WEB = makeKey('apps', 'deployments', 'default', 'web');
const SHOP = makeKey('apps', 'deployments', 'shop', 'web');
const POD = makeKey('', 'pods', 'default', 'web-1');
const HEADERS = (type: string) => ({ accept: 'application/json', 'content-type': type });

test('scale patches the scale subresource', () => {
  expect(scale(SHOP, 5)).toEqual({
    request: {
      method: 'PATCH',
      url: '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      headers: HEADERS('application/merge-patch+json'),
      body: '{"spec":{"replicas":5}}',
    },
    command: 'kubectl scale deployment/web --replicas=5 -n shop',
    done: 'deployment.apps/web scaled',
  });
});

test('set image patches one container, and a name that needs it is quoted in the command', () => {
  const action = setImage(WEB, 'app', 'a b:1');
  expect(action).toEqual({
    request: {
      method: 'PATCH',
      url: '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=kubectl-set&fieldValidation=Strict',
      headers: HEADERS('application/strategic-merge-patch+json'),
      body: '{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"a b:1"}]}}}}',
    },
    command: "kubectl set image deployment/web 'app=a b:1'",
    done: 'deployment.apps/web image updated',
  });
});

test('restart writes the virtual time into the template', () => {
  expect(JSON.parse(restart(WEB, Date.UTC(2026, 0, 5, 9, 0, 7, 300)).request.body ?? '')).toEqual({
    spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-05T09:00:07Z' } } } },
  });
});

test('delete leaves the grace to the pod unless told otherwise', () => {
  const { request, command, done } = remove(POD);
  expect({ url: request.url, body: JSON.parse(request.body ?? '') as unknown, command, done }).toEqual({
    url: '/api/v1/namespaces/default/pods/web-1',
    body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' },
    command: 'kubectl delete pod/web-1',
    done: 'pod "web-1" deleted from default namespace',
  });
  const quick = remove(POD, 1);
  expect(JSON.parse(quick.request.body ?? '')).toMatchObject({ gracePeriodSeconds: 1 });
  expect(quick.command).toBe('kubectl delete pod/web-1 --grace-period=1');
  expect(remove(makeKey('', 'nodes', '', 'node-1')).done).toBe('node "node-1" deleted');
});

test('create deployment makes what kubectl create deployment makes', () => {
  const { request, command, done } = createDeployment({
    name: 'web',
    namespace: 'default',
    image: 'r.io/a/my_app:1',
    replicas: 3,
    port: 80,
  });
  expect({ url: request.url, body: JSON.parse(request.body ?? '') as unknown, command, done }).toEqual({
    url: '/apis/apps/v1/namespaces/default/deployments?fieldManager=kubectl-create&fieldValidation=Strict',
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'my-app', image: 'r.io/a/my_app:1', ports: [{ containerPort: 80 }] }] },
        },
      },
    },
    command: 'kubectl create deployment web --image=r.io/a/my_app:1 --replicas=3 --port=80',
    done: 'deployment.apps/web created',
  });
  expect(['nginx', 'a:5000/b/c@sha256:00', 'x.y:2'].map(containerNameOf)).toEqual(['nginx', 'c', 'x-y']);
});

function deployment(ports: readonly unknown[], selector: unknown = { matchLabels: { app: 'web' } }): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
    spec: { selector, template: { spec: { containers: [{ name: 'c', image: 'i', ports }] } } },
  };
}

/** The Service that a form makes, and its command. */
function exposed(object: KubeObject, form: Parameters<typeof expose>[1]): unknown {
  const action = expose(object, form);
  return 'error' in action ? action : [action.command, (JSON.parse(action.request.body ?? '') as KubeObject).spec];
}

test('expose takes selector, labels and protocol from the Deployment', () => {
  const object = deployment([{ containerPort: 9376, protocol: 'UDP' }, { containerPort: 80 }]);
  expect(exposed(object, { name: 'web', type: 'ClusterIP', port: 80, targetPort: 9376 })).toEqual([
    'kubectl expose deployment web --port=80 --target-port=9376',
    { selector: { app: 'web' }, ports: [{ protocol: 'TCP', port: 80, targetPort: 9376 }] },
  ]);
  expect(exposed(object, { name: 'front', type: 'NodePort', port: 9376, targetPort: 'http' })).toEqual([
    'kubectl expose deployment web --name=front --port=9376 --target-port=http --type=NodePort',
    { selector: { app: 'web' }, type: 'NodePort', ports: [{ protocol: 'UDP', port: 9376, targetPort: 'http' }] },
  ]);
  expect(exposed(object, { name: 'web', type: 'ClusterIP' })).toEqual([
    'kubectl expose deployment web',
    {
      selector: { app: 'web' },
      ports: [
        { name: 'port-1', protocol: 'UDP', port: 9376, targetPort: 9376 },
        { name: 'port-2', protocol: 'TCP', port: 80, targetPort: 80 },
      ],
    },
  ]);
});

test('expose says in kubectl’s words what it cannot find', () => {
  expect(exposed(deployment([]), { name: 'web', type: 'ClusterIP' })).toEqual({
    error: "couldn't find port via --port flag or introspection",
  });
  const byExpression = deployment([], { matchLabels: {}, matchExpressions: [{ key: 'a', operator: 'Exists' }] });
  expect(exposed(byExpression, { name: 'web', type: 'ClusterIP', port: 1 })).toMatchObject({
    error: expect.stringContaining("couldn't convert expressions") as string,
  });
});

test('reads ask for what kubectl asks for', () => {
  expect([getObject(WEB).url, getObject(makeKey('', 'nodes', '', 'node-1')).url]).toEqual([
    '/apis/apps/v1/namespaces/default/deployments/web',
    '/api/v1/nodes/node-1',
  ]);
  expect(eventsOf(POD, 'u-1').url).toBe(
    '/api/v1/namespaces/default/events?fieldSelector=involvedObject.uid%3Du-1&limit=500',
  );
  expect(eventsOf(makeKey('', 'nodes', '', 'node-1'), 'u').url).toBe(
    '/api/v1/events?fieldSelector=involvedObject.uid%3Du&limit=500',
  );
  expect(proxyTable('node-1').url).toBe('/apis/sim.kubarium.dev/v1/kubeproxies/node-1');
});
