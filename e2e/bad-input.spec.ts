import { expect, test, type Page } from '@playwright/test';
import { openScene, pasteManifest } from './page.ts';

async function apply(page: Page, text: string): Promise<void> {
  await pasteManifest(page, text);
  await page
    .getByRole('region', { name: 'Apply manifests' })
    .getByRole('button', { name: /^Apply/ })
    .click();
}

test('what cannot be applied is refused in the words of the API, with the line, and changes nothing else', async ({
  page,
}) => {
  await openScene(page, 'empty');
  await page.getByRole('button', { name: 'Apply YAML' }).click();
  const results = page.getByRole('region', { name: 'Results' });

  await apply(page, 'a: [b\n');
  await expect(results).toContainText('Nothing was applied');

  await apply(page, 'apiVersion: v9\nkind: Gadget\nmetadata: {name: x}\n');
  await expect(results).toContainText('no matches for kind "Gadget" in version "v9"');

  await apply(
    page,
    [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: good}',
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: {name: bad}',
      'spec:',
      '  replicaz: 3',
      '  selector: {matchLabels: {a: b}}',
      '  template:',
      '    metadata: {labels: {a: b}}',
      '    spec: {containers: [{name: c, image: i}]}',
      '---',
      'apiVersion: v1',
      'kind: Service',
      'metadata: {name: odd}',
      'spec: {selector: {a: b}, ports: [{port: 70000}]}',
      '',
    ].join('\n'),
  );
  await expect(results).toContainText('configmap/good created');
  await expect(results).toContainText('unknown field "spec.replicaz" line 9');
  await expect(results).toContainText('must be between 1 and 65535, inclusive');
  await expect(page.locator('.cm-lint-marker-error').first()).toBeVisible();
  const status = await page.evaluate(async () => {
    const url = '/apis/apps/v1/namespaces/default/deployments/bad';
    return (await window.kubarium?.request({ method: 'GET', url }))?.status;
  });
  expect(status).toBe(404);
});

test('texts that are too large, too many or that grow without end are answered at once', async ({ page }) => {
  await openScene(page, 'empty');
  await page.getByRole('button', { name: 'Apply YAML' }).click();
  const results = page.getByRole('region', { name: 'Results' });
  const panel = page.getByRole('region', { name: 'Apply manifests' });

  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...['b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => {
      const before = 'abcdefg'.charAt(i);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`;
    }),
  ].join('\n');
  await apply(page, `${bomb}\n`);
  await expect(results).toContainText('Nothing was applied');

  const many = Array.from(
    { length: 1001 },
    (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m${i}}\n`,
  ).join('---\n');
  await apply(page, many);
  await expect(results).toContainText(/1,?000/);

  const file = { name: 'huge.yaml', mimeType: 'application/yaml', buffer: Buffer.alloc(10_500_000, 'a: b\n') };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(panel).toContainText(/10 MB/);
});

test('HTML in names and values is text', async ({ page }) => {
  await openScene(page, 'empty');
  await page.getByRole('button', { name: 'Apply YAML' }).click();
  await apply(page, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "<img src=x onerror=alert(1)>"}\n');
  const results = page.getByRole('region', { name: 'Results' });
  await expect(results).toContainText('<img src=x onerror=alert(1)>');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});
