import { staticMiddleware } from 'srvx/static';
import { notFoundResource } from '../../api/machinery/status.ts';
import type { FetchDoor } from '../fetch-door.ts';
import type { ClusterClock } from './cluster-clock.ts';
import { documentFor } from './documents.ts';
import type { Gate } from './gate.ts';
import { statusResponse } from './status-response.ts';

interface Parts {
  readonly door: FetchDoor;
  readonly gate: Gate;
  readonly clock: ClusterClock;
  readonly pageDir: string | undefined;
}

/** First path segments that belong to the API; everything else is the page's. */
const API_ROOTS = new Set(['api', 'apis', 'version', 'healthz', 'livez', 'readyz', 'openapi']);

const PAGE_METHODS = new Set(['GET', 'HEAD']);

/** The one function from request to response: gate, documents, engine, page. */
export function answerWith(parts: Parts): (request: Request) => Promise<Response> {
  const page = parts.pageDir === undefined ? undefined : staticMiddleware({ dir: parts.pageDir });
  return async (request) => {
    const refused = parts.gate.refuse(request);
    if (refused !== undefined) return statusResponse(refused);
    if (request.method === 'OPTIONS') return parts.gate.preflight(request);
    const response = await route(parts, page, request, parts.gate.urlOf(request));
    for (const [name, value] of Object.entries(parts.gate.corsHeaders(request))) response.headers.set(name, value);
    return response;
  };
}

async function route(
  { door, clock }: Parts,
  page: ReturnType<typeof staticMiddleware> | undefined,
  request: Request,
  url: URL,
): Promise<Response> {
  const root = url.pathname.split('/')[1] ?? '';
  const wantsPage = !API_ROOTS.has(root) && (root !== '' || (request.headers.get('accept') ?? '').includes('html'));
  if (wantsPage) {
    return page === undefined || !PAGE_METHODS.has(request.method)
      ? nothing()
      : await page(new Request(url, { method: request.method, headers: request.headers }), nothing);
  }
  const document = documentFor(request, url);
  if (document !== undefined) return document;
  clock.tick();
  const response = await door.fetch(request, url);
  clock.tick();
  return response;
}

function nothing(): Response {
  return statusResponse(notFoundResource());
}
