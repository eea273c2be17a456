/**
 * The Job controller: runs Pods until enough of them have succeeded, or too many have failed.
 *
 * Promises: it creates and deletes Pods, counts each that ended once (a finalizer keeps it until then), waits longer
 * after each failure, and ends a Job in upstream's order: first it says how (FailureTarget, SuccessCriteriaMet), then
 * its Pods end, then the Job has ended (Failed, Complete). It starts and stops no container: the kubelet does.
 * Source: pkg/controller/job/job_controller.go.
 */
import { finishedCondition } from '../../../api/kinds/job/finished.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { pods } from '../../../api/kinds/pod/pod.ts';
import { formatTime } from '../../../lib/time.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';
import { withoutFinalizer } from '../shared/owner.ts';
import { forgetRecord, keepRecord, nextRecord, type BackoffRecord } from './backoff.ts';
import { claimPods } from './claim.ts';
import { ensureCondition } from './conditions.ts';
import { deleteActivePods, managePods, tell, type Managed } from './manage-pods.ts';
import { JOB_CONTROLLER, TRACKING_FINALIZER } from './name.ts';
import { isTracked } from './pods.ts';
import { survey, type Survey } from './survey.ts';
import { track } from './track.ts';
import { COMPLETIONS_REACHED, deadlineMs, verdictOf, type Verdict } from './verdict.ts';
import { keysOfJob, keysOfPod, ownerOf } from './watch.ts';

/** The value of spec.managedBy that means this controller. Source: batch/v1 types.go JobControllerName. */
const OWN_NAME = 'kubernetes.io/job-controller';

export const jobController: Reconciler = {
  name: JOB_CONTROLLER,
  paced: true,
  watches: [
    { resource: jobs.resource, keys: keysOfJob },
    { resource: pods.resource, ownerKind: jobs.kind, keys: keysOfPod },
  ],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  if (key.startsWith(pods.resource)) {
    releaseOrphan(world, key);
    return undefined;
  }
  const stored = world.byKey(jobs, key);
  if (stored === undefined || finishedCondition(stored) !== undefined) {
    forgetRecord(world, key);
    return undefined;
  }
  if ((stored.spec.managedBy ?? OWN_NAME) !== OWN_NAME) return undefined;
  const job = started(stored, world.nowMs);
  const found = survey(job, claimPods(world, job));
  const { uid = '' } = job.metadata;
  const record = nextRecord(world, key, uid, found.newlySucceeded, found.newlyFailed);
  const verdict = verdictOf(found, world.nowMs);
  const managed = verdict === undefined ? manage(world, found, record) : deleteActivePods(world, found);
  const outcome = verdict ?? completion(found, managed);
  const settled = settle(world, found, outcome);
  const hasEnded = track(world, { ...found, job: settled }, managed, outcome, settled.status?.conditions ?? []);
  if (hasEnded) forgetRecord(world, key);
  else keepRecord(world, key, record);
  return outcome === undefined ? nextLook(world, settled, managed) : undefined;
}

/** A Job that runs has a start. */
function started(job: Job, nowMs: number): Job {
  if (job.status?.startTime !== undefined || job.spec.suspend === true) return job;
  return { ...job, status: { ...job.status, startTime: formatTime(nowMs) } };
}

function manage(world: World, found: Survey, record: BackoffRecord): Managed {
  if (found.job.metadata.deletionTimestamp === undefined) return managePods(world, found, record);
  return { active: found.active.length, ready: found.ready, terminating: found.terminating.length };
}

/** Enough Pods have succeeded and none runs any more. */
function completion({ job, succeeded }: Survey, { active }: Managed): Verdict | undefined {
  return active === 0 && succeeded >= (job.spec.completions ?? 1) ? COMPLETIONS_REACHED : undefined;
}

/** Notes that the Job was suspended or goes on; one that goes on starts its clock anew. */
function settle(world: World, { job }: Survey, outcome: Verdict | undefined): Job {
  if (outcome !== undefined || job.metadata.deletionTimestamp !== undefined) return job;
  const before = job.status?.conditions ?? [];
  const isSuspended = job.spec.suspend === true;
  const [verb, note] = isSuspended
    ? (['Suspended', { reason: 'JobSuspended', message: 'Job suspended' }] as const)
    : (['Resumed', { reason: 'JobResumed', message: 'Job resumed' }] as const);
  const conditions = ensureCondition(before, 'Suspended', isSuspended ? 'True' : 'False', note, world.nowMs);
  if (conditions === before) return job;
  tell(world, job, 'Normal', verb, note.message);
  const startTime = isSuspended ? {} : { startTime: formatTime(world.nowMs) };
  return { ...job, status: { ...job.status, conditions, ...startTime } };
}

function nextLook(world: World, job: Job, { waitMs, isRefused }: Managed): Outcome {
  if (isRefused === true) return { retry: true };
  const endMs = deadlineMs(job);
  const untilEndMs = endMs === undefined ? Number.POSITIVE_INFINITY : Math.max(0, endMs - world.nowMs);
  const requeueAfterMs = Math.min(waitMs ?? Number.POSITIVE_INFINITY, untilEndMs);
  return Number.isFinite(requeueAfterMs) ? { requeueAfterMs } : undefined;
}

/** A Pod whose Job is gone or has ended need not be counted. Source: syncOrphanPod. */
function releaseOrphan(world: World, key: string): void {
  const pod = world.byKey(pods, key);
  if (pod === undefined || !isTracked(pod)) return;
  const job = ownerOf(world, pod);
  if (job === 'other' || (job !== undefined && finishedCondition(job) === undefined)) return;
  if ((job?.spec.managedBy ?? OWN_NAME) === OWN_NAME) world.update(pods, withoutFinalizer(pod, TRACKING_FINALIZER));
}
