/**
 * `npm test`: everything that must hold, from a fresh clone, with one line at the end: `N passed, N failed`.
 * Every static check counts as one test; unit, property and browser tests count one by one.
 *
 *   npm test                 all of it
 *   npm run check            all but the browser (--no-browser)
 */
import './require-node.mjs';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { cacheFile, runTool } from './project.mjs';

const withBrowser = !process.argv.includes('--no-browser');
let passed = 0;
let failed = 0;

await ensureInstalled();
await check('types', () => runTool('tsc', ['-b'], { capture: true }));
await check('lint', () => runTool('oxlint', [], { capture: true }));
await check('format', () => runTool('oxfmt', ['--check'], { capture: true }));
await check('unused code', () => runTool('knip', ['--no-progress'], { capture: true }));
await unitTests();
const built = await check('build', () => ensureBuilt({ capture: true }));
if (built) {
  const { sizeReport } = await import('./size.mjs');
  await check('size', () => Promise.resolve(sizeReport()));
}
if (withBrowser) await browserTests(built);

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * One static check, counted as one test; what it printed is shown when it fails.
 * @param {string} name
 * @param {() => Promise<{ code: number, output: string }>} work
 */
async function check(name, work) {
  const startMs = performance.now();
  const { code, output } = await work();
  const took = `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  count(code === 0 ? 1 : 0, code === 0 ? 0 : 1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${took})`);
  if (code !== 0) console.log(`\n${output.trim()}\n`);
  return code === 0;
}

async function unitTests() {
  const file = cacheFile('vitest.json');
  rmSync(file, { force: true });
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runTool('vitest', args);
  const report = /** @type {VitestReport | undefined} */ (readJson(file));
  const notLoaded = report?.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  tally(code, report?.numPassedTests ?? 0, (report?.numFailedTests ?? 0) + (notLoaded?.length ?? 0));
}

/** @param {boolean} isBuilt */
async function browserTests(isBuilt) {
  const { ensureChromium } = await import('./chromium.mjs');
  if (!isBuilt) return;
  const chromium = await ensureChromium();
  if ('advice' in chromium) {
    count(0, 1);
    console.log(`\n${chromium.advice}`);
    return;
  }
  const file = cacheFile('playwright.json');
  rmSync(file, { force: true });
  const { code } = await runTool('playwright', ['test'], { env: { CHROMIUM_PATH: chromium.path } });
  const stats = /** @type {PlaywrightReport | undefined} */ (readJson(file))?.stats;
  tally(code, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
}

/**
 * A runner that failed without a failed test (a crash, an error outside of a test) counts as one failure.
 * @param {number} code
 * @param {number} good
 * @param {number} bad
 */
function tally(code, good, bad) {
  count(good, code !== 0 && bad === 0 ? 1 : bad);
}

/**
 * @param {number} good
 * @param {number} bad
 */
function count(good, bad) {
  passed += good;
  failed += bad;
}

/**
 * @typedef {{ status: string, assertionResults: unknown[] }} VitestFile
 * @typedef {{ numPassedTests: number, numFailedTests: number, testResults: VitestFile[] }} VitestReport
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number } }} PlaywrightReport
 */

/**
 * @param {string} file
 * @returns {unknown}
 */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
