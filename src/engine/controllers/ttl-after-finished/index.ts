/**
 * Deletes Jobs some time after they have ended, when they ask for it.
 *
 * Promises: a Job with ttlSecondsAfterFinished goes that many seconds after it completed or failed, its Pods first.
 * It looks at nothing else, and a Job without the field is kept.
 * Source: pkg/controller/ttlafterfinished/ttlafterfinished_controller.go.
 */
import { finishedCondition } from '../../../api/kinds/job/finished.ts';
import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { parseTime } from '../../../lib/time.ts';
import type { Change } from '../../store/change-log.ts';
import type { Outcome, Reconciler, World } from '../../world.ts';

export const ttlAfterFinishedController: Reconciler = {
  name: 'ttl-after-finished-controller',
  watches: [{ resource: jobs.resource, keys: keysOfJob }],
  reconcile,
};

function reconcile(world: World, key: string): Outcome {
  const job = world.byKey(jobs, key);
  const dueMs = job === undefined ? undefined : expiryMs(job);
  if (job === undefined || dueMs === undefined) return undefined;
  if (dueMs > world.nowMs) return { requeueAfterMs: dueMs - world.nowMs };
  const { uid } = job.metadata;
  const written = world.delete(jobs, job, { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) });
  return written.ok || written.status.reason === 'NotFound' ? undefined : { retry: true };
}

function keysOfJob({ key, next }: Change): readonly string[] {
  return next !== undefined && expiryMs(next as Job) !== undefined ? [key] : [];
}

/** When the Job may go, ms; undefined while it must not. */
function expiryMs(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined || job.metadata.deletionTimestamp !== undefined) return undefined;
  const endedMs = parseTime(finishedCondition(job)?.lastTransitionTime);
  return endedMs === undefined ? undefined : endedMs + ttlSecondsAfterFinished * 1000;
}
