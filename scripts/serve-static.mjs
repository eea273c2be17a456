/**
 * A small static file server for dist/: right types, compression, caching, and nothing outside its folder.
 * No dependencies. Used by `npm start`, the browser tests and the benchmarks.
 *
 *   node scripts/serve-static.mjs [folder] [port]
 */
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** @type {Readonly<Record<string, string>>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.yaml': 'application/yaml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const compressible = /^(?:text\/|application\/|image\/svg)/;
const maxCompressedBytes = 8_000_000;

const encoders = {
  br: (/** @type {Buffer} */ body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (/** @type {Buffer} */ body) => promisify(gzip)(body, { level: 9 }),
};

/**
 * @typedef {{ root: string, port: number, host?: string }} ServeOptions port 0 takes a free one
 * @typedef {{ url: string, port: number, close: () => Promise<void> }} StaticServer
 */

/**
 * Serves `root` until closed. Rejects with EADDRINUSE when the port is taken.
 * @param {ServeOptions} options
 * @returns {Promise<StaticServer>}
 */
export async function serveStatic({ root, port, host = '127.0.0.1' }) {
  const realRoot = await realpath(root);
  /** Compressed bodies by encoding and ETag: a build has a few dozen files. @type {Map<string, Promise<Buffer>>} */
  const compressed = new Map();
  const server = createServer((request, response) => {
    answer(realRoot, compressed, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) sendText(response, 500, 'Internal server error');
      else response.destroy();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const actualPort = address !== null && typeof address === 'object' ? address.port : port;
  const shownHost = host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host;
  return {
    url: `http://${shownHost}:${actualPort}/`,
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} root
 * @param {Map<string, Promise<Buffer>>} compressed
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(root, compressed, request, response) {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Method not allowed');
  }
  const relative = relativePath(request.url ?? '/');
  if (relative === undefined) return sendText(response, 400, 'Bad path');
  const found = await findFile(root, relative);
  if (found === undefined) return sendText(response, 404, 'Not found');

  const type = types[path.extname(found.file).toLowerCase()] ?? 'application/octet-stream';
  const etag = `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`;
  response.setHeader('Content-Type', type);
  response.setHeader('ETag', etag);
  // Vite puts a hash of the content into the names under assets/.
  const hashed = relative.startsWith('assets/');
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();

  const encoding = chooseEncoding(request.headers['accept-encoding'], type, found.size);
  if (encoding === undefined) {
    response.setHeader('Content-Length', found.size);
    response.writeHead(200);
    if (request.method === 'HEAD') return void response.end();
    // A reader that goes away ends the stream; that is no error of ours.
    return void pipeline(createReadStream(found.file), response, () => {});
  }
  const key = `${encoding} ${etag} ${found.file}`;
  const body = compressed.get(key) ?? readFile(found.file).then(encoders[encoding]);
  compressed.set(key, body);
  const bytes = await body;
  response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Length', bytes.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : bytes);
}

/**
 * The path inside the folder that a URL asks for, or undefined for one that tries to leave it.
 * @param {string} url
 */
export function relativePath(url) {
  let decoded;
  try {
    decoded = decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || /[\\\0]/.test(decoded)) return undefined;
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.') || part.includes(':'))) return undefined;
  return parts.join('/');
}

/**
 * @param {string} root
 * @param {string} relative
 */
async function findFile(root, relative) {
  for (const name of [relative, relative === '' ? 'index.html' : `${relative}/index.html`]) {
    try {
      // A symbolic link may not lead out of the folder either.
      const file = await realpath(path.join(root, name));
      if (file !== root && !file.startsWith(root + path.sep)) return undefined;
      const info = await stat(file);
      if (info.isFile()) return { file, size: info.size, mtimeMs: info.mtimeMs };
    } catch {
      // Not there: try the next name.
    }
  }
  return undefined;
}

/**
 * @param {string | undefined} accepted
 * @param {string} type
 * @param {number} size
 * @returns {keyof typeof encoders | undefined}
 */
function chooseEncoding(accepted, type, size) {
  if (!compressible.test(type) || size < 1024 || size > maxCompressedBytes) return undefined;
  const offered = (accepted ?? '').split(',').map((one) => one.trim());
  for (const encoding of /** @type {const} */ (['br', 'gzip'])) {
    const offer = offered.find((one) => one === encoding || one.startsWith(`${encoding};`));
    if (offer !== undefined && !/;\s*q=0(?:\.0*)?$/.test(offer)) return encoding;
  }
  return undefined;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function sendText(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = 'dist', port = '0'] = process.argv.slice(2);
  const server = await serveStatic({ root: folder, port: Number(port) });
  console.log(`Serving ${folder} at ${server.url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void server.close().then(() => process.exit(0)));
}
