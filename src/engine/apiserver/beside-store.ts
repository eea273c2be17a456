import { methodNotAllowed } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import type { Core } from './core.ts';
import { podLog } from './pod-log.ts';
import { refusal } from './reply.ts';
import { answerReview } from './reviews.ts';
import { createToken } from './token.ts';
import type { ParsedUrl } from './url.ts';

/** Requests that store nothing and read no object as it is: reviews, tokens, logs. Undefined for all others. */
export function answerBesideStore(
  core: Core,
  { segments, query }: ParsedUrl,
  request: ApiRequest,
): ApiResponse | undefined {
  if (segments[0] === 'apis') return answerReview(segments, request);
  const [, , scope, namespace = '', plural, name = '', part] = segments;
  if (segments.length !== 7 || scope !== 'namespaces') return undefined;
  if (plural === 'pods' && part === 'log') {
    if (request.method === 'GET') return podLog(core, namespace, name, query);
    return refusal(methodNotAllowed({ group: '', resource: 'pods' }, request.method.toLowerCase()));
  }
  if (plural === 'serviceaccounts' && part === 'token' && request.method === 'POST')
    return createToken(core, namespace, name, request);
  return undefined;
}
