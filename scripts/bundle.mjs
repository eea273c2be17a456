/**
 * Bundles an entry into one ES module that Node can import: our engine (its sources are TypeScript), or a package
 * whose published files Node cannot import as they are.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheFile, rootDir } from './project.mjs';

/**
 * @param {string} entry a file of the project (`src/host/local.ts`) or the name of a package
 * @param {{ platform?: 'neutral' | 'browser' | 'node', minify?: boolean }} [options]
 * @returns {Promise<string>} the path of the module written
 */
export async function bundle(entry, { platform = 'neutral', minify = false } = {}) {
  const isFile = /\.tsx?$/.test(entry);
  const outfile = cacheFile(
    `${entry
      .replace(/\.tsx?$/, '')
      .replace(/\W+/g, '-')
      .replace(/^-/, '')}.mjs`,
  );
  await build({
    absWorkingDir: rootDir,
    ...(isFile
      ? { entryPoints: [path.join(rootDir, entry)] }
      : { stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: rootDir } }),
    outfile,
    bundle: true,
    format: 'esm',
    platform,
    // In Node, packages are loaded from where they are installed: some are CommonJS, which a module cannot hold.
    ...(isFile && platform === 'node' ? { packages: /** @type {const} */ ('external') } : {}),
    target: 'es2023',
    minify,
    legalComments: 'none',
    logLevel: 'error',
    define: { 'import.meta.env.DEV': 'false', 'import.meta.env.PROD': 'true', 'import.meta.env.MODE': '"production"' },
  });
  return outfile;
}

/**
 * Bundles and imports.
 * @param {Parameters<typeof bundle>} args
 * @returns {Promise<unknown>} the module; the caller knows its type
 */
export async function importBundled(...args) {
  return import(pathToFileURL(await bundle(...args)).href);
}
