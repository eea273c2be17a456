/**
 * The kind Pod: its type, defaults, validation, table cells and stage row, each in a file of its own; def.ts puts them together.
 * Promises upstream's texts and cells for what the types hold. Starts nothing and schedules nothing: phase, conditions and container
 * states are written by scheduler and kubelet.
 */
import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';
import type { PodSpec } from './pod-spec.ts';
import type { PodStatus } from './pod-status.ts';

/** core/v1 Pod. */
export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export const pods = resourceRef<Pod>('', 'v1', 'pods', 'Pod');
