/**
 * The page, as built for production, in Chromium: how much is loaded before it paints, how soon the cluster is drawn,
 * and how smooth it stays while pods come up and while the picture is dragged.
 *
 * The page is opened with `?scene=empty&bench=1`, where it offers `window.kubarium` = `{ ready, request }` (requests go the same
 * way as the buttons'), and marks the stage with `data-stage-ready="true"` once the cluster is drawn.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { ensureBuilt } from '../scripts/build.mjs';
import { chromiumArgs, ensureChromium } from '../scripts/chromium.mjs';
import { distDir } from '../scripts/project.mjs';
import { serveStatic } from '../scripts/serve-static.mjs';
import { installProbe } from './page-probe.mjs';
import { machine, median, round, table, writeSection } from './report.mjs';
import { deployment, service } from './scenario.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./page-probe.mjs').Frames} Frames
 * @typedef {{ firstPaintMs: number, drawnMs: number, kbBeforePaint: number, kbBeforeDrawn: number }} Load
 * @typedef {{ scale50: Frames, pan50: Frames, up300: Frames, pan300: Frames }} Motion
 */

const stage = '[data-stage-ready="true"]';
const giveUpAfterMs = 180_000;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<boolean>}
 */
export async function benchPage({ quick }) {
  const { code } = await ensureBuilt();
  const browserFound = await ensureChromium();
  if (code !== 0) return false;
  if ('advice' in browserFound) {
    console.error(browserFound.advice);
    return false;
  }
  const server = await serveStatic({ root: distDir, port: 0 });
  const browser = await chromium.launch({ executablePath: browserFound.path, args: chromiumArgs() });
  /** @type {Load[]} */
  const loads = [];
  /** @type {Motion[]} */
  const motions = [];
  try {
    for (let i = 0; i < (quick ? 1 : 5); i++) loads.push(await withPage(browser, server.url, measureLoad));
    for (let i = 0; i < (quick ? 1 : 3); i++) motions.push(await withPage(browser, server.url, measureMotion));
  } finally {
    await browser.close();
    await server.close();
  }
  const text = report(browser.version(), loads, motions);
  console.log(text);
  if (!quick) writeSection('page', 'Page', text);
  return true;
}

/**
 * A fresh profile each time: nothing is cached.
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withPage(browser, url, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(installProbe, stage);
    await page.goto(`${url}?scene=empty&bench=1`);
    await page.locator(stage).waitFor({ timeout: 30_000 });
    await page.evaluate(() => window.kubarium.ready);
    return await work(page);
  } finally {
    await context.close();
  }
}

/**
 * @param {Page} page
 * @returns {Promise<Load>}
 */
async function measureLoad(page) {
  await page.waitForTimeout(500);
  const { firstPaintMs, drawnMs, scripts } = await page.evaluate(() => window.kubariumProbe.load());
  // Sizes after gzip are computed from the build, so that they do not hang on what this server negotiates.
  const kbUntil = (/** @type {number} */ ms) =>
    scripts.filter((script) => script.endMs <= ms).reduce((sum, script) => sum + gzipKb(script.name), 0);
  return { firstPaintMs, drawnMs, kbBeforePaint: kbUntil(firstPaintMs), kbBeforeDrawn: kbUntil(drawnMs) };
}

/**
 * @param {Page} page
 * @returns {Promise<Motion>}
 */
async function measureMotion(page) {
  await request(page, 'POST', '/apis/apps/v1/namespaces/default/deployments', deployment(3));
  await request(page, 'POST', '/api/v1/namespaces/default/services', service);
  await readyReplicas(page, 3);
  const scale50 = await recorded(page, () => scaleTo(page, 50));
  const pan50 = await recorded(page, () => drag(page));
  await scaleTo(page, 3);
  const up300 = await recorded(page, () => scaleTo(page, 300));
  const pan300 = await recorded(page, () => drag(page));
  return { scale50, pan50, up300, pan300 };
}

/**
 * Records every frame while the work goes on, and a little longer.
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<Frames>}
 */
async function recorded(page, work) {
  await page.waitForTimeout(500);
  await page.evaluate(() => window.kubariumProbe.start());
  await work();
  await page.waitForTimeout(500);
  return page.evaluate(() => window.kubariumProbe.stop());
}

/**
 * @param {Page} page
 * @param {number} replicas
 */
async function scaleTo(page, replicas) {
  const url = '/apis/apps/v1/namespaces/default/deployments/web/scale';
  await request(page, 'PATCH', url, { spec: { replicas } }, 'application/merge-patch+json');
  await readyReplicas(page, replicas);
}

