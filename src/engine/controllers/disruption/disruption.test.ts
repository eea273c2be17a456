import { describe, expect, test } from 'vitest';
import type { PodDisruptionBudget } from '../../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { podCondition } from '../../../api/kinds/pod/conditions.ts';
import { pods as podsRef, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { KubeObject } from '../../../api/machinery/object.ts';
import { Cluster } from '../../testing/cluster.ts';
import { atRest } from '../../testing/invariants.ts';
import { deployment } from '../../testing/session.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const PODS = '/api/v1/namespaces/default/pods';

const budget = (name: string, spec: object): unknown => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});

/** Three ready Pods and a budget. */
function guarded(spec: object): Cluster {
  const cluster = new Cluster();
  cluster.post(DEPLOYMENTS, deployment('web', 3, 'nginx:1.27'));
  cluster.run();
  cluster.post(BUDGETS, budget('web', spec));
  cluster.run(1000);
  return cluster;
}

const names = (cluster: Cluster): string[] => cluster.items(PODS).map(({ metadata }) => metadata.name ?? '');

function evict(cluster: Cluster, name: string, more: object = {}): ReturnType<Cluster['post']> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' }, ...more };
  return cluster.post(`${PODS}/${name}/eviction`, body);
}

function statusOf(cluster: Cluster): unknown {
  const { conditions, ...numbers } = (cluster.get(`${BUDGETS}/web`) as PodDisruptionBudget).status ?? {};
  return { ...numbers, conditions: conditions?.map(({ status, reason }) => `${status} ${reason ?? ''}`) };
}

function setReady(cluster: Cluster, name: string, status: 'True' | 'False'): void {
  const pod = cluster.get(`${PODS}/${name}`) as Pod;
  const conditions = pod.status?.conditions?.map((each) => (each.type === 'Ready' ? { ...each, status } : each));
  cluster.sim.world.updateStatus(podsRef, { ...pod, status: { ...pod.status, conditions: conditions ?? [] } });
}

const eventsOf = (cluster: Cluster): string[] =>
  (cluster.items('/api/v1/namespaces/default/events') as (KubeObject & { readonly [field: string]: unknown })[])
    .filter(({ source }) => (source as { readonly component?: string } | undefined)?.component === 'controllermanager')
    .map(({ reason, message }) => `${String(reason)}: ${String(message)}`);

describe('a budget', () => {
  test('counts its Pods, and its row says what may go', () => {
    const cluster = guarded({ minAvailable: 3 });
    expect(cluster.table(BUDGETS)).toEqual(['web 3 N/A 0']);
    expect((cluster.get(`${BUDGETS}/web`) as PodDisruptionBudget).status).toEqual({
      observedGeneration: 1,
      disruptionsAllowed: 0,
      currentHealthy: 3,
      desiredHealthy: 3,
      expectedPods: 3,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'False',
          observedGeneration: 1,
          lastTransitionTime: expect.any(String) as string,
          reason: 'InsufficientPods',
          message: '',
        },
      ],
    });
    cluster.ask('DELETE', `${BUDGETS}/web`);
    cluster.post(BUDGETS, budget('web', { maxUnavailable: 1 }));
    cluster.run(1000);
    expect(cluster.table(BUDGETS)).toEqual(['web N/A 1 1']);
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test.each([
    ['minAvailable', '50%', { desiredHealthy: 2, disruptionsAllowed: 1 }],
    ['maxUnavailable', '50%', { desiredHealthy: 1, disruptionsAllowed: 2 }],
    ['maxUnavailable', '100%', { desiredHealthy: 0, disruptionsAllowed: 3 }],
    ['maxUnavailable', 9, { desiredHealthy: 0, disruptionsAllowed: 3 }],
    ['minAvailable', 0, { desiredHealthy: 0, disruptionsAllowed: 3 }],
  ])('with %s %s rounds percentages up', (field, value, expected) => {
    const cluster = guarded({ [field]: value });
    expect(statusOf(cluster)).toMatchObject({ expectedPods: 3, currentHealthy: 3, ...expected });
  });

  test('follows the size of the Deployment, and allows nothing while nobody is there', () => {
    const cluster = guarded({ maxUnavailable: 1 });
    cluster.patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 5 } });
    cluster.run();
    expect(statusOf(cluster)).toMatchObject({ expectedPods: 5, desiredHealthy: 4, disruptionsAllowed: 1 });
    cluster.patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 0 } });
    cluster.run();
    expect(statusOf(cluster)).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 });
    expect(eventsOf(cluster)).toContain('NoPods: No matching pods found');
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('with a percentage of Pods that nobody controls says so', () => {
    const cluster = new Cluster();
    const pod = {
      metadata: { name: 'p', labels: { app: 'web' } },
      spec: { containers: [{ name: 'a', image: 'nginx' }] },
    };
    cluster.post(PODS, { apiVersion: 'v1', kind: 'Pod', ...pod });
    cluster.post(BUDGETS, budget('web', { maxUnavailable: '50%' }));
    cluster.run();
    expect(statusOf(cluster)).toMatchObject({ expectedPods: 0, currentHealthy: 1, disruptionsAllowed: 0 });
    expect(eventsOf(cluster)).toContain(
      'UnmanagedPods: Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.',
    );
  });

  test('whose Pods belong to something without a size fails safe', () => {
    const cluster = new Cluster();
    cluster.post('/api/v1/namespaces/default/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'm' },
    });
    const { uid } = cluster.get('/api/v1/namespaces/default/configmaps/m').metadata;
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'm', uid, controller: true };
    const metadata = { name: 'p', labels: { app: 'web' }, ownerReferences: [owner] };
    cluster.post(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { containers: [{ name: 'a', image: 'nginx' }] },
    });
    cluster.post(BUDGETS, budget('web', { maxUnavailable: 1 }));
    cluster.run();
    expect(statusOf(cluster)).toMatchObject({ disruptionsAllowed: 0, conditions: ['False SyncFailed'] });
    expect(new Set(eventsOf(cluster))).toEqual(
      new Set([
        'CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: configmaps does not implement the scale subresource',
      ]),
    );
    expect(atRest(cluster.sim)).toEqual([]);
  });
});

