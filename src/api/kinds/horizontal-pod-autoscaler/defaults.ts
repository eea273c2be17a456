import { isFailure } from '../../machinery/failure.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { dropNulls, fill, mapField, mapShared, setField } from '../shared/share.ts';
import type {
  HorizontalPodAutoscaler,
  HpaSpec,
  MetricSpec,
  MetricTarget,
  ScalingRules,
} from './horizontal-pod-autoscaler.ts';

const METRICS: readonly MetricSpec[] = Object.freeze([
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
]);
/** Source: pkg/apis/autoscaling/v2/defaults.go. Without a window of its own, scaling down waits for the controller's. */
const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN: ScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};
const NO_RULES: ScalingRules = {};
const SOURCES = ['resource', 'containerResource', 'pods', 'object', 'external'] as const;

/** Source: pkg/apis/autoscaling/v2/defaults.go SetDefaults_HorizontalPodAutoscaler. */
export function defaultHpa(hpa: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  let spec = fill(dropNulls(hpa.spec ?? ({} as HpaSpec)), { minReplicas: 1 });
  if ((spec.metrics ?? []).length === 0) spec = { ...spec, metrics: METRICS };
  spec = mapField(spec, 'metrics', (metrics) => mapShared(metrics, canonicalMetric));
  spec = mapField(spec, 'behavior', (behavior) => {
    const up = setField(behavior, 'scaleUp', rules(behavior.scaleUp ?? NO_RULES, SCALE_UP));
    return setField(up, 'scaleDown', rules(behavior.scaleDown ?? NO_RULES, SCALE_DOWN));
  });
  return setField(hpa, 'spec', spec);
}

function rules(given: ScalingRules, defaults: ScalingRules): ScalingRules {
  return mapField(fill(given, defaults), 'tolerance', canonical);
}

/** Quantities are stored in their canonical form. */
function canonicalMetric(metric: MetricSpec): MetricSpec {
  let next = metric;
  for (const name of SOURCES) {
    next = mapField(
      next,
      name,
      (source) =>
        mapField(source as { readonly target: MetricTarget }, 'target', (target) =>
          mapField(mapField(target, 'value', canonical), 'averageValue', canonical),
        ) as never,
    );
  }
  return next;
}

function canonical(text: string): string {
  const result = canonicalQuantity(text);
  return isFailure(result) ? text : result;
}
