import { methodNotAllowed } from '../../api/machinery/status.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { parseJsonBody, type Refused } from './body.ts';
import { refusal, reply } from './reply.ts';

/** Whoever reaches the API here: what kubeadm's own kubeconfig stands for. */
const USER = { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };
const AUTHENTICATION = 'authentication.k8s.io';
const AUTHORIZATION = 'authorization.k8s.io';

/** The status of each review's answer. Everybody may do everything: access rules are kept, but not enforced. */
const REVIEWS: Readonly<Record<string, unknown>> = {
  [`${AUTHENTICATION}/selfsubjectreviews`]: { userInfo: USER },
  [`${AUTHORIZATION}/selfsubjectaccessreviews`]: { allowed: true },
  [`${AUTHORIZATION}/subjectaccessreviews`]: { allowed: true },
  [`${AUTHORIZATION}/localsubjectaccessreviews`]: { allowed: true },
  [`${AUTHORIZATION}/selfsubjectrulesreviews`]: {
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  },
};

/**
 * Questions about who one is and what one may do: answered, never stored. Undefined when the path is about something else.
 * Source: pkg/registry/{authentication,authorization}.
 */
export function answerReview(segments: readonly string[], request: ApiRequest): ApiResponse | undefined {
  const [root, group = '', version, ...rest] = segments;
  if (root !== 'apis' || version !== 'v1') return undefined;
  const plural = (rest[0] === 'namespaces' ? rest[2] : rest[0]) ?? '';
  const review = REVIEWS[`${group}/${plural}`];
  if (review === undefined) return undefined;
  if (request.method !== 'POST')
    return refusal(methodNotAllowed({ group, resource: plural }, request.method.toLowerCase()));
  const body = parseJsonBody(request.body);
  if ('refused' in body) return refusal((body as Refused).refused);
  return reply(201, { ...body, metadata: { creationTimestamp: null }, status: review });
}