/**
 * Waits until the Deployment has exactly so many ready replicas. Asked rarely, since the question costs a little too.
 * @param {Page} page
 * @param {number} replicas
 */
async function readyReplicas(page, replicas) {
  const giveUpAtMs = Date.now() + giveUpAfterMs;
  for (;;) {
    const body = await request(page, 'GET', '/apis/apps/v1/namespaces/default/deployments/web');
    const status = /** @type {{ status?: { replicas?: number, readyReplicas?: number } }} */ (body).status ?? {};
    if (status.readyReplicas === replicas && status.replicas === replicas) return;
    if (Date.now() > giveUpAtMs) throw new Error(`${status.readyReplicas ?? 0} of ${replicas} replicas are ready`);
    await page.waitForTimeout(250);
  }
}

/**
 * Drags the picture about with the mouse, from its lower left corner, for about two seconds.
 * @param {Page} page
 */
async function drag(page) {
  const box = await page.locator(stage).boundingBox();
  if (box === null) throw new Error('the stage is not to be seen');
  const [x, y] = [box.x + 24, box.y + box.height - 24];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 120; step++) {
    const angle = (step / 120) * 4 * Math.PI;
    await page.mouse.move(x + 150 * (1 - Math.cos(angle)), y - 120 * Math.abs(Math.sin(angle)));
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
}

/**
 * @param {Page} page
 * @param {string} method
 * @param {string} url
 * @param {object} [object]
 * @param {string} [type]
 * @returns {Promise<unknown>} the body of the answer
 */
async function request(page, method, url, object, type = 'application/json') {
  const message =
    object === undefined
      ? { method, url }
      : { method, url, headers: { 'Content-Type': type }, body: JSON.stringify(object) };
  const response = await page.evaluate((one) => window.kubarium.request(one), message);
  if (response.status >= 400) throw new Error(`${method} ${url}: ${response.status} ${JSON.stringify(response.body)}`);
  const { body } = response;
  return typeof body === 'string' ? /** @type {unknown} */ (JSON.parse(body)) : body;
}

/** @param {string} name the name of a script under assets/ */
function gzipKb(name) {
  return gzipSync(readFileSync(path.join(distDir, 'assets', name))).length / 1000;
}

/**
 * Tasks under 50 ms are not reported by the browser, and work that comes from outside is no task: both show as a gap.
 * @param {Frames} frames
 */
function stallMs(frames) {
  return Math.max(frames.longestTaskMs, frames.maxMs - 1000 / 60);
}

/**
 * @param {string} browserVersion
 * @param {Load[]} loads
 * @param {Motion[]} motions
 */
function report(browserVersion, loads, motions) {
  const of = (/** @type {(load: Load) => number} */ figure) => round(median(loads.map(figure)));
  const workers = readdirSync(path.join(distDir, 'assets')).filter((name) => /^worker-[\w-]{8}\.js$/.test(name));
  const loadRows = [
    ['JavaScript loaded before the first paint, kB gzip', of((load) => load.kbBeforePaint), '85'],
    ['JavaScript loaded before the cluster is drawn, kB gzip', of((load) => load.kbBeforeDrawn), '200'],
    ['engine worker, loaded beside it, kB gzip', round(workers.reduce((sum, name) => sum + gzipKb(name), 0)), '240'],
    ['first paint, ms', of((load) => load.firstPaintMs), ''],
    ['cluster drawn, ms', of((load) => load.drawnMs), ''],
  ];
  const titles = /** @type {const} */ ({
    scale50: 'scaling 3 -> 50',
    pan50: 'panning 50 pods',
    up300: '300 pods coming up',
    pan300: 'panning 300 pods',
  });
  const motionRows = Object.entries(titles).map(([key, title]) => {
    const frames = motions.map((motion) => motion[/** @type {keyof Motion} */ (key)]);
    const mid = (/** @type {(one: Frames) => number} */ figure) => round(median(frames.map(figure)));
    return [title, mid((f) => f.p50Ms), mid((f) => f.p95Ms), mid((f) => f.maxMs), mid(stallMs)];
  });
  return `Production build from localhost, Chromium ${browserVersion} headless without a GPU, 1280 x 720,
medians of ${loads.length} loads and ${motions.length} runs.
A frame cannot be shorter than 16.7 ms. The longest stall is the longest task of the main thread, or the longest wait
for a frame beyond that, whichever is longer.
${machine()}

${table(['loading', 'median', 'budget'], loadRows)}

${table(['frames, ms', 'p50', 'p95', 'longest', 'longest stall'], motionRows)}`;
}
