import { methodNotSupported, notFoundResource, badRequest } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import type { Caller, Core } from './core.ts';
import { documentAt } from './discovery.ts';
import { refusal } from './reply.ts';
import { routeOf } from './route.ts';
import { parseUrl } from './url.ts';
import { read } from './verbs/read.ts';
import { write } from './verbs/write.ts';
import type { WatchHub } from './watch.ts';

/**
 * Kubernetes' REST as one synchronous function: what kube-apiserver would answer to this request now.
 * `actor` and `cause` go into the change log with whatever the request writes.
 */
export function handle(core: Core, hub: WatchHub, asked: ApiRequest, actor: string, cause = 0): ApiResponse {
  const request = withPlainHeaders(asked);
  const url = parseUrl(request.url);
  if ('refused' in url) return refusal(url.refused);
  const route = routeOf(url);
  if (route.to === 'nowhere') return refusal(notFoundResource());
  const { method } = request;
  if (route.to === 'document') return method === 'GET' ? documentAt(route.segments) : refusal(methodNotSupported());
  if (method === 'GET')
    return read(core, hub, { route: route.route, query: url.query, accept: request.headers?.['accept'] });
  const dryRun = url.query.get('dryRun');
  if (dryRun !== undefined && dryRun !== 'All') {
    return refusal(badRequest(`dryRun: Unsupported value: [${JSON.stringify(dryRun)}]: supported values: "All"`));
  }
  const caller: Caller = { actor, cause, trusted: false, dryRun: dryRun === 'All', warnings: [] };
  return write(core, { route: route.route, query: url.query, request }, caller);
}

/** Header names count without regard to case; from here on they are in lower case. */
function withPlainHeaders(request: ApiRequest): ApiRequest {
  const { headers } = request;
  if (headers === undefined || Object.keys(headers).every((name) => name === name.toLowerCase())) return request;
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { ...request, headers: plain };
}

/** True for requests that may change something: those go into the journal. */
export function isWrite(request: ApiRequest): boolean {
  return request.method !== 'GET';
}
