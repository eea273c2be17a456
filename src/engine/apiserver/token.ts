import { serviceAccounts } from '../../api/kinds/service-account/service-account.ts';
import { encodeBase64 } from '../../api/kinds/shared/base64.ts';
import { invalid } from '../../api/machinery/field-error.ts';
import { isJsonObject } from '../../api/machinery/json.ts';
import { invalidObject, notFound } from '../../api/machinery/status.ts';
import { keyIn } from '../../api/resource-ref.ts';
import { formatTime } from '../../lib/time.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { parseJsonBody, type Refused } from './body.ts';
import type { Core } from './core.ts';
import { makeUid } from './create.ts';
import { refusal, reply } from './reply.ts';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const LIFE_S = 3600;
const LIFE_MIN_S = 600;
const SECOND_MS = 1000;

/**
 * A token of a service account: it looks like a real one, says what a real one says, and opens nothing.
 * Source: pkg/registry/core/serviceaccount/storage/token.go, pkg/apis/authentication/validation.
 */
export function createToken(core: Core, namespace: string, name: string, request: ApiRequest): ApiResponse {
  const account = core.store.get(serviceAccounts.resource, keyIn(serviceAccounts, namespace, name));
  if (account === undefined) return refusal(notFound({ group: '', resource: 'serviceaccounts' }, name));
  const body = parseJsonBody(request.body);
  if ('refused' in body) return refusal((body as Refused).refused);
  const spec = isJsonObject(body['spec']) ? body['spec'] : {};
  const seconds = typeof spec['expirationSeconds'] === 'number' ? spec['expirationSeconds'] : LIFE_S;
  if (seconds < LIFE_MIN_S) {
    const error = invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes');
    return refusal(invalidObject({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [error]));
  }
  const audiences = Array.isArray(spec['audiences']) && spec['audiences'].length > 0 ? spec['audiences'] : [ISSUER];
  const nowS = Math.floor(core.nowMs() / SECOND_MS);
  const claims = {
    aud: audiences,
    exp: nowS + seconds,
    iat: nowS,
    iss: ISSUER,
    jti: makeUid(core.seed, core.store.rv, 'tokens', name),
    'kubernetes.io': { namespace, serviceaccount: { name, uid: account.metadata.uid } },
    nbf: nowS,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return reply(201, {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: formatTime(core.nowMs()) },
    spec: { ...spec, audiences, expirationSeconds: seconds, boundObjectRef: spec['boundObjectRef'] ?? null },
    status: { token: tokenOf(claims), expirationTimestamp: formatTime((nowS + seconds) * SECOND_MS) },
  });
}

/** Three parts as of a signed JSON web token; the last one is no signature. */
function tokenOf(claims: object): string {
  const parts = [JSON.stringify({ alg: 'none', typ: 'JWT' }), JSON.stringify(claims), 'simulated'];
  return parts
    .map((part) => encodeBase64(part).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
    .join('.');
}
