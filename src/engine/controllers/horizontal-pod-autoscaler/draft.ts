import {
  horizontalPodAutoscalers,
  type HorizontalPodAutoscaler,
  type HpaStatus,
  type MetricStatus,
} from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { HPA_CONTROLLER } from './name.ts';

/** One look at an autoscaler: its status as it will be. */
export class Draft {
  readonly world: World;
  readonly hpa: HorizontalPodAutoscaler;
  #conditions: readonly Condition[];

  constructor(world: World, hpa: HorizontalPodAutoscaler) {
    this.world = world;
    this.hpa = hpa;
    this.#conditions = hpa.status?.conditions ?? [];
  }

  /** The transition time moves with the status only; a known condition keeps its place. Source: horizontal.go setConditionInList. */
  set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const known = this.#conditions.find((each) => each.type === type);
    const lastTransitionTime =
      known?.status === status && known.lastTransitionTime !== undefined
        ? known.lastTransitionTime
        : formatTime(this.world.nowMs);
    const next: Condition = { type, status, lastTransitionTime, reason, message };
    this.#conditions =
      known === undefined
        ? [...this.#conditions, next]
        : this.#conditions.map((each) => (each === known ? next : each));
  }

  tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.world.note({ about: this.hpa, type, reason, message, component: HPA_CONTROLLER });
  }

  /** Only the conditions are written: the scale could not be read. */
  writeConditions(): void {
    const before = this.hpa.status ?? { desiredReplicas: 0, currentMetrics: null };
    this.#write({ ...before, conditions: this.#conditions });
  }

  /** Source: horizontal.go setStatus. */
  write(
    currentReplicas: number,
    desiredReplicas: number | undefined,
    currentMetrics: readonly MetricStatus[] | null,
    hasScaled: boolean,
  ): void {
    const lastScaleTime = hasScaled ? formatTime(this.world.nowMs) : this.hpa.status?.lastScaleTime;
    this.#write({
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(currentReplicas === 0 ? {} : { currentReplicas }),
      desiredReplicas: desiredReplicas ?? this.hpa.status?.desiredReplicas ?? 0,
      currentMetrics,
      conditions: this.#conditions,
    });
  }

  #write(status: HpaStatus): void {
    if (!deepEqual(this.hpa.status, status)) this.world.updateStatus(horizontalPodAutoscalers, { ...this.hpa, status });
  }
}
