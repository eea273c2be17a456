import { pods } from '../../../api/kinds/pod/pod.ts';
import type { ReplicaSet, ReplicaSetStatus } from '../../../api/kinds/replica-set/replica-set.ts';
import type { Condition } from '../../../api/kinds/shared/meta-types.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import { deepEqual } from '../../../lib/equal.ts';
import { formatTime } from '../../../lib/time.ts';
import type { World } from '../../world.ts';
import { findCondition, setCondition, withoutCondition } from '../shared/conditions.ts';
import { availableAtMs, isPodActive } from '../shared/pod-facts.ts';
import type { PodTally } from '../shared/pod-tally.ts';
import type { ReplicaKind } from '../shared/replica-kind.ts';
import type { ReplicaFailure } from './manage-replicas.ts';

const REPLICA_FAILURE = 'ReplicaFailure';

/**
 * Writes the counts when they differ from what is stored. Returns when the next ready Pod will count as available, ms,
 * if one is waiting for it. Source: pkg/controller/replicaset/replica_set_utils.go calculateStatus.
 */
export function writeStatus(
  world: World,
  { ref, hasTerminating }: ReplicaKind,
  replicaSet: ReplicaSet,
  tally: PodTally,
  failure: ReplicaFailure | undefined,
): number | undefined {
  const { available, nextMs } = availability(world, replicaSet, tally);
  const { status } = replicaSet;
  const conditions = conditionsAfter(status?.conditions ?? [], failure, world.nowMs);
  const { generation } = replicaSet.metadata;
  const next: ReplicaSetStatus = {
    replicas: tally.active,
    ...(tally.labelled === 0 ? {} : { fullyLabeledReplicas: tally.labelled }),
    ...(tally.ready === 0 ? {} : { readyReplicas: tally.ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(hasTerminating ? { terminatingReplicas: tally.terminating } : {}),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
  if (!deepEqual(status, next)) world.updateStatus(ref, { ...replicaSet, status: next });
  return nextMs;
}

/** Ready Pods that have been so for long enough. Only minReadySeconds makes it necessary to ask each of them. */
function availability(
  world: World,
  { metadata, spec }: ReplicaSet,
  tally: PodTally,
): { readonly available: number; readonly nextMs: number | undefined } {
  const { minReadySeconds = 0 } = spec;
  if (minReadySeconds === 0 || tally.ready === 0) return { available: tally.ready, nextMs: undefined };
  let available = 0;
  let nextMs: number | undefined;
  for (const pod of world.indexed(pods, 'owner', metadata.uid ?? '')) {
    if (!isPodActive(pod) || controllerOf(pod.metadata)?.uid !== metadata.uid) continue;
    const atMs = availableAtMs(pod, minReadySeconds);
    if (atMs === undefined) continue;
    if (atMs <= world.nowMs) available++;
    else if (nextMs === undefined || atMs < nextMs) nextMs = atMs;
  }
  return { available, nextMs };
}

function conditionsAfter(
  conditions: readonly Condition[],
  failure: ReplicaFailure | undefined,
  nowMs: number,
): readonly Condition[] {
  if (failure === undefined) return withoutCondition(conditions, REPLICA_FAILURE);
  if (findCondition(conditions, REPLICA_FAILURE) !== undefined) return conditions;
  const { reason, message } = failure;
  return setCondition(conditions, {
    type: REPLICA_FAILURE,
    status: 'True',
    reason,
    message,
    lastTransitionTime: formatTime(nowMs),
  });
}
