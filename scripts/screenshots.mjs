/**
 * `npm run screenshots`: takes the pictures of the README from the built page, so that they never show what is not there.
 * Each picture is a scene, what is done in it, and a size; they land in docs/.
 */
import './require-node.mjs';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { chromiumArgs, ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { distDir, fail, rootDir } from './project.mjs';
import { serveStatic } from './serve-static.mjs';

/**
 * @typedef {object} Picture
 * @property {string} name of the file in docs/
 * @property {string} query what the page is opened with
 * @property {'light' | 'dark'} colorScheme
 * @property {number} width
 * @property {number} height
 * @property {(page: import('@playwright/test').Page) => Promise<void>} [prepare] what is done before the picture
 */

const story = '?scene=frontends-and-backends&bench=1';

/** @type {readonly Picture[]} */
const pictures = [
  { name: 'stage-light', query: story, colorScheme: 'light', width: 1280, height: 720, prepare: amidRollout },
  { name: 'stage-dark', query: story, colorScheme: 'dark', width: 1280, height: 720, prepare: amidRollout },
  { name: 'phone', query: story, colorScheme: 'light', width: 390, height: 844 },
];

await ensureInstalled();
if ((await ensureBuilt()).code !== 0) fail('The build failed: see above.');
const found = await ensureChromium();
if ('advice' in found) fail(found.advice);
else await takeAll(found.path);

/** @param {string} executablePath */
async function takeAll(executablePath) {
  const { chromium } = await import('@playwright/test');
  const folder = path.join(rootDir, 'docs');
  mkdirSync(folder, { recursive: true });
  const server = await serveStatic({ root: distDir, port: 0 });
  const browser = await chromium.launch({ executablePath, args: chromiumArgs() });
  try {
    for (const picture of pictures) {
      const { width, height, colorScheme } = picture;
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        deviceScaleFactor: 1.5,
        locale: 'en-GB',
      });
      await page.goto(server.url + picture.query);
      await page.locator('[data-stage-ready="true"]').waitFor({ timeout: 30_000 });
      await picture.prepare?.(page);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await page.screenshot({ path: path.join(folder, `${picture.name}.png`), animations: 'disabled' });
      await page.close();
      console.log(`docs/${picture.name}.png`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * A rolling update some seconds old: one pod leaves, one comes, and not every node has heard of it.
 * @param {import('@playwright/test').Page} page
 */
async function amidRollout(page) {
  await page.evaluate(async () => {
    const { kubarium } = window;
    if (kubarium === undefined) throw new Error('the page shows nothing to scripts');
    kubarium.clock({ op: 'pause' });
    const containers = [{ name: 'image-processor', image: 'image-processor:2.0' }];
    await kubarium.request({
      method: 'PATCH',
      url: '/apis/apps/v1/namespaces/default/deployments/backend',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify({ spec: { template: { spec: { containers } } } }),
    });
    kubarium.clock({ op: 'run', ms: 3800 });
  });
  await page.waitForTimeout(1500);
}
