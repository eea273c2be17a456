import {
  DISRUPTION_ALLOWED,
  SYNC_FAILED,
  withAllowedCondition,
} from '../../api/kinds/pod-disruption-budget/allowed.ts';
import {
  podDisruptionBudgets,
  type PodDisruptionBudget,
  type PodDisruptionBudgetStatus,
} from '../../api/kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { isPodReady, isPodTerminal, podCondition } from '../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../api/kinds/pod/pod.ts';
import type { JsonObject } from '../../api/machinery/json.ts';
import type { ObjectKey } from '../../api/machinery/key.ts';
import { matchesLabelSelector } from '../../api/machinery/label-selector.ts';
import type { KubeObject } from '../../api/machinery/object.ts';
import {
  badRequest,
  forbidden,
  isFailureStatus,
  notFound,
  tooManyRequests,
  unclassedError,
  type Status,
} from '../../api/machinery/status.ts';
import { keyIn } from '../../api/resource-ref.ts';
import { decodeObject } from '../../api/schema/decode-object.ts';
import { SCHEMAS } from '../../api/schema/served.ts';
import { formatTime } from '../../lib/time.ts';
import type { ApiRequest, ApiResponse } from '../../protocol/wire.ts';
import { parseJsonBody, type Refused } from './body.ts';
import { author, type Caller, type Core } from './core.ts';
import { deleteOptions } from './delete-options.ts';
import { removeObject } from './remove.ts';
import { refusal, reply } from './reply.ts';
import type { ResourceRoute } from './route.ts';

const WOULD_VIOLATE = "Cannot evict pod as it would violate the pod's disruption budget.";
const TOO_MANY_BUDGETS =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
/** Granted evictions that the controller has not yet seen through. Source: eviction.go MaxDisruptedPodSize. */
const DISRUPTED_MAX = 2000;
const GRANTED: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
const BUDGET = { group: 'policy', resource: 'poddisruptionbudget' };

/**
 * POST pods/<name>/eviction: a delete that asks the Pod's disruption budget first. 201 when it goes, 429 when the budget
 * has nothing left, 500 when several budgets select the Pod. Source: pkg/registry/core/pod/storage/eviction.go.
 */
export function evict(
  core: Core,
  route: ResourceRoute,
  query: ReadonlyMap<string, string>,
  request: ApiRequest,
  caller: Caller,
): ApiResponse {
  const body = evictionFrom(request, route.name ?? '');
  if (isFailureStatus(body)) return refusal(body);
  const asked = { ...request, body: JSON.stringify(body['deleteOptions'] ?? {}) };
  const options = deleteOptions(asked, query);
  if ('refused' in options) return refusal(options.refused);
  const by: Caller = { ...caller, dryRun: caller.dryRun || options.dryRun };
  const key = keyIn(pods, route.namespace ?? '', route.name ?? '');
  const pod = core.store.get(pods.resource, key) as Pod | undefined;
  if (pod === undefined) return refusal(notFound({ group: '', resource: 'pods' }, route.name ?? ''));
  if (needsNoBudget(pod)) return done(removeObject(core, route.def, key, options, by));
  const denied = askBudget(core, pod, by);
  if (denied !== undefined) return refusal(denied);
  if (!by.dryRun) announce(core, key, pod, by);
  return done(removeObject(core, route.def, key, options, by));
}

function done(written: ReturnType<typeof removeObject>): ApiResponse {
  return written.ok ? reply(201, GRANTED) : refusal(written.status);
}

function evictionFrom(request: ApiRequest, name: string): KubeObject | Status {
  const body = parseJsonBody(request.body);
  if (isRefusal(body)) return body.refused;
  const struct = SCHEMAS.schemaOf('policy', 'v1', 'Eviction');
  if (struct === undefined) throw new Error('no schema of Eviction');
  const decoded = decodeObject(struct, { apiVersion: 'policy/v1', kind: 'Eviction', ...body }, 'Ignore');
  if (isFailureStatus(decoded)) return decoded;
  const isSame = decoded.object.metadata?.name === name;
  return isSame ? decoded.object : badRequest('name in URL does not match name in Eviction object');
}

function isRefusal(body: JsonObject | Refused): body is Refused {
  return 'refused' in body;
}

