/**
 * What the commands share: where things are, how to run a tool, and a fingerprint of files to know whether work is due.
 * Node only, no dependencies: these run before anything is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('..', import.meta.url));
export const distDir = path.join(rootDir, 'dist');
export const cacheDir = path.join(rootDir, 'node_modules', '.cache', 'kubarium');

/** @param {string} name */
export function cacheFile(name) {
  mkdirSync(cacheDir, { recursive: true });
  return path.join(cacheDir, name);
}

/** The scripts behind the commands, so that no shell and no npx is needed. */
export const tools = {
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  oxfmt: 'node_modules/oxfmt/bin/oxfmt',
  knip: 'node_modules/knip/bin/knip.js',
  playwright: 'node_modules/@playwright/test/cli.js',
};

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ capture?: boolean, env?: Record<string, string>, shell?: boolean }} [options] capture: keep the output instead of showing it
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { capture = false, env = {}, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: rootDir,
      env: { ...process.env, ...env },
      shell,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    /** @type {Buffer[]} */
    const chunks = [];
    const keep = (/** @type {Buffer} */ chunk) => chunks.push(chunk);
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/**
 * Runs one of the project's tools in its own Node process.
 * @param {keyof typeof tools} tool
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(tool, args, options) {
  return run(process.execPath, [path.join(rootDir, tools[tool]), ...args], options);
}

/**
 * One hash over the names and contents of files and folders; missing ones count as absent.
 * @param {readonly string[]} paths relative to the project
 * @param {(path: string) => boolean} [wanted]
 */
export function fingerprint(paths, wanted = () => true) {
  const hash = createHash('sha256');
  /** @param {string} relative */
  const add = (relative) => {
    const full = path.join(rootDir, relative);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${relative}/${name}`);
    } else if (wanted(relative)) {
      hash.update(`${relative}\0`).update(readFileSync(full)).update('\0');
    }
  };
  for (const one of paths) add(one);
  return hash.digest('hex');
}

/** @param {string} message */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
