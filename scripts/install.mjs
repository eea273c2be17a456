/** Installs exactly what the lock file says, and only when that is not what is installed already. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fail, fingerprint, rootDir, run } from './project.mjs';

const stampFile = path.join(rootDir, 'node_modules', '.kubarium-installed');

/** Returns once node_modules is what package-lock.json describes; ends the process with advice when that fails. */
export async function ensureInstalled() {
  const wanted = `${fingerprint(['package-lock.json'])} ${process.platform}-${process.arch}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  if (!installedByHand()) {
    console.log('Installing dependencies (npm ci) ...');
    const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) fail('npm ci failed. Is the network reachable? Then run the same command again.');
  }
  writeFileSync(stampFile, wanted);
}

/** Somebody ran npm themselves, after the lock file last changed: leave their node_modules alone. */
function installedByHand() {
  const marker = path.join(rootDir, 'node_modules', '.package-lock.json');
  if (existsSync(stampFile) || !existsSync(marker)) return false;
  return statSync(marker).mtimeMs >= statSync(path.join(rootDir, 'package-lock.json')).mtimeMs;
}

/** @param {string[]} args */
function npm(args) {
  const npmScript = process.env['npm_execpath'];
  if (npmScript?.endsWith('.js')) return run(process.execPath, [npmScript, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}
