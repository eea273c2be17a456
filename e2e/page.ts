/** What the browser tests share: how a person opens the page and finds things on it. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a scene and waits until its cluster is drawn. */
export async function openScene(page: Page, scene = 'frontends-and-backends', more = ''): Promise<void> {
  await page.goto(`./?scene=${scene}&bench=1${more}`);
  await page.locator('[data-stage-ready="true"]').waitFor();
}

/** Runs the cluster faster than a lesson would. */
export async function setSpeed(page: Page, speed: number): Promise<void> {
  await page.evaluate((times) => window.kubarium?.clock({ op: 'speed', speed: times }), speed);
}

export function stage(page: Page): Locator {
  return page.getByRole('region', { name: 'Cluster stage' });
}

/** Cards of the pods whose name begins so; ghosts and masses painted on the canvas are none. */
export function podCards(page: Page, prefix: string): Locator {
  return stage(page).getByRole('button', { name: new RegExp(`^Pod ${prefix}`) });
}

/** Addresses that the slice list below a Service shows now. */
export async function endpointsOf(page: Page, service: string): Promise<string[]> {
  const card = stage(page).getByRole('group', { name: new RegExp(`^Service ${service},`) });
  const names = await card
    .getByRole('listitem')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent));
  return names
    .map((name) => /\d+\.\d+\.\d+\.\d+/.exec(name)?.[0] ?? '')
    .filter((ip) => ip !== '')
    .sort();
}

/** Pastes a text into the editor in place of what is there. */
export async function pasteManifest(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('region', { name: 'Apply manifests' }).locator('.cm-content');
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** Fails the test when the page complains on its console or asks anybody but its own server. */
export function watchManners(page: Page, baseURL: string): () => void {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(baseURL) && !/^(?:data|blob):/.test(url)) complaints.push(`request to ${url}`);
  });
  return () => expect(complaints).toEqual([]);
}
