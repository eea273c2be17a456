/** `npm start`: from a fresh clone to a page in the browser. PORT and HOST are honoured. */
import './require-node.mjs';
import process from 'node:process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { distDir, fail } from './project.mjs';
import { serveStatic } from './serve-static.mjs';

const fixedPort = process.env['PORT'];
if (fixedPort !== undefined && !/^\d{1,5}$/.test(fixedPort)) fail(`PORT must be a number, not "${fixedPort}".`);

await ensureInstalled();
console.log('Building if anything changed ...');
if ((await ensureBuilt()).code !== 0) fail('The build failed: see above.');

const server = await listen();
console.log(`\n  Kubarium is running at ${server.url}\n  Stop it with Ctrl+C.\n`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}

/** The port asked for, or the first free one from 4173 on. */
async function listen() {
  const firstPort = Number(fixedPort ?? 4173);
  const host = process.env['HOST'];
  for (let port = firstPort; ; port++) {
    try {
      return await serveStatic({ root: distDir, port, ...(host ? { host } : {}) });
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken) throw error;
      if (fixedPort !== undefined) fail(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
      if (port - firstPort >= 50) fail(`Ports ${firstPort} to ${port} are all taken. Choose one: PORT=8080 npm start`);
    }
  }
}
