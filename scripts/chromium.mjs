/**
 * Finds a Chromium for the browser tests, the benchmarks and the screenshots, and installs Debian's where it may.
 * Order: CHROMIUM_PATH, Playwright's own, one on the PATH or where the system keeps it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run } from './project.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];

const advice = `No Chromium found for the browser tests. Do one of these, then run the same command again:
  npx playwright install --with-deps chromium     (Playwright's own)
  sudo apt-get install chromium                   (Debian)
  CHROMIUM_PATH=/path/to/chrome npm test          (one that you have)
Everything but the browser tests: npm run check`;

/** Quiet, headless and the same everywhere; without the GPU, because software GL is many times slower than none. */
export function chromiumArgs() {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
  ];
  return process.getuid?.() === 0 ? ['--no-sandbox', ...args] : args;
}

/** @returns {Promise<string | undefined>} the path of a Chromium that exists */
export async function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    console.error(`CHROMIUM_PATH names ${chosen}, which does not exist; looking for another.`);
  }
  const { chromium } = await import('@playwright/test');
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [chromium.executablePath(), ...onPath, ...elsewhere].find((file) => existsSync(file));
}

/**
 * As findChromium, but installs Debian's package when this is Debian and we are root (or sudo asks nothing).
 * @returns {Promise<{ path: string } | { advice: string }>}
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return { path: found };
  const apt = await aptCommand();
  if (apt !== undefined) {
    console.log('No Chromium found: installing the Debian package (apt-get install chromium) ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', 'chromium'],
    ]) {
      const { code, output } = await run(apt[0], [...apt.slice(1), ...args], { capture: true, env });
      if (code !== 0) console.error(output.trim());
    }
    const installed = await findChromium();
    if (installed !== undefined) return { path: installed };
  }
  return { advice };
}

/** How to call apt-get here without a question, or undefined where that is not possible. */
async function aptCommand() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  // Ubuntu's package of this name only points to a snap.
  if (!/^ID="?debian"?$/m.test(release)) return undefined;
  if (process.getuid?.() === 0) return /** @type {const} */ (['apt-get']);
  const { code } = await run('sudo', ['-n', 'true'], { capture: true });
  return code === 0 ? /** @type {const} */ (['sudo', '-n', 'apt-get']) : undefined;
}
