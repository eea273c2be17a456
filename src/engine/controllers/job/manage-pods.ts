import type { Job } from '../../../api/kinds/job/job.ts';
import { isPodReady } from '../../../api/kinds/pod/conditions.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import type { World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { isNamespaceGoing } from '../shared/refusals.ts';
import { slowStart } from '../shared/slow-start.ts';
import { remainingMs, type BackoffRecord } from './backoff.ts';
import { failuresBefore } from './index-failures.ts';
import { firstFreeIndexes, mergeIndexes } from './intervals.ts';
import { indexedPod, jobPod } from './job-pod.ts';
import { JOB_CONTROLLER, TRACKING_FINALIZER } from './name.ts';
import { finishedAtMs, isIndexed, replacesFailedOnly } from './pods.ts';
import { podsToRemove } from './removal.ts';
import { indexesOf, type Survey } from './survey.ts';

/** Most Pods created or deleted in one look. Source: job_controller.go MaxPodCreateDeletePerSync. */
const BURST = 500;

/** How the Pods stand after the look has done its part. */
export interface Managed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** Milliseconds until a replacement may be made. */
  readonly waitMs?: number;
  /** A Pod could not be created: try again. */
  readonly isRefused?: true;
}

/** Creates or deletes Pods until as many are active as shall be. Source: job_controller.go manageJob. */
export function managePods(world: World, found: Survey, backoff: BackoffRecord): Managed {
  const { job, active } = found;
  const now = { active: active.length, ready: found.ready, terminating: found.terminating.length };
  if (job.spec.suspend === true) return deletePods(world, found, podsToRemove(job, active, active.length));
  const wanted = wantedActive(found);
  const surplus = podsToRemove(job, active, Math.max(0, active.length - wanted)).slice(0, BURST);
  if (surplus.length > 0) return deletePods(world, found, surplus);
  const terminating = replacesFailedOnly(job) ? now.terminating : 0;
  const missing = Math.min(wanted - terminating - active.length, BURST);
  if (missing <= 0) return now;
  if (job.spec.backoffLimitPerIndex === undefined) {
    const waitMs = remainingMs(backoff.failures, backoff.lastFailureMs, world.nowMs);
    if (waitMs > 0) return { ...now, waitMs };
  }
  const todo = isIndexed(job) ? dueIndexes(found, missing, world.nowMs) : { indexes: [], waitMs: 0 };
  if (todo.waitMs > 0) return { ...now, waitMs: todo.waitMs };
  const made = createPods(world, found, isIndexed(job) ? todo.indexes.length : missing, todo.indexes);
  return { ...now, active: now.active + made.created, ...(made.isRefused ? { isRefused: true } : {}) };
}

/** Deletes all active Pods of a Job that ends; their finalizers go when they have been counted. */
export function deleteActivePods(world: World, found: Survey): Managed {
  for (const pod of found.active) deletePod(world, found.job, pod);
  return { active: 0, ready: 0, terminating: found.terminating.length + found.active.length };
}

function wantedActive({ job, active, succeeded }: Survey): number {
  const { completions, parallelism = 1 } = job.spec;
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

/** The next indexes that may start now, or how long the first of them has to wait. */
function dueIndexes(
  found: Survey,
  count: number,
  nowMs: number,
): { readonly indexes: readonly number[]; readonly waitMs: number } {
  const { job, waiting } = found;
  let taken = mergeIndexes(found.succeededIndexes, indexesOf(job, found.active));
  if (replacesFailedOnly(job)) taken = mergeIndexes(taken, indexesOf(job, found.terminating));
  if (found.failedIndexes !== undefined) taken = mergeIndexes(taken, found.failedIndexes);
  const free = firstFreeIndexes(taken, count, job.spec.completions ?? 0);
  const waits = free.map((index) => {
    const last = waiting.get(index);
    return last === undefined ? 0 : remainingMs(failuresBefore(last) + 1, finishedAtMs(last), nowMs);
  });
  const indexes = free.filter((_, i) => waits[i] === 0);
  return { indexes, waitMs: indexes.length > 0 || free.length === 0 ? 0 : Math.min(...waits) };
}

function createPods(
  world: World,
  { job, waiting }: Survey,
  count: number,
  indexes: readonly number[],
): { readonly created: number; readonly isRefused: boolean } {
  const plain = jobPod(job);
  let isRefused = false;
  let next = 0;
  const { successes } = slowStart(count, () => {
    const index = indexes[next++];
    const written = world.create(pods, index === undefined ? plain : indexedPod(job, plain, index, waiting.get(index)));
    if (written.ok) {
      tell(world, job, 'Normal', 'SuccessfulCreate', `Created pod: ${written.object.metadata.name ?? ''}`);
      return true;
    }
    if (isNamespaceGoing(written.status)) return false;
    isRefused = true;
    tell(world, job, 'Warning', 'FailedCreate', `Error creating: ${written.status.message ?? ''}`);
    return false;
  });
  return { created: successes, isRefused };
}

/** Pods that are too many do not count as failed: their finalizer goes before them. Source: deleteJobPods. */
function deletePods(world: World, found: Survey, surplus: readonly Pod[]): Managed {
  for (const pod of surplus) {
    const freed = world.update(pods, withoutFinalizer(pod, TRACKING_FINALIZER));
    deletePod(world, found.job, freed.ok ? freed.object : pod);
  }
  return {
    active: found.active.length - surplus.length,
    ready: found.ready - surplus.filter(isPodReady).length,
    terminating: found.terminating.length + surplus.length,
  };
}

function deletePod(world: World, job: Job, pod: Pod): void {
  const { uid, name = '' } = pod.metadata;
  const written = world.delete(pods, pod, uid === undefined ? {} : { uid });
  if (written.ok) tell(world, job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
  else if (written.status.reason !== 'NotFound')
    tell(world, job, 'Warning', 'FailedDelete', `Error deleting: ${written.status.message ?? ''}`);
}

/** An Event about the Job. */
export function tell(world: World, about: Job, type: 'Normal' | 'Warning', reason: string, message: string): void {
  world.note({ about, type, reason, message, component: JOB_CONTROLLER });
}
