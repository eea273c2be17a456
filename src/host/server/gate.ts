import { forbidden, unauthorized, type Status } from '../../api/machinery/status.ts';
import { isLoopback } from './options.ts';

export interface GateOptions {
  readonly token: string | undefined;
  readonly allowOrigins: readonly string[];
}

/** Headers that a page elsewhere may send. */
const ALLOWED_HEADERS = 'authorization, content-type, accept';

/**
 * Who may ask. Without a token the server trusts whoever reaches its loopback address, so it must not be reached by
 * a page from elsewhere: neither by its own Origin, nor under a foreign name that resolves to 127.0.0.1.
 */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Why a request is turned away before anything reads it; undefined lets it in. */
  refuse(request: Request): Status | undefined {
    const { token } = this.#options;
    const host = request.headers.get('host') ?? '';
    if (token === undefined && !isLoopback(host.replace(/:\d+$/, ''))) {
      return forbidden({ group: '', resource: '' }, '', `the host ${JSON.stringify(host)} is not this server`);
    }
    const origin = request.headers.get('origin');
    if (origin !== null && !this.#isOwn(origin, host) && !this.#options.allowOrigins.includes(origin)) {
      const why = `pages from ${origin} may not connect; start the server with --allow-origin ${origin}`;
      return forbidden({ group: '', resource: '' }, '', why);
    }
    if (token === undefined || request.method === 'OPTIONS') return undefined;
    const header = request.headers.get('authorization') ?? '';
    const path = new URL(request.url).pathname;
    const isKnown =
      sameText(header, `Bearer ${token}`) || sameText(path.slice(0, prefixOf(token).length), prefixOf(token));
    return isKnown ? undefined : unauthorized('Unauthorized');
  }

  /** What is asked for, without the token that may stand in front: kubectl sends no token in a header unless there is TLS. */
  urlOf(request: Request): URL {
    const url = new URL(request.url);
    const prefix = this.#options.token === undefined ? '' : prefixOf(this.#options.token);
    if (prefix !== '' && url.pathname.startsWith(prefix)) url.pathname = url.pathname.slice(prefix.length - 1);
    return url;
  }

  /** Headers by which a browser lets an allowed page read the answer. */
  corsHeaders(request: Request): Readonly<Record<string, string>> {
    const origin = request.headers.get('origin');
    if (origin === null || !this.#options.allowOrigins.includes(origin)) return {};
    return { 'access-control-allow-origin': origin, vary: 'origin', 'access-control-expose-headers': 'warning' };
  }

  /** The answer to a browser's question before the real request. */
  preflight(request: Request): Response {
    const headers = {
      ...this.corsHeaders(request),
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': '600',
    };
    return new Response(null, { status: 204, headers });
  }

  #isOwn(origin: string, host: string): boolean {
    return origin === `http://${host}` || origin === `https://${host}`;
  }
}

/** `/token/<token>/`: where a client that sends no headers of its own shows its token. */
export function prefixOf(token: string): string {
  return `/token/${encodeURIComponent(token)}/`;
}

/** Compares without telling by its time how much was right. */
function sameText(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}
