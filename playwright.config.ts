import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';
import { freePort } from './scripts/free-port.mjs';

// Workers read this file again: what was found and chosen once goes on to them in the environment.
const port = (process.env['KUBARIUM_TEST_PORT'] ??= String(await freePort()));
const chromium = (process.env['CHROMIUM_PATH'] ??= (await findChromium()) ?? '');
const baseURL = `http://localhost:${port}/`;

/** Browser tests of the production build: `npm test`, or `npx playwright test` after `npm run build`. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'node_modules/.cache/kubarium/playwright.json' }]],
  use: {
    baseURL,
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: { args: chromiumArgs(), ...(chromium === '' ? {} : { executablePath: chromium }) },
  },
  projects: [
    { name: 'desktop', use: { browserName: 'chromium', viewport: { width: 1280, height: 720 }, colorScheme: 'light' } },
  ],
  webServer: {
    command: `node scripts/serve-static.mjs dist ${port}`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 20_000,
  },
});
