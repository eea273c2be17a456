import { expect, test, type Page } from '@playwright/test';
import { Sim } from '../src/engine/sim.ts';
import type { ApiRequest, ApiResponse, Journal } from '../src/protocol/wire.ts';
import { findScene } from '../src/scenes/scenes.ts';

const SCENE = 'frontends-and-backends';
const COLLECTIONS = [
  '/api/v1/namespaces',
  '/api/v1/nodes',
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/endpoints',
  '/api/v1/events',
  '/api/v1/configmaps',
  '/api/v1/serviceaccounts',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/discovery.k8s.io/v1/endpointslices',
  '/apis/coordination.k8s.io/v1/leases',
  '/apis/sim.kubarium.dev/v1/kubeproxies',
];

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

function patch(url: string, body: unknown): ApiRequest {
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  return { method: 'PATCH', url, headers, body: JSON.stringify(body) };
}

const container = { name: 'image-processor', image: 'image-processor:2.0' };
const SESSION: readonly ApiRequest[] = [
  {
    ...patch(`${DEPLOYMENTS}/backend/scale`, { spec: { replicas: 7 } }),
    headers: { 'content-type': 'application/merge-patch+json' },
  },
  patch(`${DEPLOYMENTS}/backend`, { spec: { template: { spec: { containers: [container] } } } }),
  { method: 'DELETE', url: '/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend' },
  patch('/api/v1/namespaces/default/services/my-service', { spec: { type: 'LoadBalancer' } }),
];

test('a session in the browser, replayed in Node from its journal, gives the same objects to the last character', async ({
  page,
}) => {
  await page.goto(`./?scene=${SCENE}&bench=1`);
  await page.evaluate(() => window.kubarium?.ready);
  await page.evaluate(() => window.kubarium?.clock({ op: 'speed', speed: 20 }));
  for (const request of SESSION) {
    const response = await ask(page, request);
    expect([200, 201]).toContain(response.status);
    await page.waitForFunction(
      (from) => (window.kubarium?.state().clock.nowMs ?? 0) > from + 2000,
      await page.evaluate(() => window.kubarium?.state().clock.nowMs ?? 0),
    );
  }
  // A step ends an instant: nothing of it is left for later.
  await page.evaluate(() => window.kubarium?.clock({ op: 'step' }));
  const journal: Journal = await page.evaluate(() => window.kubarium?.journal() ?? []);
  const nowMs = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return window.kubarium?.state().clock.nowMs ?? 0;
  });
  const inBrowser: Record<string, unknown> = {};
  for (const url of COLLECTIONS) inBrowser[url] = (await ask(page, { method: 'GET', url })).body;

  const scene = findScene(SCENE);
  if (scene === undefined) throw new Error(`no scene ${SCENE}`);
  const sim = Sim.replay(scene.boot, journal, nowMs);
  const inNode = Object.fromEntries(COLLECTIONS.map((url) => [url, sim.handle({ method: 'GET', url }).body]));
  expect(JSON.stringify(inBrowser)).toBe(JSON.stringify(inNode));
});

function ask(page: Page, request: ApiRequest): Promise<ApiResponse> {
  return page.evaluate((what) => {
    if (window.kubarium === undefined) throw new Error('the page has no hook');
    return window.kubarium.request(what);
  }, request);
}
