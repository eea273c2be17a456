/**
 * `npm run bench`: everything that performance promises, measured and written into BENCHMARKS.md.
 *
 *   npm run bench                                  both engines, large clusters, then the page
 *   npm run bench -- engine|webernetes|large|page  one part
 *   npm run bench -- --quick                       one run of each, to see that it works
 */
import '../scripts/require-node.mjs';
import os from 'node:os';
import process from 'node:process';
import { ensureInstalled } from '../scripts/install.mjs';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const part = args.find((arg) => !arg.startsWith('-'));
if (part !== undefined && !['engine', 'webernetes', 'large', 'page'].includes(part)) {
  console.error(`Unknown part "${part}": engine, webernetes, large or page.`);
  process.exit(1);
}

await ensureInstalled();
const load = os.loadavg()[0] ?? 0;
if (load > os.availableParallelism() * 0.6)
  console.warn(`The machine is busy (load ${load.toFixed(1)}): expect noise.`);

let good = true;
if (part === undefined || part === 'engine' || part === 'webernetes') {
  const { benchEngines } = await import('./engines.mjs');
  good = await benchEngines({ quick, only: part });
}
if (part === undefined || part === 'large') {
  const { benchLarge } = await import('./large.mjs');
  good = (await benchLarge({ quick })) && good;
}
if (part === undefined || part === 'page') {
  const { benchPage } = await import('./page.mjs');
  good = (await benchPage({ quick })) && good;
}
process.exitCode = good ? 0 : 1;
