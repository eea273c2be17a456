/** `npm run serve`: the engine behind HTTP for the real kubectl. See `npm run serve -- --help`. */
import './require-node.mjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ensureInstalled } from './install.mjs';
import { distDir } from './project.mjs';

await ensureInstalled();
// What needs installed packages is loaded after they are there.
const { importBundled } = await import('./bundle.mjs');
const server = /** @type {typeof import('../src/host/server/main.ts')} */ (
  await importBundled('src/host/server/main.ts', { platform: 'node' })
);
const hasPage = existsSync(path.join(distDir, 'index.html'));
process.exitCode = await server.main(process.argv.slice(2), hasPage ? distDir : undefined);
