import type { Column, TableRow } from '../../kind-def.ts';
import { ageSince } from '../shared/human-duration.ts';
import { AGE_COLUMN, column, NAME_COLUMN, NONE, UNKNOWN, UNSET } from '../shared/table.ts';
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from './horizontal-pod-autoscaler.ts';

export const hpaColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Reference'),
  column('Targets'),
  column('MinPods'),
  column('MaxPods'),
  column('Replicas'),
  AGE_COLUMN,
];

const SHOWN = 2;
const NO_TARGET = { kind: '', name: '' };

/** A row of `kubectl get hpa`. Source: pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler. */
export function hpaTableRow({ metadata, spec, status }: HorizontalPodAutoscaler, nowMs: number): TableRow {
  const { kind, name } = spec.scaleTargetRef ?? NO_TARGET;
  return {
    cells: [
      metadata.name ?? '',
      `${kind}/${name}`,
      targets(spec.metrics ?? [], status?.currentMetrics ?? []),
      spec.minReplicas === undefined ? UNSET : String(spec.minReplicas),
      spec.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageSince(metadata.creationTimestamp, nowMs),
    ],
  };
}

/** Source: formatHPAMetrics. */
function targets(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return NONE;
  const texts = specs.map((spec, i) => targetText(spec, statuses[i])).slice(0, SHOWN);
  const more = specs.length - SHOWN;
  return more > 0 ? `${texts.join(', ')} + ${more} more...` : texts.join(', ');
}

function targetText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'Resource':
      return resourceText(spec.resource?.name, spec.resource?.target, status?.resource?.current);
    case 'ContainerResource': {
      const { containerResource } = spec;
      return resourceText(containerResource?.name, containerResource?.target, status?.containerResource?.current);
    }
    case 'Pods':
      return `${status?.pods?.current.averageValue ?? UNKNOWN}/${spec.pods?.target.averageValue ?? ''}`;
    case 'Object':
      return valueText(spec.object?.target, status?.object?.current);
    case 'External':
      return valueText(spec.external?.target, status?.external?.current);
    default:
      return '<unknown type>';
  }
}

function resourceText(name = '', target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const used = current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`;
  return `${name}: ${used}/${target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`;
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  return target?.averageValue === undefined
    ? `${current?.value ?? UNKNOWN}/${target?.value ?? ''}`
    : `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
}
