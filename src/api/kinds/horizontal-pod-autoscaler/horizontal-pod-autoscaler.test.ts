import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../machinery/object.ts';
import { created, createErrors } from '../testing/check.ts';
import { horizontalPodAutoscalerDef as def } from './def.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';

function hpa(spec: Readonly<Record<string, unknown>> = {}): KubeObject {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h', namespace: 'default' },
    spec: { scaleTargetRef, maxReplicas: 3, ...spec },
  };
}

test('an autoscaler aims at 80 % of the CPU requests, and fills its behavior', () => {
  const { spec, status } = created(
    def,
    hpa({ behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } }),
  ) as HorizontalPodAutoscaler;
  expect(spec).toMatchObject({
    minReplicas: 1,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 60,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
    },
  });
  expect(status).toEqual({ desiredReplicas: 0, currentMetrics: null });
});

describe('an autoscaler is refused', () => {
  const metric = (source: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    metrics: [source],
  });
  const METRIC = 'spec.metrics[0]';
  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    [
      'with bounds that exclude each other',
      { minReplicas: 5, maxReplicas: 3 },
      ['spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`'],
    ],
    [
      'with bounds below one and no target',
      { minReplicas: 0, maxReplicas: 0, scaleTargetRef: {} },
      [
        'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
        'spec.maxReplicas: Invalid value: 0: must be greater than 0',
        'spec.scaleTargetRef.kind: Required value',
        'spec.scaleTargetRef.name: Required value',
      ],
    ],
    [
      'with a metric that says too little',
      metric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }),
      [
        `${METRIC}.resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization`,
      ],
    ],
    [
      'with a metric of another type than its source',
      metric({ type: 'Pods', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '0' } } }),
      [
        `${METRIC}.resource.target.averageValue: Invalid value: "0": must be positive`,
        `${METRIC}.pods: Required value: must populate information for the given metric source`,
      ],
    ],
    [
      'with an unknown metric',
      metric({ type: 'Luck' }),
      [
        `${METRIC}.type: Unsupported value: "Luck": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
        `${METRIC}.type: Unsupported value: "Luck": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
      ],
    ],
    [
      'with rules that cannot be kept',
      {
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 4000, selectPolicy: 'Best', policies: [] },
          scaleDown: { policies: [{ type: 'Nodes', value: 0, periodSeconds: 2000 }] },
        },
      },
      [
        'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600',
        'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Best": supported values: "Disabled", "Max", "Min"',
        'spec.behavior.scaleUp.policies: Required value: must specify at least one Policy',
        'spec.behavior.scaleDown.policies[0].type: Unsupported value: "Nodes": supported values: "Percent", "Pods"',
        'spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero',
        'spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 2000: must be less than or equal to 1800',
      ],
    ],
  ])('%s', (_what, spec, expected) => {
    expect(createErrors(def, hpa(spec))).toEqual(expected);
  });
});

test('targets are printed with what is known', () => {
  const utilization = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
  };
  const memory = {
    type: 'Resource',
    resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1024Mi' } },
  };
  const hits = {
    type: 'Pods',
    pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '10' } },
  };
  const stored = created(def, hpa({ metrics: [utilization, memory, hits] }));
  expect(def.tableRow(stored, 0).cells).toEqual([
    'h',
    'Deployment/web',
    'cpu: <unknown>/50%, memory: <unknown>/1Gi + 1 more...',
    '1',
    3,
    0,
    '<unknown>',
  ]);
  const currentMetrics = [
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 45, averageValue: '90m' } } },
  ];
  const known = {
    ...created(def, hpa({ metrics: [utilization] })),
    status: { currentReplicas: 2, desiredReplicas: 2, currentMetrics },
  };
  expect(def.tableRow(known, 0).cells.slice(2, 6)).toEqual(['cpu: 45%/50%', '1', 3, 2]);
});
