import type { KubeObject } from '../../machinery/object.ts';
import { resourceRef } from '../../resource-ref.ts';

/** scheduling.k8s.io/v1 PriorityClass. */
export interface PriorityClass extends KubeObject {
  readonly value: number;
  readonly globalDefault?: boolean;
  readonly description?: string;
  readonly preemptionPolicy?: string;
}

export const priorityClasses = resourceRef<PriorityClass>(
  'scheduling.k8s.io',
  'v1',
  'priorityclasses',
  'PriorityClass',
  false,
);

/** Names that begin so are the system's. */
export const SYSTEM_PREFIX = 'system-';

const SYSTEM_PRIORITY = 2_000_000_000;

/** The classes that every cluster has. Source: pkg/apis/scheduling/v1/helpers.go. */
export const SYSTEM_CLASSES: readonly PriorityClass[] = [
  systemClass(
    'system-node-critical',
    SYSTEM_PRIORITY + 1000,
    'Used for system critical pods that must not be moved from their current node.',
  ),
  systemClass(
    'system-cluster-critical',
    SYSTEM_PRIORITY,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
];

export function isSystemClass(name: string): boolean {
  return SYSTEM_CLASSES.some(({ metadata }) => metadata.name === name);
}

/** The class of pods that name none; of several the one with the lowest value. Source: plugin/pkg/admission/priority. */
export function defaultPriorityClassOf(classes: Iterable<PriorityClass>): PriorityClass | undefined {
  let lowest: PriorityClass | undefined;
  for (const each of classes) {
    if (each.globalDefault === true && (lowest === undefined || each.value < lowest.value)) lowest = each;
  }
  return lowest;
}

function systemClass(name: string, value: number, description: string): PriorityClass {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description };
}
