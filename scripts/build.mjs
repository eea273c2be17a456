/** Builds dist/ with Vite, and only when something that goes into it has changed. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFile, distDir, fingerprint, runTool } from './project.mjs';

const inputs = ['src', 'public', 'index.html', 'embed.html', 'vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * @param {{ capture?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string, built: boolean }>}
 */
export async function ensureBuilt(options = {}) {
  const stampFile = cacheFile('built');
  const wanted = fingerprint(inputs, (file) => !/\.test\.tsx?$|\/testing\//.test(file));
  const fresh = existsSync(path.join(distDir, 'index.html')) && existsSync(stampFile);
  if (fresh && readFileSync(stampFile, 'utf8') === wanted) return { code: 0, output: '', built: false };
  rmSync(stampFile, { force: true });
  const result = await runTool('vite', ['build', '--logLevel', 'warn'], options);
  if (result.code === 0) writeFileSync(stampFile, wanted);
  return { ...result, built: true };
}
