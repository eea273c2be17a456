import { setField } from '../shared/share.ts';
import { isPodTerminal } from './conditions.ts';
import { withServiceAccount } from './defaults.ts';
import { withMatchLabelKeys } from './match-label-keys.ts';
import type { PodCondition } from './pod-status.ts';
import type { Pod } from './pod.ts';
import { qosClassOf } from './qos.ts';

const GATED: PodCondition = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** A new Pod waits: phase Pending, its class of service, and the condition of a gated one. Source: pkg/registry/core/pod/strategy.go. */
export function preparePod(pod: Pod): Pod {
  const gated = (pod.spec.schedulingGates ?? []).length > 0;
  const status = { phase: 'Pending', qosClass: qosClassOf(pod.spec), ...(gated && { conditions: [GATED] }) } as const;
  return { ...pod, spec: withMatchLabelKeys(withServiceAccount(pod.spec), pod.metadata.labels), status };
}

/** The API does not let an update change the class of service or the old name of the service account. */
export function preparePodUpdate(next: Pod): Pod {
  return setField(next, 'spec', withServiceAccount(next.spec));
}

/**
 * Seconds that a Pod may take to stop: what the request says, else the Pod. None when it never ran or has ended; never negative.
 * Source: pkg/registry/core/pod/strategy.go CheckGracefulDelete.
 */
export function podGraceSeconds(pod: Pod, requested: number | undefined): number {
  if ((pod.spec.nodeName ?? '') === '' || isPodTerminal(pod)) return 0;
  const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}