/** Nothing that still serves is lost with them. Source: eviction.go canIgnorePDB. */
function needsNoBudget(pod: Pod): boolean {
  return isPodTerminal(pod) || pod.status?.phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined;
}

/** Takes one disruption from the Pod's budget, or says why not. */
function askBudget(core: Core, pod: Pod, caller: Caller): Status | undefined {
  const [budget, another] = budgetsOf(core, pod);
  if (another !== undefined) return unclassedError(TOO_MANY_BUDGETS);
  if (budget === undefined) return undefined;
  const { spec, status } = budget;
  if (!isPodReady(pod)) {
    if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return undefined;
    const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return undefined;
  }
  const denied = denial(budget);
  if (denied !== undefined || status === undefined || caller.dryRun) return denied;
  spend(core, budget, status, pod, caller);
  return undefined;
}

/** Source: eviction.go checkAndDecrement. */
function denial({ metadata, status }: PodDisruptionBudget): Status | undefined {
  const { name = '', generation = 0 } = metadata;
  if (status === undefined || (status.observedGeneration ?? 0) < generation)
    return violation(`The disruption budget ${name} is still being processed by the server.`, 10);
  if (status.disruptionsAllowed < 0) return forbidden(BUDGET, name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > DISRUPTED_MAX) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    return forbidden(BUDGET, name, why);
  }
  return status.disruptionsAllowed > 0 ? undefined : violation(whyNone(name, status), 0);
}

function whyNone(name: string, { conditions, currentHealthy, desiredHealthy }: PodDisruptionBudgetStatus): string {
  const condition = conditions?.find(({ type, status }) => type === DISRUPTION_ALLOWED && status === 'False');
  const { reason = '', message = '' } = condition ?? {};
  const head = `The disruption budget ${name}`;
  // Numbers of a failed sync are old ones.
  if (reason === SYNC_FAILED && message !== '')
    return `${head} does not allow evicting pods currently because it failed sync: ${message}`;
  if (currentHealthy <= desiredHealthy)
    return `${head} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  return `${head} does not allow evicting pods currently${message === '' ? '' : ` (${reason}): ${message}`}`;
}

function violation(cause: string, retryAfterSeconds: number): Status {
  return tooManyRequests(WOULD_VIOLATE, retryAfterSeconds, [{ reason: 'DisruptionBudget', message: cause }]);
}

function spend(
  core: Core,
  budget: PodDisruptionBudget,
  status: PodDisruptionBudgetStatus,
  pod: Pod,
  caller: Caller,
): void {
  const { namespace = '', name = '' } = budget.metadata;
  const spent: PodDisruptionBudgetStatus = {
    ...status,
    disruptionsAllowed: status.disruptionsAllowed - 1,
    disruptedPods: { ...status.disruptedPods, [pod.metadata.name ?? '']: formatTime(core.nowMs()) },
  };
  const next = spent.disruptionsAllowed === 0 ? withAllowedCondition(spent, core.nowMs()) : spent;
  const { resource } = podDisruptionBudgets;
  const key = keyIn(podDisruptionBudgets, namespace, name);
  core.store.commit(resource, key, { ...budget, status: next }, author(core, caller));
}

function budgetsOf(core: Core, { metadata }: Pod): readonly PodDisruptionBudget[] {
  if (Object.keys(metadata.labels ?? {}).length === 0) return [];
  const collection = core.store.collection(podDisruptionBudgets.resource);
  const found: PodDisruptionBudget[] = [];
  for (const key of collection.index('namespace').keys(metadata.namespace ?? '')) {
    const budget = collection.objects.get(key) as PodDisruptionBudget;
    if (matchesLabelSelector(budget.spec.selector, metadata.labels)) found.push(budget);
  }
  return found;
}

/** The Pod says why it goes. Source: eviction.go addConditionAndDeletePod. */
function announce(core: Core, key: ObjectKey, pod: Pod, caller: Caller): void {
  const { generation } = pod.metadata;
  const known = podCondition(pod, 'DisruptionTarget');
  const now = formatTime(core.nowMs());
  const condition = {
    type: 'DisruptionTarget',
    status: 'True' as const,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime: known?.status === 'True' ? (known.lastTransitionTime ?? now) : now,
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const next = { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
  core.store.commit(pods.resource, key, next, author(core, caller));
}
