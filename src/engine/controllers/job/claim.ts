import { jobs, type Job } from '../../../api/kinds/job/job.ts';
import { pods, type Pod } from '../../../api/kinds/pod/pod.ts';
import { matchesLabelSelector } from '../../../api/machinery/label-selector.ts';
import { controllerOf } from '../../../api/machinery/object.ts';
import type { World } from '../../world.ts';
import { orphansOf } from '../shared/orphans.ts';
import { controllerRef, withoutFinalizer, withoutOwners, withOwner } from '../shared/owner.ts';
import { TRACKING_FINALIZER } from './name.ts';
import { isTracked } from './pods.ts';

/**
 * The Pods of a Job, after it has let go those that it no longer selects and adopted selected ones that belong to
 * nobody. The finalizer comes and goes with the owner. Source: job_controller.go getPodsForJob.
 */
export function claimPods(world: World, job: Job): readonly Pod[] {
  const { selector } = job.spec;
  const uid = job.metadata.uid ?? '';
  if (job.metadata.deletionTimestamp === undefined) adopt(world, job);
  const own: Pod[] = [];
  for (const pod of world.indexed(pods, 'owner', uid)) {
    if (controllerOf(pod.metadata)?.uid !== uid) continue;
    if (matchesLabelSelector(selector, pod.metadata.labels)) own.push(pod);
    else if (pod.metadata.deletionTimestamp === undefined)
      world.update(pods, withoutOwners(withoutFinalizer(pod, TRACKING_FINALIZER), new Set([uid])));
  }
  return own;
}

function adopt(world: World, job: Job): void {
  const orphans = orphansOf(world, pods.resource).in(job.metadata.namespace ?? '');
  if (orphans.size === 0) return;
  const found: Pod[] = [];
  for (const key of orphans) {
    const pod = world.byKey(pods, key);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    if (matchesLabelSelector(job.spec.selector, pod.metadata.labels)) found.push(pod);
  }
  for (const pod of found) {
    const owned = withOwner(pod, controllerRef(jobs, job));
    const finalizers = [...(pod.metadata.finalizers ?? []), TRACKING_FINALIZER];
    world.update(pods, isTracked(pod) ? owned : { ...owned, metadata: { ...owned.metadata, finalizers } });
  }
}
