import { expect, test } from '@playwright/test';
import { endpointsOf, openScene, pasteManifest, podCards, setSpeed, stage, watchManners } from './page.ts';

test('a person opens a scene, scales it, deletes a pod, and watches addresses and endpoints follow', async ({
  page,
  baseURL,
}) => {
  const stillPolite = watchManners(page, baseURL ?? '');
  await page.goto('./');
  await page
    .getByRole('button', { name: /Frontends and backends/ })
    .or(page.getByRole('link', { name: /Frontends and backends/ }))
    .click();
  await page.locator('[data-stage-ready="true"]').waitFor();
  await expect(podCards(page, 'backend')).toHaveCount(3);
  await expect.poll(() => endpointsOf(page, 'my-service')).toHaveLength(3);
  const before = await endpointsOf(page, 'my-service');

  await page.getByRole('button', { name: 'Scale backend up' }).first().click();
  await expect(podCards(page, 'backend')).toHaveCount(4);
  await expect.poll(() => endpointsOf(page, 'my-service')).toHaveLength(4);
  expect(await endpointsOf(page, 'my-service')).toEqual(expect.arrayContaining(before));

  const victim = podCards(page, 'backend').first();
  const name = (await victim.getAttribute('aria-label')) ?? '';
  const address = /IP ([\d.]+)/.exec(name)?.[1] ?? 'none';
  await victim.click();
  await page.getByRole('button', { name: 'Delete pod' }).click();
  await expect.poll(() => endpointsOf(page, 'my-service'), { timeout: 20_000 }).not.toContain(address);
  await expect.poll(() => endpointsOf(page, 'my-service'), { timeout: 20_000 }).toHaveLength(4);
  // The address of the dead pod does not come back with its successor.
  expect(await endpointsOf(page, 'my-service')).not.toContain(address);
  stillPolite();
});

test('a deployment is made, exposed and given a new image from the forms', async ({ page }) => {
  await openScene(page, 'empty');
  await setSpeed(page, 5);
  await page.getByRole('button', { name: 'New deployment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('web');
  await dialog.getByLabel('Image').fill('nginx:1.27');
  await dialog.getByLabel('Replicas').fill('2');
  await dialog.getByLabel('Container port').fill('80');
  await dialog.getByRole('button', { name: /^Create/ }).click();
  await expect(podCards(page, 'web')).toHaveCount(2);

  const card = stage(page).getByRole('group', { name: /^Deployment web/ });
  await card.click({ position: { x: 30, y: 18 } });
  await page.getByRole('button', { name: /^Expose/ }).click();
  await dialog.getByRole('button', { name: /^Expose/ }).click();
  await expect.poll(() => endpointsOf(page, 'web'), { timeout: 20_000 }).toHaveLength(2);
  const old = await endpointsOf(page, 'web');

  await card.click({ position: { x: 30, y: 18 } });
  await page.getByRole('button', { name: 'Change image' }).click();
  await dialog.getByLabel(/Image/).fill('nginx:1.28');
  await dialog.getByRole('button', { name: 'Change image' }).click();
  await expect(stage(page).getByText('nginx:1.28')).toBeVisible();
  await expect
    .poll(async () => (await endpointsOf(page, 'web')).filter((ip) => old.includes(ip)), { timeout: 30_000 })
    .toEqual([]);
});

test('manifests are applied document by document, and applied again change nothing', async ({ page }) => {
  await openScene(page, 'empty');
  await page.getByRole('button', { name: 'Apply YAML' }).click();
  const panel = page.getByRole('region', { name: 'Apply manifests' });
  const manifest = [
    'apiVersion: v1',
    'kind: Service',
    'metadata: {name: cache}',
    'spec: {selector: {app: cache}, ports: [{port: 6379}]}',
    '---',
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: cache}',
    'spec:',
    '  selector: {matchLabels: {app: cache}}',
    '  template:',
    '    metadata: {labels: {app: cache}}',
    '    spec: {containers: [{name: redis, image: "redis:7", ports: [{containerPort: 6379}]}]}',
    '',
  ].join('\n');
  await pasteManifest(page, manifest);
  await panel.getByRole('button', { name: /^Apply/ }).click();
  const results = page.getByRole('region', { name: 'Results' });
  await expect(results.getByRole('listitem')).toHaveText([/service\/cache created/, /deployment\.apps\/cache created/]);
  await expect(podCards(page, 'cache')).toHaveCount(1);
  await panel.getByRole('button', { name: /^Apply/ }).click();
  await expect(results.getByRole('listitem')).toHaveText([
    /service\/cache unchanged/,
    /deployment\.apps\/cache unchanged/,
  ]);
});

test('the clock pauses, steps and changes its speed', async ({ page }) => {
  await openScene(page);
  const now = (): Promise<number> => page.evaluate(() => window.kubarium?.state().clock.nowMs ?? 0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const paused = await now();
  await page.getByRole('button', { name: 'Scale backend up' }).first().click();
  await expect(podCards(page, 'backend')).toHaveCount(3);
  await page.getByRole('button', { name: 'Step' }).click();
  await expect.poll(now).toBeGreaterThan(paused);
  for (let i = 0; i < 12; i++) await page.getByRole('button', { name: 'Step' }).click();
  await expect(podCards(page, 'backend')).toHaveCount(4);
  const stepped = await now();
  expect(stepped - paused).toBeLessThan(20_000);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(now).toBeGreaterThan(stepped);
});
