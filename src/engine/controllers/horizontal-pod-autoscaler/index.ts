/**
 * The HorizontalPodAutoscaler controller: sets the replicas of a workload so that its Pods use what they should.
 *
 * Promises: it looks every 15 s and never in between; the arithmetic, the tolerance, the stabilization, the rates, the
 * conditions and the events are upstream's; it writes the target's replicas through its scale and nothing else of it.
 * Usage comes from engine/metrics/usage.ts. Custom and external metrics have no source and fail as upstream's do
 * without an adapter; scaling to zero (an alpha feature) is off.
 * Source: pkg/controller/podautoscaler/horizontal.go.
 */
import {
  horizontalPodAutoscalers,
  type MetricStatus,
  type ScalingRules,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { fail, isFailure, type Failure } from '../../../api/machinery/failure.ts';
import { parseSelector } from '../../../api/machinery/label-parser.ts';
import type { Pod } from '../../../api/kinds/pod/pod.ts';
import { quantityOf } from '../../../api/machinery/quantity.ts';
import { itself, type Outcome, type Reconciler, type World } from '../../world.ts';
import { Draft } from './draft.ts';
import { forget, recall, remember, withChange, withRecommendation, type Memory } from './memory.ts';
import { askMetric, type MetricFailure } from './metric.ts';
import { HPA_CONTROLLER } from './name.ts';
import { normalize, windowMs } from './normalize.ts';
import { podsOf, rivals } from './selection.ts';
import { targetOf, type ScaleTarget } from './target.ts';

/** Source: podautoscaler/config/v1alpha1/defaults.go. */
const SYNC_MS = 15_000;
const TOLERANCE = 0.1;
const NANOS_PER_UNIT = 1e9;

export const horizontalPodAutoscalerController: Reconciler = {
  name: HPA_CONTROLLER,
  watches: [{ resource: horizontalPodAutoscalers.resource, keys: itself, delayMs: () => SYNC_MS }],
  reconcile,
  housekeeping: true,
};

function reconcile(world: World, key: string): Outcome {
  const hpa = world.byKey(horizontalPodAutoscalers, key);
  if (hpa === undefined) {
    forget(world, key);
    return undefined;
  }
  sync(new Draft(world, hpa), key);
  return { requeueAfterMs: SYNC_MS };
}

/** Source: horizontal.go reconcileAutoscaler. */
function sync(draft: Draft, key: string): void {
  const { world, hpa } = draft;
  const target = targetOf(world, hpa);
  if (isFailure(target)) {
    draft.tell('Warning', 'FailedGetScale', target.error);
    const text = `the HPA controller was unable to get the target's current scale: ${target.error}`;
    draft.set('AbleToScale', 'False', 'FailedGetScale', text);
    draft.writeConditions();
    return;
  }
  const text = "the HPA controller was able to get the target's current scale";
  draft.set('AbleToScale', 'True', 'SucceededGetScale', text);
  const current = target.scale.replicas(target.object);
  const memory = recall(world, key, current);
  const { minReplicas = 1, maxReplicas } = hpa.spec;
  if (current === 0) {
    const text = 'scaling is disabled since the replica count of the target is zero';
    draft.set('ScalingActive', 'False', 'ScalingDisabled', text);
    remember(world, key, memory);
    draft.write(current, current, null, false);
  } else if (current > maxReplicas || current < minReplicas) {
    const [replicas, where] =
      current > maxReplicas ? [maxReplicas, 'above Spec.MaxReplicas'] : [minReplicas, 'below Spec.MinReplicas'];
    const plan = { replicas, reason: `Current number of replicas ${where}`, metrics: null };
    rescale(draft, key, target, memory, plan);
  } else followMetrics(draft, key, target, memory);
}

function followMetrics(draft: Draft, key: string, target: ScaleTarget, memory: Memory): void {
  const { world, hpa } = draft;
  const current = target.scale.replicas(target.object);
  const asked = askMetrics(draft, target);
  if (isFailure(asked.wish)) {
    remember(world, key, memory);
    draft.write(current, undefined, asked.statuses, false);
    draft.tell('Warning', 'FailedComputeMetricsReplicas', asked.wish.error);
    return;
  }
  const { replicas: wish, name } = asked.wish;
  const normalized = normalize(hpa.spec, memory, current, wish, world.nowMs);
  const { ableToScale, scalingLimited, replicas } = normalized;
  draft.set('AbleToScale', 'True', ableToScale.reason, ableToScale.message);
  draft.set('ScalingLimited', scalingLimited.status, scalingLimited.reason, scalingLimited.message);
  const noted = withRecommendation(memory, world.nowMs, wish, windowMs(hpa.spec));
  if (replicas === current) {
    remember(world, key, noted);
    draft.write(current, current, asked.statuses, false);
    return;
  }
  const reason = wish > current ? `${name} above target` : wish < current ? 'All metrics below target' : '';
  rescale(draft, key, target, noted, { replicas, reason, metrics: asked.statuses });
}

interface Plan {
  readonly replicas: number;
  readonly reason: string;
  readonly metrics: readonly MetricStatus[] | null;
}

function rescale(draft: Draft, key: string, target: ScaleTarget, memory: Memory, plan: Plan): void {
  const { world, hpa } = draft;
  const { replicas, reason, metrics } = plan;
  const current = target.scale.replicas(target.object);
  const written = world.update(target.ref, target.scale.withReplicas(target.object, replicas));
  if (!written.ok) {
    const error = written.status.message ?? '';
    draft.tell('Warning', 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${error}`);
    const text = `the HPA controller was unable to update the target scale: ${error}`;
    draft.set('AbleToScale', 'False', 'FailedUpdateScale', text);
    remember(world, key, memory);
    draft.write(current, undefined, metrics, false);
    return;
  }
  const text = `the HPA controller was able to update the target scale to ${replicas}`;
  draft.set('AbleToScale', 'True', 'SucceededRescale', text);
  draft.tell('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
  remember(world, key, withChange(memory, hpa.spec.behavior, world.nowMs, current, replicas));
  draft.write(current, replicas, metrics, true);
}

interface Asked {
  readonly wish: { readonly replicas: number; readonly name: string } | Failure;
  readonly statuses: readonly MetricStatus[] | null;
}

/** The highest answer of all metrics; one that fails forbids scaling down. Source: computeReplicasForMetrics. */
function askMetrics(draft: Draft, target: ScaleTarget): Asked {
  const { world, hpa } = draft;
  const selected = selectPods(draft, target.scale.selector(target.object));
  if (isFailure(selected)) return { wish: selected, statuses: null };
  const current = target.scale.replicas(target.object);
  const specs = hpa.spec.metrics ?? [];
  const question = {
    namespace: hpa.metadata.namespace ?? '',
    pods: selected,
    currentReplicas: current,
    tolerances: { down: tolerance(hpa.spec.behavior?.scaleDown), up: tolerance(hpa.spec.behavior?.scaleUp) },
  };
  const statuses: MetricStatus[] = [];
  const failures: MetricFailure[] = [];
  let best = { replicas: 0, name: '' };
  for (const spec of specs) {
    const answer = askMetric(world, spec, question);
    if ('error' in answer) {
      draft.tell('Warning', answer.reason, answer.error);
      failures.push(answer);
      statuses.push({ type: '' });
      continue;
    }
    statuses.push(answer.status);
    if (best.replicas === 0 || answer.replicas > best.replicas) best = answer;
  }
  const [first] = failures;
  if (first !== undefined && (failures.length === specs.length || best.replicas < current)) {
    draft.set(
      'ScalingActive',
      'False',
      first.reason,
      `the HPA was unable to compute the replica count: ${first.error}`,
    );
    const count = `${failures.length} invalid out of ${specs.length}`;
    return { wish: fail(`invalid metrics (${count}), first error is: ${first.prefix}: ${first.error}`), statuses };
  }
  const text = `the HPA was able to successfully calculate a replica count from ${best.name}`;
  draft.set('ScalingActive', 'True', 'ValidMetricFound', text);
  return { wish: { replicas: best.replicas, name: best.name }, statuses };
}

/** Source: validateAndParseSelector. */
function selectPods(draft: Draft, selector: string): readonly Pod[] | Failure {
  const refuse = (event: string, reason: string, message: string, condition = message): Failure => {
    draft.tell('Warning', event, message);
    draft.set('ScalingActive', 'False', reason, condition);
    return fail(message);
  };
  if (selector === '') {
    const text = "the HPA target's scale is missing a selector";
    return refuse('SelectorRequired', 'InvalidSelector', 'selector is required', text);
  }
  const parsed = parseSelector(selector);
  if (isFailure(parsed)) {
    const text = `couldn't convert selector into a corresponding internal selector object: ${parsed.error}`;
    return refuse('InvalidSelector', 'InvalidSelector', text);
  }
  const selected = podsOf(draft.world, draft.hpa.metadata.namespace ?? '', parsed);
  const others = rivals(draft.world, draft.hpa, selected);
  if (others === undefined) return selected;
  const text = `pods by selector ${selector} are controlled by more than one HPA (e.g. ${others})`;
  return refuse('AmbiguousSelector', 'AmbiguousSelector', text);
}

function tolerance(rules: ScalingRules | undefined): number {
  return rules?.tolerance === undefined ? TOLERANCE : Number(quantityOf(rules.tolerance).nanos) / NANOS_PER_UNIT;
}
