import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { openScene, podCards, stage } from './page.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const all = (await axe.run({ runOnly: tags })).violations;
    // What a person has dimmed by selecting something else stays dim until Escape: its contrast is not judged.
    const isDim = (target: readonly string[]): boolean =>
      document.querySelector(target.join(' '))?.closest('.is-dim') != null;
    const judged = all.map(({ id, nodes }) => ({
      id,
      nodes: id === 'color-contrast' ? nodes.filter(({ target }) => !isDim(target)) : nodes,
    }));
    return judged.filter(({ nodes }) => nodes.length > 0);
  });
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ target }) => target.join(' '))
        .join(' | ')}`,
  );
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the start screen, the stage, the details and the editor (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto('./');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await openScene(page);
    await expect(podCards(page, 'backend')).toHaveCount(3);
    expect(await violations(page)).toEqual([]);
    await podCards(page, 'backend').first().click();
    await expect(page.getByRole('button', { name: 'Delete pod' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Apply YAML' }).click();
    await expect(page.locator('.cm-content')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('scaling and deleting work by keyboard alone', async ({ page }) => {
  await openScene(page);
  await expect(podCards(page, 'backend')).toHaveCount(3);
  await page.getByRole('button', { name: 'Scale backend up' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(podCards(page, 'backend')).toHaveCount(4);
  const names = (): Promise<(string | null)[]> =>
    podCards(page, 'backend').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-key')));
  const before = await names();
  await podCards(page, 'backend').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Delete pod' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete pod' }).focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await names()).filter((key) => !before.includes(key)).length, { timeout: 20_000 })
    .toBe(1);
});

test('with reduced motion nothing is ever animated', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openScene(page);
  await page.getByRole('button', { name: 'Scale backend up' }).first().click();
  for (let i = 0; i < 10; i++) {
    expect(
      await page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running').length),
    ).toBe(0);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await expect(podCards(page, 'backend')).toHaveCount(4);
});

test('a phone shows the whole story in its width', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openScene(page);
  await expect(stage(page)).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Apply YAML' }).click();
  await expect(page.locator('.cm-content')).toBeVisible();
});
