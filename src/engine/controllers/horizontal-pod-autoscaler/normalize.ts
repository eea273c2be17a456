import type { HpaSpec, ScalingRules } from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Memory, Stamped } from './memory.ts';

/** Source: podautoscaler/config/v1alpha1/defaults.go HorizontalPodAutoscalerDownscaleStabilizationWindow. */
const DOWN_WINDOW_MS = 300_000;
const UP_FACTOR = 2;
const UP_MINIMUM = 4;

/** Reason and message of a condition. */
export interface Note {
  readonly reason: string;
  readonly message: string;
}

/** A wish brought within what is allowed, and what there is to say about it. */
export interface Normalized {
  readonly replicas: number;
  readonly ableToScale: Note;
  readonly scalingLimited: Note & { readonly status: 'True' | 'False' };
}

const READY: Note = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const DOWN_STABILIZED: Note = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const UP_STABILIZED: Note = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const WITHIN: Note = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const TOO_MANY: Note = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const TOO_FEW: Note = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const UP_LIMIT: Note = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const DOWN_LIMIT: Note = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

/**
 * Holds a wish against recent ones, against the rates of the behavior and against the bounds.
 * Source: horizontal.go normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors.
 */
export function normalize(spec: HpaSpec, memory: Memory, current: number, wish: number, nowMs: number): Normalized {
  const { minReplicas = 1, maxReplicas, behavior } = spec;
  const [stable, note] =
    behavior === undefined
      ? stabilize(memory, wish, nowMs)
      : stabilizeBoth(memory, behavior.scaleUp ?? {}, behavior.scaleDown ?? {}, current, wish, nowMs);
  const limited =
    behavior === undefined
      ? bound(stable, minReplicas, maxReplicas, Math.max(UP_FACTOR * current, UP_MINIMUM))
      : boundRates(spec, memory, current, stable, nowMs);
  return {
    replicas: limited.replicas,
    ableToScale: stable === wish ? READY : note,
    scalingLimited: { status: limited.replicas === stable ? 'False' : 'True', ...limited.note },
  };
}

/** How long recommendations matter to these rules, ms. */
export function windowMs({ behavior }: HpaSpec): number {
  if (behavior === undefined) return DOWN_WINDOW_MS;
  return Math.max(upWindowMs(behavior.scaleUp ?? {}), downWindowMs(behavior.scaleDown ?? {}));
}

function upWindowMs({ stabilizationWindowSeconds = 0 }: ScalingRules): number {
  return stabilizationWindowSeconds * 1000;
}

function downWindowMs({ stabilizationWindowSeconds }: ScalingRules): number {
  return stabilizationWindowSeconds === undefined ? DOWN_WINDOW_MS : stabilizationWindowSeconds * 1000;
}

/** The highest wish of the window. Source: stabilizeRecommendation. */
function stabilize(memory: Memory, wish: number, nowMs: number): readonly [number, Note] {
  const recent = memory.recommendations.filter(({ atMs }) => atMs >= nowMs - DOWN_WINDOW_MS);
  return [Math.max(wish, ...recent.map(({ replicas }) => replicas)), DOWN_STABILIZED];
}

/** No higher than the lowest wish of one window, no lower than the highest of the other. Source: stabilizeRecommendationWithBehaviors. */
function stabilizeBoth(
  memory: Memory,
  up: ScalingRules,
  down: ScalingRules,
  current: number,
  wish: number,
  nowMs: number,
): readonly [number, Note] {
  let [lowest, highest] = [wish, wish];
  for (const { atMs, replicas } of memory.recommendations) {
    if (atMs > nowMs - upWindowMs(up)) lowest = Math.min(lowest, replicas);
    if (atMs > nowMs - downWindowMs(down)) highest = Math.max(highest, replicas);
  }
  const stable = Math.min(Math.max(current, lowest), highest);
  return [stable, wish >= current ? UP_STABILIZED : DOWN_STABILIZED];
}

interface Bounded {
  readonly replicas: number;
  readonly note: Note;
}

/** Source: convertDesiredReplicasWithRules. */
function bound(wish: number, min: number, max: number, upLimit: number): Bounded {
  const [most, note] = max > upLimit ? [upLimit, UP_LIMIT] : [max, TOO_MANY];
  if (wish < min) return { replicas: min, note: TOO_FEW };
  return wish > most ? { replicas: most, note } : { replicas: wish, note: WITHIN };
}

/** Source: convertDesiredReplicasWithBehaviorRate. */
function boundRates(spec: HpaSpec, memory: Memory, current: number, wish: number, nowMs: number): Bounded {
  const { minReplicas = 1, maxReplicas, behavior } = spec;
  if (wish > current) {
    const limit = Math.max(current, rateLimit(behavior?.scaleUp ?? {}, memory, current, nowMs, 1));
    const [most, note] = maxReplicas > limit ? [limit, UP_LIMIT] : [maxReplicas, TOO_MANY];
    if (wish > most) return { replicas: most, note };
  } else if (wish < current) {
    const limit = Math.min(current, rateLimit(behavior?.scaleDown ?? {}, memory, current, nowMs, -1));
    const [least, note] = minReplicas < limit ? [limit, DOWN_LIMIT] : [minReplicas, TOO_FEW];
    if (wish < least) return { replicas: least, note };
  }
  return { replicas: wish, note: WITHIN };
}

/**
 * As far as the policies let the size go in one direction (1 up, -1 down), counted from what it was at the beginning of
 * each policy's period. Source: calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors.
 */
function rateLimit(rules: ScalingRules, memory: Memory, current: number, nowMs: number, direction: 1 | -1): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start =
      current - changeSince(memory.ups, periodSeconds, nowMs) + changeSince(memory.downs, periodSeconds, nowMs);
    if (type === 'Pods') return start + direction * value;
    const scaled = start * (1 + (direction * value) / 100);
    return direction > 0 ? Math.ceil(scaled) : Math.trunc(scaled);
  });
  const takesHighest = (rules.selectPolicy === 'Min') === direction < 0;
  return takesHighest ? Math.max(...proposals) : Math.min(...proposals);
}

function changeSince(changes: readonly Stamped[], periodSeconds: number, nowMs: number): number {
  return changes.reduce((sum, { atMs, replicas }) => (atMs > nowMs - periodSeconds * 1000 ? sum + replicas : sum), 0);
}
