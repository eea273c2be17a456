import type { KindDef } from '../../kind-def.ts';
import { defineKind } from '../shared/define-kind.ts';
import { nameIsDnsSubdomain } from '../shared/name-rules.ts';
import { hpaColumns, hpaTableRow } from './columns.ts';
import { defaultHpa } from './defaults.ts';
import { horizontalPodAutoscalers, type HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { validateHpa, validateHpaUpdate } from './validate.ts';

/**
 * Everything that the API needs to know of HorizontalPodAutoscalers. They have no generation.
 * Source: pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
 */
export const horizontalPodAutoscalerDef: KindDef = defineKind<HorizontalPodAutoscaler>(horizontalPodAutoscalers, {
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: false,
  unconditionalUpdate: true,
  nameErrors: nameIsDnsSubdomain,
  defaults: defaultHpa,
  prepareForCreate: (hpa) => ({ ...hpa, status: { desiredReplicas: 0, currentMetrics: null } }),
  validate: validateHpa,
  validateUpdate: validateHpaUpdate,
  indexes: [],
  columns: hpaColumns,
  tableRow: hpaTableRow,
  example: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  },
});
