/** The size budget of the first load, in bytes after gzip: what index.html names, and the engine's worker beside it. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { distDir } from './project.mjs';

const budgets = [
  { name: 'JavaScript of the page', maxBytes: 200_000, files: pageScripts },
  // All that acts must be there before the first event; it loads beside the page, whose own budget is above.
  { name: 'the engine worker', maxBytes: 240_000, files: workerScripts },
];

/** @returns {{ code: number, output: string }} */
export function sizeReport() {
  const lines = budgets.map(({ name, maxBytes, files }) => {
    const bytes = files().reduce((sum, file) => sum + gzipSync(readFileSync(path.join(distDir, file))).length, 0);
    const verdict = bytes <= maxBytes ? 'within' : 'OVER';
    return { over: bytes > maxBytes, text: `${name}: ${kb(bytes)} gzip, ${verdict} the budget of ${kb(maxBytes)}` };
  });
  return { code: lines.some((line) => line.over) ? 1 : 0, output: lines.map((line) => line.text).join('\n') };
}

/** What the browser loads at once: the entry and what Vite preloads with it. */
function pageScripts() {
  const html = readFileSync(path.join(distDir, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? '');
}

function workerScripts() {
  const names = readdirSync(path.join(distDir, 'assets'));
  return names.filter((name) => /^worker-[\w-]{8}\.js$/.test(name)).map((name) => `assets/${name}`);
}

/** @param {number} bytes */
function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
