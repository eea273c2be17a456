/**
 * The kind HorizontalPodAutoscaler, version autoscaling/v2: types, defaults, validation and table cells. autoscaling/v1
 * is not served. Promises upstream's texts and order. Scales nothing: that is its controller's work.
 */
import type { KubeObject, LabelSelector } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { Condition } from '../shared/meta-types.ts';

export interface CrossVersionObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion?: string;
}

export interface MetricTarget {
  /** Utilization, Value or AverageValue. */
  readonly type: string;
  readonly value?: string;
  readonly averageValue?: string;
  /** Percent of the request. */
  readonly averageUtilization?: number;
}

export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

export interface ResourceMetricSource {
  readonly name: string;
  readonly target: MetricTarget;
}

export interface ContainerResourceMetricSource extends ResourceMetricSource {
  readonly container: string;
}

export interface CustomMetricSource {
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

export interface ObjectMetricSource extends CustomMetricSource {
  readonly describedObject: CrossVersionObjectReference;
}

export interface MetricSpec {
  readonly type: string;
  readonly resource?: ResourceMetricSource;
  readonly containerResource?: ContainerResourceMetricSource;
  readonly pods?: CustomMetricSource;
  readonly object?: ObjectMetricSource;
  readonly external?: CustomMetricSource;
}

export interface ScalingPolicy {
  /** Pods or Percent. */
  readonly type: string;
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  /** Max, Min or Disabled. */
  readonly selectPolicy?: string;
  readonly policies?: readonly ScalingPolicy[];
  readonly tolerance?: string;
}

export interface HpaBehavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

export interface HpaSpec {
  readonly scaleTargetRef: CrossVersionObjectReference;
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly metrics?: readonly MetricSpec[];
  readonly behavior?: HpaBehavior;
}

export interface MetricValueStatus {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

export interface MetricStatus {
  /** Empty for a metric that could not be read. */
  readonly type: string;
  readonly resource?: { readonly name: string; readonly current: MetricValueStatus };
  readonly containerResource?: {
    readonly name: string;
    readonly container: string;
    readonly current: MetricValueStatus;
  };
  readonly pods?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus };
  readonly object?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus };
  readonly external?: { readonly metric: MetricIdentifier; readonly current: MetricValueStatus };
}

export interface HpaStatus {
  readonly lastScaleTime?: string;
  readonly currentReplicas?: number;
  readonly desiredReplicas: number;
  readonly currentMetrics: readonly MetricStatus[] | null;
  readonly conditions?: readonly Condition[];
}

/** autoscaling/v2 HorizontalPodAutoscaler. */
export interface HorizontalPodAutoscaler extends KubeObject {
  readonly spec: HpaSpec;
  readonly status?: HpaStatus;
}

export const horizontalPodAutoscalers = resourceRef<HorizontalPodAutoscaler>(
  'autoscaling',
  'v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
);
