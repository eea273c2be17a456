import { describe, expect, test } from 'vitest';
import type { Event } from '../../../api/kinds/event/event.ts';
import type { ResourceQuota } from '../../../api/kinds/resource-quota/resource-quota.ts';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';
import { deployment, service } from '../../testing/session.ts';

const API = '/api/v1/namespaces/default';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

/** A cluster with a quota that its controller has seen. */
function limited(hard: object, more: object = {}): Cluster {
  const cluster = new Cluster();
  cluster.post(`${API}/resourcequotas`, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard, ...more },
  });
  cluster.run(1000);
  return cluster;
}

function pod(name: string, requests: object | undefined, more: object = {}): unknown {
  const resources = requests === undefined ? {} : { resources: { requests } };
  const spec = { containers: [{ name: 'app', image: 'nginx', ...resources }], ...more };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

const used = (cluster: Cluster): unknown => (cluster.get(`${API}/resourcequotas/q`) as ResourceQuota).status?.used;

describe('a quota', () => {
  test('counts what is there, and its row says so', () => {
    const cluster = limited({ pods: '4', 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/configmaps': '9' });
    expect(cluster.table(`${API}/resourcequotas`)).toEqual([
      'q count/configmaps: 1/9, pods: 0/4, requests.cpu: 0/1 limits.memory: 0/1Gi',
    ]);
    const resources = { requests: { cpu: '250m' }, limits: { memory: '128Mi' } };
    cluster.post(`${API}/pods`, {
      ...(pod('a', undefined) as object),
      spec: { containers: [{ name: 'a', image: 'nginx', resources }] },
    });
    cluster.run(1000);
    expect(used(cluster)).toEqual({
      pods: '1',
      'requests.cpu': '250m',
      'limits.memory': '128Mi',
      'count/configmaps': '1',
    });
    cluster.ask('DELETE', `${API}/pods/a`);
    cluster.run();
    expect(used(cluster)).toMatchObject({ pods: '0', 'requests.cpu': '0' });
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('refuses what it has no room for, with the numbers', () => {
    const cluster = limited({ pods: '2', 'requests.cpu': '1' });
    cluster.post(`${API}/pods`, pod('a', { cpu: '400m' }));
    cluster.post(`${API}/pods`, pod('b', { cpu: '400m' }));
    expect(cluster.said(cluster.post(`${API}/pods`, pod('c', { cpu: '300m' })))).toBe(
      '403: pods "c" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=300m, used: pods=2,requests.cpu=800m, limited: pods=2,requests.cpu=1',
    );
    expect(cluster.said(cluster.post(`${API}/pods`, pod('c', undefined)))).toBe(
      '403: pods "c" is forbidden: failed quota: q: must specify requests.cpu for: app',
    );
    const bad = cluster.post(`${API}/pods`, { ...(pod('Bad_Name', undefined) as object) });
    expect(bad.status).toBe(422);
  });

  test('wants to know every amount of every container', () => {
    const cluster = limited({ cpu: '1', memory: '1Gi', 'limits.cpu': '2' });
    const containers = [
      { name: 'c2', image: 'nginx', resources: { requests: { memory: '1Mi' } } },
      { name: 'c1', image: 'nginx' },
    ];
    expect(cluster.said(cluster.post(`${API}/pods`, pod('p', undefined, { containers })))).toBe(
      '403: pods "p" is forbidden: failed quota: q: must specify cpu for: c1,c2; limits.cpu for: c1,c2; memory for: c1',
    );
  });

  test('stops a Deployment at its limit, and lets it go on when there is room', () => {
    const cluster = limited({ pods: '2' });
    cluster.post(DEPLOYMENTS, deployment('web', 3, 'nginx'));
    cluster.run(1000);
    expect(cluster.table(DEPLOYMENTS)).toEqual(['web 2/3 2 2']);
    const refusal = (cluster.items(`${API}/events`) as Event[]).find(({ reason }) => reason === 'FailedCreate');
    expect(refusal?.message?.replaceAll(/web-[456789bcdf]+-\w{5}/g, 'web-*')).toBe(
      'Error creating: pods "web-*" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
    );
    const quota = cluster.get(`${API}/resourcequotas/q`);
    cluster.ask('PUT', `${API}/resourcequotas/q`, { ...quota, spec: { hard: { pods: '5' } } });
    cluster.run(60_000);
    expect(cluster.table(DEPLOYMENTS)).toEqual(['web 3/3 3 3']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('counts Services by what they take', () => {
    const cluster = limited({ services: '3', 'services.nodeports': '2', 'services.loadbalancers': '1' });
    expect(used(cluster)).toMatchObject({ services: '1', 'services.nodeports': '0' });
    cluster.post(`${API}/services`, service('a', 'LoadBalancer'));
    cluster.run();
    expect(used(cluster)).toEqual({ services: '2', 'services.nodeports': '1', 'services.loadbalancers': '1' });
    expect(cluster.said(cluster.post(`${API}/services`, service('b', 'LoadBalancer')))).toBe(
      '403: services "b" is forbidden: exceeded quota: q, requested: services.loadbalancers=1, used: services.loadbalancers=1, limited: services.loadbalancers=1',
    );
    cluster.post(`${API}/services`, service('b', 'ClusterIP'));
    expect(cluster.patch(`${API}/services/b`, { spec: { type: 'NodePort' } }).status).toBe(200);
    expect(cluster.said(cluster.patch(`${API}/services/b`, { spec: { type: 'LoadBalancer' } }))).toMatch(
      /^403: services "b" is forbidden: exceeded quota: q, requested: services.loadbalancers=1,/,
    );
  });

  test('counts objects of any kind', () => {
    const cluster = limited({ 'count/deployments.apps': '1', secrets: '0' });
    cluster.post(DEPLOYMENTS, deployment('web', 0, 'nginx'));
    expect(cluster.said(cluster.post(DEPLOYMENTS, deployment('api', 0, 'nginx')))).toBe(
      '403: deployments.apps "api" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1',
    );
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
    expect(cluster.said(cluster.post(`${API}/secrets`, secret))).toMatch(/requested: secrets=1, used: secrets=0/);
  });

  test.each([
    [{ scopes: ['BestEffort'] }, 1],
    [{ scopes: ['NotBestEffort'] }, 1],
    [{ scopes: ['Terminating'] }, 1],
    [{ scopes: ['NotTerminating'] }, 1],
    [{ scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'DoesNotExist' }] } }, 2],
  ])('with %j is about some Pods only', (scope, count) => {
    const cluster = limited({ pods: '9' }, scope);
    cluster.post(`${API}/pods`, pod('plain', undefined));
    cluster.post(`${API}/pods`, pod('timed', { cpu: '1m' }, { activeDeadlineSeconds: 600 }));
    cluster.run(1000);
    expect(used(cluster)).toEqual({ pods: String(count) });
  });

  test('forgets a Pod that nobody removes long after its time', () => {
    const cluster = limited({ pods: '1' });
    cluster.post(`${API}/pods`, pod('lost', undefined, { terminationGracePeriodSeconds: 30 }));
    cluster.run();
    const stored = cluster.get(`${API}/pods/lost`);
    cluster.ask('PUT', `${API}/pods/lost`, {
      ...stored,
      metadata: { ...stored.metadata, finalizers: ['example.com/hold'] },
    });
    cluster.ask('DELETE', `${API}/pods/lost`);
    const before = (cluster.run(59_000), used(cluster));
    cluster.run(20_000);
    expect([before, used(cluster)]).toEqual([{ pods: '0' }, { pods: '0' }]);
  });
});

test.each([
  [{ hard: { bananas: '1' } }, 'spec.hard[bananas]: Invalid value: "bananas": must be a standard resource for quota'],
  [
    { hard: { services: '1' }, scopes: ['BestEffort'] },
    'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource',
  ],
  [
    { hard: { pods: '1' }, scopes: ['Terminating', 'NotTerminating'] },
    'spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes',
  ],
  [{ hard: { pods: '-1' } }, 'spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0'],
])('a quota of %j is refused', (spec, problem) => {
  const cluster = new Cluster();
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec };
  expect(cluster.said(cluster.post(`${API}/resourcequotas`, quota))).toContain(problem);
});
