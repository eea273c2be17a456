import { pods } from '../../../api/kinds/pod/pod.ts';
import {
  statefulSets,
  type StatefulSet,
  type StatefulSetStatus,
} from '../../../api/kinds/stateful-set/stateful-set.ts';
import { deepEqual } from '../../../lib/equal.ts';
import type { World } from '../../world.ts';
import { availableAtMs } from '../shared/pod-facts.ts';
import { statefulPods, type Members } from './members.ts';

/** Names of the revisions that the set is at and goes to. */
export interface Revisions {
  readonly current: string;
  readonly update: string;
  readonly collisionCount: number;
}

/**
 * Writes the counts when they differ from what is stored; a finished update becomes the current revision. Tells that
 * revision, and when the next ready Pod will count as available, ms, if one is waiting for it.
 * Source: pkg/controller/statefulset/stateful_set_control.go updateStatus, stateful_set_utils.go completeRollingUpdate.
 */
export function writeStatus(
  world: World,
  set: StatefulSet,
  { current, update, collisionCount }: Revisions,
): { readonly currentRevision: string; readonly nextMs: number | undefined } {
  const { metadata, spec } = set;
  const members = statefulPods(world).of(metadata.uid ?? '');
  const { available, nextMs } = availability(world, members, spec.minReadySeconds ?? 0);
  const updated = members.byRevision.get(update) ?? 0;
  const isComplete =
    spec.updateStrategy?.type === 'RollingUpdate' &&
    [updated, members.ready, members.list.length].every((number) => number === spec.replicas);
  const currentRevision = isComplete ? update : current;
  const next: StatefulSetStatus = {
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    replicas: members.list.length,
    ...positive('readyReplicas', members.ready),
    ...positive('currentReplicas', members.byRevision.get(currentRevision) ?? 0),
    ...positive('updatedReplicas', updated),
    ...(currentRevision === '' ? {} : { currentRevision }),
    ...(update === '' ? {} : { updateRevision: update }),
    collisionCount,
    availableReplicas: available,
  };
  if (!deepEqual(set.status, next)) world.updateStatus(statefulSets, { ...set, status: next });
  return { currentRevision, nextMs };
}

function positive<K extends string>(name: K, value: number): { readonly [N in K]?: number } {
  return value === 0 ? {} : ({ [name]: value } as { readonly [N in K]?: number });
}

/** Ready Pods that have been so for long enough. Only minReadySeconds makes it necessary to ask each of them. */
function availability(
  world: World,
  { list, ready }: Members,
  minReadySeconds: number,
): { readonly available: number; readonly nextMs: number | undefined } {
  if (minReadySeconds === 0) return { available: ready, nextMs: undefined };
  let available = 0;
  let nextMs: number | undefined;
  for (const member of list) {
    const pod = member.ready ? world.byKey(pods, member.key) : undefined;
    const atMs = pod === undefined ? undefined : availableAtMs(pod, minReadySeconds);
    if (atMs === undefined) continue;
    if (atMs <= world.nowMs) available++;
    else if (nextMs === undefined || atMs < nextMs) nextMs = atMs;
  }
  return { available, nextMs };
}
