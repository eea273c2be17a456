import type {
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { fail, isFailure, type Failure } from '../../../api/machinery/failure.ts';
import { formatQuantity } from '../../../api/machinery/quantity-format.ts';
import { fromMilli, fromUnits, milliOf, quantityOf, unitsOf } from '../../../api/machinery/quantity.ts';
import type { World } from '../../world.ts';
import { propose, type Tolerances } from './propose.ts';
import { samplesOf } from './samples.ts';

/** What one metric says. */
export interface MetricAnswer {
  readonly replicas: number;
  /** How messages call the metric. */
  readonly name: string;
  readonly status: MetricStatus;
}

/** Why a metric says nothing. */
export interface MetricFailure {
  /** Reason of the event and the condition. */
  readonly reason: string;
  readonly error: string;
  /** What stands before the error where all metrics are told of. */
  readonly prefix: string;
}

export interface Question {
  readonly namespace: string;
  readonly pods: readonly Pod[];
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
}

/**
 * The replicas that one metric asks for. Only `Resource` and `ContainerResource` have a source here; the others fail as
 * in a cluster without an adapter for custom metrics. Source: pkg/controller/podautoscaler/horizontal.go computeReplicasForMetric.
 */
export function askMetric(world: World, spec: MetricSpec, question: Question): MetricAnswer | MetricFailure {
  if (spec.type === 'Resource' && spec.resource !== undefined) {
    const { name, target } = spec.resource;
    const asked = askResource(world, name, target, undefined, question);
    if (isFailure(asked))
      return {
        reason: 'FailedGetResourceMetric',
        error: asked.error,
        prefix: `failed to get ${name} resource metric value`,
      };
    const { current, replicas } = asked;
    const ending = target.averageValue === undefined ? ' utilization (percentage of request)' : '';
    return { replicas, name: `${name} resource${ending}`, status: { type: spec.type, resource: { name, current } } };
  }
  if (spec.type === 'ContainerResource' && spec.containerResource !== undefined) {
    const { name, container, target } = spec.containerResource;
    const asked = askResource(world, name, target, container, question);
    if (isFailure(asked))
      return {
        reason: 'FailedGetContainerResourceMetric',
        error: asked.error,
        prefix: `failed to get ${container} container metric value`,
      };
    const { current, replicas } = asked;
    const ending =
      target.averageValue === undefined ? ' container resource utilization (percentage of request)' : ' resource';
    return {
      replicas,
      name: `${name}${ending}`,
      status: { type: spec.type, containerResource: { name, container, current } },
    };
  }
  return askCustom(spec, question);
}

function askResource(
  world: World,
  resource: string,
  target: MetricTarget,
  container: string | undefined,
  { pods, currentReplicas, tolerances }: Question,
): { readonly replicas: number; readonly current: MetricValueStatus } | Failure {
  const isRaw = target.averageValue !== undefined;
  const what = `failed to get ${resource} ${isRaw ? 'usage' : 'utilization'}`;
  const samples = samplesOf(world, pods, resource, container, !isRaw);
  if (isFailure(samples)) return fail(`${what}: ${samples.error}`);
  const amount = isRaw ? amountOf(resource, target.averageValue) : (target.averageUtilization ?? 0);
  const goal = { kind: isRaw ? 'average' : 'utilization', amount } as const;
  const proposal = propose(samples, currentReplicas, goal, tolerances);
  if (isFailure(proposal)) return fail(`${what}: ${proposal.error}`);
  const { replicas, average, utilization } = proposal;
  const averageValue = formatQuantity(resource === 'cpu' ? fromMilli(average) : fromUnits(average, 'DecimalSI'));
  return {
    replicas,
    current: utilization === undefined ? { averageValue } : { averageUtilization: utilization, averageValue },
  };
}

function amountOf(resource: string, text: string): number {
  return (resource === 'cpu' ? milliOf : unitsOf)(quantityOf(text));
}

function askCustom(spec: MetricSpec, { namespace }: Question): MetricFailure {
  const gone =
    'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
  if (spec.type === 'Pods') {
    const error = `unable to get metric ${spec.pods?.metric.name ?? ''}: ${gone}`;
    return { reason: 'FailedGetPodsMetric', error, prefix: 'failed to get pods metric value' };
  }
  if (spec.type === 'Object') {
    const { describedObject, metric } = spec.object ?? {};
    const on = `${describedObject?.kind ?? ''} ${namespace}/${describedObject?.name ?? ''}`;
    const error = `unable to get metric ${metric?.name ?? ''} on ${on}: ${gone}`;
    return { reason: 'FailedGetObjectMetric', error, prefix: 'failed to get object metric value' };
  }
  const name = spec.external?.metric.name ?? '';
  const selector = spec.external?.metric.selector;
  const text = selector === undefined ? 'nil' : JSON.stringify(selector);
  const api = 'unable to fetch metrics from external metrics API: the server could not find the requested resource';
  const error = `unable to get external metric ${namespace}/${name}/${text}: ${api} (get ${name}.external.metrics.k8s.io)`;
  return { reason: 'FailedGetExternalMetric', error, prefix: `failed to get ${name} external metric value` };
}