describe('an eviction', () => {
  test('is granted while the budget lasts, and the Pod says why it goes', () => {
    const cluster = guarded({ maxUnavailable: 1 });
    const [first = '', second = ''] = names(cluster);
    expect(evict(cluster, first)).toMatchObject({
      status: 201,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    });
    const pod = cluster.get(`${PODS}/${first}`) as Pod;
    expect(pod.metadata.deletionTimestamp).toBeDefined();
    expect(podCondition(pod, 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    });
    expect(statusOf(cluster)).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { [first]: '2026-01-05T09:01:01Z' },
      conditions: ['False InsufficientPods'],
    });
    expect(evict(cluster, second)).toMatchObject({
      status: 429,
      body: {
        reason: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: {
          causes: [
            { reason: 'DisruptionBudget', message: 'The disruption budget web does not allow evicting pods currently' },
          ],
        },
      },
    });
    cluster.run();
    expect(statusOf(cluster)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3 });
    expect((cluster.get(`${BUDGETS}/web`) as PodDisruptionBudget).status?.disruptedPods).toBeUndefined();
    expect(atRest(cluster.sim)).toEqual([]);
  });

  test('is refused with the numbers when nothing may go, and plain deletes do not ask', () => {
    const cluster = guarded({ minAvailable: 3 });
    const [first = ''] = names(cluster);
    const refused = evict(cluster, first);
    expect(refused.headers?.['retry-after']).toBeUndefined();
    expect((refused.body as { details: unknown }).details).toEqual({
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget web needs 3 healthy pods and has 3 currently' },
      ],
    });
    expect(cluster.ask('DELETE', `${PODS}/${first}`).status).toBe(200);
  });

  test('waits for the controller when the budget has just changed', () => {
    const cluster = guarded({ minAvailable: 1 });
    cluster.patch(`${BUDGETS}/web`, { spec: { minAvailable: 2 } });
    const refused = evict(cluster, names(cluster)[0] ?? '');
    expect([refused.status, refused.headers?.['retry-after']]).toEqual([429, '10']);
    expect((refused.body as { details: unknown }).details).toEqual({
      retryAfterSeconds: 10,
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget web is still being processed by the server.' },
      ],
    });
  });

  test('of a Pod with several budgets is an error', () => {
    const cluster = guarded({ minAvailable: 1 });
    cluster.post(BUDGETS, budget('more', { minAvailable: 0 }));
    cluster.run(1000);
    expect(cluster.said(evict(cluster, names(cluster)[0] ?? ''))).toBe(
      '500: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
    expect(eventsOf(cluster)).toContain(
      `MultiplePodDisruptionBudgets: Pod "default"/"${names(cluster)[0] ?? ''}" matches multiple PodDisruptionBudgets.  Chose "more" arbitrarily.`,
    );
  });

  test.each([
    [{ minAvailable: 4 }, 429],
    [{ minAvailable: 4, unhealthyPodEvictionPolicy: 'IfHealthyBudget' }, 429],
    [{ minAvailable: 4, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, 201],
    [{ minAvailable: 3 }, 201],
  ])('of a Pod that is not ready, with a budget of %j, is answered with %i and spends nothing', (spec, code) => {
    const cluster = guarded(spec);
    const [first = ''] = names(cluster);
    setReady(cluster, first, 'False');
    expect(evict(cluster, first).status).toBe(code);
    expect((cluster.get(`${BUDGETS}/web`) as PodDisruptionBudget).status?.disruptedPods).toBeUndefined();
  });

  test('as a dry run spends nothing and deletes nothing', () => {
    const cluster = guarded({ maxUnavailable: 1 });
    const { rv } = cluster.sim.store;
    expect(evict(cluster, names(cluster)[0] ?? '', { deleteOptions: { dryRun: ['All'] } }).status).toBe(201);
    expect(cluster.sim.store.rv).toBe(rv);
  });

  test.each([
    ['nosuch', {}, '404: pods "nosuch" not found'],
    ['web', { metadata: { name: 'other' } }, '400: name in URL does not match name in Eviction object'],
  ])('of %s with %j is refused', (name, more, said) => {
    expect(cluster().said(evict(cluster(), name, more))).toBe(said);
  });
});

let shared: Cluster | undefined;
function cluster(): Cluster {
  shared ??= guarded({ minAvailable: 1 });
  return shared;
}

test('a Pod that was to go and did not counts again after two minutes', () => {
  const cluster = guarded({ maxUnavailable: 1 });
  const [first = ''] = names(cluster);
  const stored = cluster.get(`${BUDGETS}/web`) as PodDisruptionBudget;
  const noted = { ...stored, status: { ...stored.status, disruptedPods: { [first]: '2026-01-05T09:01:01Z' } } };
  cluster.ask('PUT', `${BUDGETS}/web/status`, noted);
  cluster.run(60_000);
  expect(statusOf(cluster)).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
  cluster.run(70_000);
  expect(statusOf(cluster)).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
  expect(eventsOf(cluster)).toContain("NotDeleted: Pod was expected by PDB default/web to be deleted but it wasn't");
});
