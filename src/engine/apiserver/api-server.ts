import { isFailureStatus, methodNotSupported, notFoundResource } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { shapeAnswer, wishOf } from './accept.ts';
import { answerBesideStore } from './beside-store.ts';
import type { Caller, Core } from './core.ts';
import { documentAt } from './discovery.ts';
import { refusal, reply, withWarnings } from './reply.ts';
import { managerOf, optionErrors } from './request-options.ts';
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
  const beside = answerBesideStore(core, url, request);
  if (beside !== undefined) return beside;
  const told = request.method === 'GET' ? core.answers?.get(url.segments.join('/'))?.(url.query) : undefined;
  if (told !== undefined) return isFailureStatus(told) ? refusal(told) : reply(200, told);
  const route = routeOf(url);
  if (route.to === 'nowhere') return refusal(notFoundResource());
  const { method } = request;
  if (route.to === 'document') return method === 'GET' ? documentAt(route.segments) : refusal(methodNotSupported());
  const { readWarnings } = route.route.def;
  if (method === 'GET') {
    const question = { route: route.route, query: url.query, accept: request.headers?.['accept'] };
    return withWarnings(read(core, hub, question), readWarnings);
  }
  const mistakes = optionErrors(request, url);
  if (mistakes !== undefined) return refusal(mistakes);
  const { subresource } = route.route;
  const caller: Caller = {
    actor,
    cause,
    trusted: false,
    dryRun: url.query.has('dryRun'),
    warnings: [...(readWarnings ?? [])],
    manager: managerOf(request, url.query),
    ...(subresource === undefined ? {} : { subresource }),
  };
  const wish = wishOf(request.headers?.['accept'], url.query);
  if ('refused' in wish) return refusal(wish.refused);
  const answer = write(core, { route: route.route, query: url.query, request }, caller);
  if (wish.as === 'object' || answer.status >= 400) return answer;
  return { ...answer, body: shapeAnswer(route.route.def, answer.body, wish, core.nowMs()) };
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
