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

/** @type {readonly Picture[]} */
const pictures = [
  {
    name: 'stage-light',
    query: '?scene=frontends-and-backends&bench=1',
    colorScheme: 'light',
    width: 1280,
    height: 800,
  },
  { name: 'stage-dark', query: '?scene=frontends-and-backends&bench=1', colorScheme: 'dark', width: 1280, height: 800 },
  { name: 'phone', query: '?scene=frontends-and-backends&bench=1', colorScheme: 'light', width: 390, height: 844 },
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
        deviceScaleFactor: 2,
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
